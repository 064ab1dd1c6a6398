import { l10n, type QuickInputButton, type QuickPickItem, ThemeIcon } from 'vscode';
import type { StepPosition, TitleToggle } from '../../shared/platform/inputFlow.ts';
import type { WorkspaceFolderPath } from '../../shared/platform/workspaceFolders.ts';

export interface PlaceItem extends QuickPickItem {
  /** Missing for all projects. */
  readonly folder?: WorkspaceFolderPath;
}

/** Where a new memory goes: the project of a folder, or all projects. Stands in the title of every step of Remember. */
export class MemoryPlace implements TitleToggle {
  readonly #folders: readonly WorkspaceFolderPath[];
  /** The project that the button leads back to. */
  #project: WorkspaceFolderPath | undefined;
  #isGlobal: boolean;

  constructor(folders: readonly WorkspaceFolderPath[], current: string | undefined) {
    this.#folders = folders;
    this.#project = folders.find(({ path }) => path === current) ?? folders[0];
    this.#isGlobal = this.#project === undefined;
  }

  /** Undefined for all projects. */
  get folder(): string | undefined {
    return this.#isGlobal ? undefined : this.#project?.path;
  }

  /** With several folders nobody can know which one is meant. */
  get isAsked(): boolean {
    return this.#folders.length > 1;
  }

  get items(): PlaceItem[] {
    return [
      ...this.#folders.map((folder): PlaceItem => ({
        folder,
        label: folder.name,
        description: folder.path,
        iconPath: new ThemeIcon('root-folder'),
      })),
      { label: l10n.t('All projects'), iconPath: new ThemeIcon('globe') },
    ];
  }

  /** Whether this is the item that is chosen now. */
  isChosen(item: PlaceItem): boolean {
    return item.folder?.path === this.folder;
  }

  choose({ folder }: PlaceItem): void {
    this.#isGlobal = folder === undefined;
    this.#project = folder ?? this.#project;
  }

  /** `step` counts from 1 without the question for the place. */
  position(step: number): StepPosition {
    const extra = this.isAsked ? 1 : 0;
    return {
      title: this.#title(),
      step: step + extra,
      totalSteps: 3 + extra,
      toggle: this.#project ? this : undefined,
    };
  }

  button(): QuickInputButton {
    return this.#isGlobal
      ? {
          iconPath: new ThemeIcon('root-folder'),
          tooltip: l10n.t('Keep for {0} Only', this.#project?.name ?? ''),
        }
      : { iconPath: new ThemeIcon('globe'), tooltip: l10n.t('Keep for All Projects') };
  }

  press(): string {
    this.#isGlobal = !this.#isGlobal;
    return this.#title();
  }

  #title(): string {
    return this.#isGlobal
      ? l10n.t('Remember for all projects')
      : l10n.t('Remember for {0}', this.#project?.name ?? '');
  }
}
