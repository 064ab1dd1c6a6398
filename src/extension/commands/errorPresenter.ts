import { commands, l10n, window } from 'vscode';
import type { Logger } from '../../core/ports.ts';
import { adviceFor, type AdviceAction, isCancellation } from './errorAdvice.ts';

/** The one place where an error becomes a message for a person. */
export class ErrorPresenter {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Writes it down only: for work that nobody asked for just now. */
  log(where: string, error: unknown): void {
    if (isCancellation(error)) return;
    this.#logger.error(where, {
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }

  /** Tells the person what went wrong, with one way on. */
  present(where: string, error: unknown): void {
    const advice = adviceFor(error);
    if (advice.kind === 'silent') return;
    this.log(where, error);
    const message =
      advice.kind === 'known' ? advice.message : l10n.t('This did not work. The log says more about it.');
    const action = advice.kind === 'known' ? advice.action : 'memoryBridge.showLog';
    if (action === undefined) void window.showErrorMessage(message);
    else void this.#offer(message, action);
  }

  async #offer(message: string, action: AdviceAction): Promise<void> {
    const label = labelOf(action);
    if ((await window.showErrorMessage(message, label)) === label) await commands.executeCommand(action);
  }
}

function labelOf(action: AdviceAction): string {
  switch (action) {
    case 'memoryBridge.showStatus':
      return l10n.t('Show Status');
    case 'memoryBridge.showLog':
      return l10n.t('Show Log');
    case 'memoryBridge.refresh':
      return l10n.t('Refresh');
    case 'memoryBridge.reconnect':
      return l10n.t('Try Again');
  }
}
