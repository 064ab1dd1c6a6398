import { l10n, type QuickPickItem, window } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import type { InputOf } from '../../protocol/operation.ts';
import type { ProjectRecord } from '../../protocol/operations/projects/projectRecord.ts';
import { setProjectModeOperation } from '../../protocol/operations/projects/setProjectMode.ts';
import type { CommandRegistry } from '../shared/commandRegistry.ts';
import type { ErrorPresenter } from '../shared/errors/errorPresenter.ts';
import type { Feature } from '../shared/feature.ts';
import { currentFolderPath } from '../shared/platform/workspaceFolders.ts';
import type { CurrentProject } from './currentProject.ts';
import { standing } from './projectStanding.ts';

interface SwitchParts {
  readonly client: MemoryClient;
  readonly commands: CommandRegistry;
  readonly errors: ErrorPresenter;
  readonly project: CurrentProject;
}

interface Choice extends QuickPickItem {
  readonly said: Omit<InputOf<typeof setProjectModeOperation>, 'project'>;
}

/** Switches memory on or off in the project of the folder in which the person works. */
export class MemorySwitch implements Feature {
  readonly name = 'memory switch';
  readonly #parts: SwitchParts;

  constructor(parts: SwitchParts) {
    this.#parts = parts;
  }

  register(): DisposableLike {
    return this.#parts.commands.register({ 'memoryBridge.switchMemory': () => this.#ask() });
  }

  async #ask(): Promise<void> {
    const { client, project } = this.#parts;
    const folder = currentFolderPath();
    if (folder === undefined) {
      void window.showInformationMessage(
        l10n.t('Open a folder first: memory is switched on and off for a project.'),
      );
      return;
    }
    await project.refresh();
    const { record } = project;
    if (record === undefined) return;
    const choice = await window.showQuickPick(choicesFor(record), {
      title: l10n.t('Memory is {0} in {1}', standing(record), record.name),
      placeHolder: l10n.t(
        'While it is off, nothing is captured here, and agents get nothing of this project',
      ),
    });
    if (choice === undefined) return;
    await client.call(setProjectModeOperation, { ...choice.said, project: folder }, { project: folder });
    await project.refresh();
  }
}

function choicesFor({ mode }: ProjectRecord): Choice[] {
  const on: Choice = { label: l10n.t('$(check) Switch on'), said: { mode: 'on' } };
  const off: Choice = {
    label: l10n.t('$(circle-slash) Switch off'),
    detail: l10n.t('What is kept stays, and you can go on reading and writing it yourself'),
    said: { mode: 'off' },
  };
  const pauses: Choice[] = [
    { label: l10n.t('$(debug-pause) Pause for an hour'), said: { mode: 'paused', for: '1h' } },
    { label: l10n.t('$(debug-pause) Pause for a day'), said: { mode: 'paused', for: '1d' } },
  ];
  if (mode === 'on') return [off, ...pauses];
  return mode === 'off' ? [on, ...pauses] : [on, off, ...pauses];
}
