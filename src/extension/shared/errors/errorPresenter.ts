import { commands, l10n, Position, Range, Uri, window } from 'vscode';
import type { Logger } from '../../../core/ports.ts';
import { dismissLabel } from '../platform/dismissLabel.ts';
import { type Advice, adviceFor, type AdviceAction, type FilePlace, isCancellation } from './errorAdvice.ts';

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
      advice.kind === 'known' ? advice.message : l10n.t('Something went wrong. The log has details.');
    this.#show(message, advice);
  }

  /** The same with a sentence of one's own. */
  presentAs(message: string, error: unknown): void {
    const advice = adviceFor(error);
    this.log(message, error);
    this.#show(message, advice);
  }

  #show(message: string, advice: Advice): void {
    const file = advice.kind === 'known' ? advice.file : undefined;
    const actions: readonly AdviceAction[] =
      advice.kind === 'known' ? advice.actions : ['memoryBridge.showLog'];
    void (file ? this.#offerFile(message, file) : this.#offer(message, actions));
  }

  async #offer(message: string, actions: readonly AdviceAction[]): Promise<void> {
    const labels = actions.length === 0 ? [dismissLabel()] : actions.map(labelOf);
    const chosen = await window.showErrorMessage(message, ...labels);
    const action = actions.find((each) => labelOf(each) === chosen);
    if (action !== undefined) await commands.executeCommand(action);
  }

  async #offerFile(message: string, { path, line = 1, column = 1 }: FilePlace): Promise<void> {
    const open = l10n.t('Open File');
    if ((await window.showErrorMessage(message, open)) !== open) return;
    const at = new Position(line - 1, column - 1);
    const selection = new Range(at, at);
    await window
      .showTextDocument(Uri.file(path), { selection, preview: false })
      .then(undefined, (error: unknown) => this.log(`${path} could not be opened.`, error));
  }
}

/** The sentence with its ways out as links, for the message below an input box; undefined when nothing is known. */
export function linkedAdvice(error: unknown): string | undefined {
  const advice = adviceFor(error);
  if (advice.kind !== 'known') return undefined;
  const links = advice.actions
    .filter((action) => action === 'memoryBridge.useAnotherPort')
    .map((action) => `[${labelOf(action)}](command:${action})`);
  return [advice.message, ...links].join(' ');
}

/** What the button for an action says. */
export function labelOf(action: AdviceAction): string {
  switch (action) {
    case 'memoryBridge.showStatus':
      return l10n.t('Show Status');
    case 'memoryBridge.showLog':
      return l10n.t('Show Log');
    case 'memoryBridge.refresh':
      return l10n.t('Refresh');
    case 'memoryBridge.reconnect':
      return l10n.t('Try Again');
    case 'memoryBridge.useAnotherPort':
      return l10n.t('Use Another Port');
  }
}
