import { env, l10n, window } from 'vscode';
import type { DisposableLike } from '../../core/disposable.ts';
import type { Feature } from '../shared/feature.ts';
import type { LauncherKeeper } from './launcherKeeper.ts';
import { dismissLabel } from '../shared/platform/dismissLabel.ts';
import { requireTrust } from '../shared/platform/trust.ts';
import type { CommandRegistry } from '../shared/commandRegistry.ts';

/** Not part of what an activation loads. */
const tool = () => import('../../setup/commandLineTool.ts');

/** Puts `memory-bridge` on the PATH of terminals, and takes it away. */
export class CommandLineToolCommands implements Feature {
  readonly name = 'command line tool';
  readonly #registry: CommandRegistry;
  readonly #launcher: LauncherKeeper;
  readonly #home: string;

  constructor(registry: CommandRegistry, launcher: LauncherKeeper, home: string) {
    this.#registry = registry;
    this.#launcher = launcher;
    this.#home = home;
  }

  register(): DisposableLike {
    return this.#registry.register({
      'memoryBridge.installCommandLineTool': () => this.#install(),
      'memoryBridge.removeCommandLineTool': () => this.#remove(),
    });
  }

  async #install(): Promise<void> {
    requireTrust();
    await this.#launcher.refresh();
    const { installCommandLineTool } = await tool();
    const { file, folder, isOnPath, hiddenBy } = await installCommandLineTool({ home: this.#home });
    if (!isOnPath) return this.#explainPath(file, folder);
    if (hiddenBy === undefined)
      void window.showInformationMessage(
        l10n.t('memory-bridge is ready to use in a new terminal. It was added as {0}.', file),
      );
    else
      void window.showWarningMessage(
        l10n.t(
          'memory-bridge was added as {0}, but terminals find {1} first. Remove that one to use the new one.',
          file,
          hiddenBy,
        ),
        dismissLabel(),
      );
  }

  async #explainPath(file: string, folder: string): Promise<void> {
    const isWindows = process.platform === 'win32';
    const copy = isWindows ? l10n.t('Copy Folder') : l10n.t('Copy Line for Shell Profile');
    const choice = await window.showWarningMessage(
      l10n.t('memory-bridge was added as {0}, but that folder is not on your PATH. Add it there.', file),
      copy,
    );
    if (choice === copy) await env.clipboard.writeText(isWindows ? folder : `export PATH="${folder}:$PATH"`);
  }

  async #remove(): Promise<void> {
    requireTrust();
    const { removeCommandLineTool } = await tool();
    const removed = await removeCommandLineTool({ home: this.#home });
    void window.showInformationMessage(
      removed.length === 0
        ? l10n.t('Memory Bridge has no command line tool on your PATH.')
        : l10n.t('Removed {0}.', removed.join(', ')),
    );
  }
}
