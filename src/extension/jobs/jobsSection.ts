import { l10n } from 'vscode';
import type { DisposableLike } from '../../core/disposable.ts';
import { jobStanding } from '../../protocol/describeJob.ts';
import type { JobRecord } from '../../protocol/jobRecord.ts';
import type { Contributions, StatusSection } from '../shared/contributions.ts';
import type { Feature } from '../shared/feature.ts';

/** What the server works on in the background, and what has failed of it, in Show Status. */
export class JobsSection implements Feature {
  readonly name = 'jobs';
  readonly #sections: Contributions<StatusSection>;

  constructor(sections: Contributions<StatusSection>) {
    this.#sections = sections;
  }

  register(): DisposableLike {
    return this.#sections.add({
      order: 20,
      title: l10n.t('Background jobs'),
      rows: ({ jobs = [] }) => rowsOf(jobs),
    });
  }
}

function rowsOf(jobs: readonly JobRecord[]): [string, string][] {
  const rows = jobs.map((job): [string, string] => [nameOf(job.kind), jobStanding(job)]);
  return rows.length > 0 ? rows : [[l10n.t('At work'), l10n.t('None')]];
}

function nameOf(kind: string): string {
  if (kind === 'reindex') return l10n.t('Search vectors');
  return kind === 'backup' ? l10n.t('Backup') : kind;
}
