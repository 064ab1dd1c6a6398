import { l10n } from 'vscode';
import type { DisposableLike } from '../../core/disposable.ts';
import type { ProjectRecord } from '../../protocol/operations/projects/projectRecord.ts';
import type { Contributions, StatusNote, StatusRows, StatusSection } from '../shared/contributions.ts';
import type { Feature } from '../shared/feature.ts';
import { DisposableStore } from '../shared/platform/disposableStore.ts';
import { localDate } from '../shared/platform/localDate.ts';
import type { CurrentProject } from './currentProject.ts';

/** Whether memory is off here: in the status bar while it is, and in Show Status. */
export class ProjectStanding implements Feature, StatusNote {
  readonly name = 'project status';
  readonly order = 5;
  readonly isSpoken = true;
  readonly #project: CurrentProject;
  readonly #notes: Contributions<StatusNote>;
  readonly #sections: Contributions<StatusSection>;

  constructor(
    project: CurrentProject,
    notes: Contributions<StatusNote>,
    sections: Contributions<StatusSection>,
  ) {
    this.#project = project;
    this.#notes = notes;
    this.#sections = sections;
  }

  register(): DisposableLike {
    return new DisposableStore(
      this.#notes.add(this),
      this.#sections.add({ order: 5, title: l10n.t('This project'), rows: () => this.#rows() }),
      this.#project.follow(() => this.#notes.changed()),
    );
  }

  get badge(): string {
    const { record } = this.#project;
    return record === undefined || record.mode === 'on' ? '' : '$(circle-slash)';
  }

  get text(): string {
    const { record } = this.#project;
    return record === undefined || record.mode === 'on'
      ? ''
      : l10n.t('Memory is {0} in {1}', standing(record), record.name);
  }

  async #rows(): Promise<StatusRows> {
    await this.#project.refresh();
    const { record } = this.#project;
    if (record === undefined) return [[l10n.t('Project'), l10n.t('none')]];
    return [
      [l10n.t('Project'), record.id],
      [l10n.t('Memory'), standing(record)],
    ];
  }
}

/** How memory stands in a project. */
export function standing({ mode, until }: Pick<ProjectRecord, 'mode' | 'until'>): string {
  if (mode === 'on') return l10n.t('on');
  if (mode === 'off') return l10n.t('off');
  return until === null ? l10n.t('paused') : l10n.t('paused until {0}', localDate(until));
}
