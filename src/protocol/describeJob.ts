import { shortId } from '../core/shortId.ts';
import { oneLine } from '../core/text/oneLine.ts';
import type { JobRecord } from './jobRecord.ts';

const names: Readonly<Record<string, string>> = {
  reindex: 'search vectors',
  backup: 'backup',
  enrich: 'titles from forges',
  run_retention: 'retention',
  export: 'export',
  documents: 'documents',
  consolidate_memory: 'look for what to consolidate',
  ingest: 'conversations',
  import: 'import',
  import_near: 'look for what is near to an import',
  undo_import: 'undoing an import',
};

/** What a kind of job is called in front of people. */
export const jobName = (kind: string): string => names[kind] ?? kind;

/** How far a job is or how it has ended, in a few words. */
export function jobStanding({ state, progress, error }: JobRecord): string {
  if (state === 'running') return progress && progress.total > 0 ? percent(progress) : 'begun';
  if (state === 'queued') return error === null ? 'waiting' : `will be tried again: ${error}`;
  if (state === 'failed') return `failed: ${error ?? 'the reason is not known'}`;
  return state;
}

/** A job in a line for people and models. */
export function describeJob(job: JobRecord): string {
  return oneLine(`Job [${shortId(job.id)}] ${nameAndStanding(job)}`);
}

/** A job in a line that says already that it is one. */
export const nameAndStanding = (job: JobRecord): string =>
  oneLine(`${jobName(job.kind)}: ${jobStanding(job)}`);

const percent = ({ done, total }: NonNullable<JobRecord['progress']>): string =>
  `${Math.min(100, Math.floor((done / total) * 100))} %`;
