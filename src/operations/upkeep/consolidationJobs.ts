import { MemoryBridgeError } from '../../core/errors.ts';
import { parseIdReference } from '../../core/shortId.ts';
import type { Job } from '../../core/jobs/job.ts';
import { type ConsolidationReport, consolidationReportSchema } from '../../protocol/consolidationReport.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import { consolidationKind } from '../../upkeep/consolidationJob.ts';

export interface FoundReport {
  readonly job: Job;
  readonly report: ConsolidationReport;
}

/** The report of a job, or the latest of a project (null: of all); undefined when there is none. */
export async function findReport(
  { jobs }: Pick<ReadUnit, 'jobs'>,
  { job: reference, project }: { readonly job?: string | undefined; readonly project: string | null },
): Promise<FoundReport | undefined> {
  const done = await jobs.list({ kinds: [consolidationKind], states: ['done'] });
  const tail = reference === undefined ? undefined : tailOf(reference);
  const job = done.find(({ id, project: about }) =>
    tail === undefined ? about === project || about === null : id.endsWith(tail),
  );
  const report = job && consolidationReportSchema.safeParse(job.result).data;
  if (job && report) return { job, report };
  if (reference === undefined) return undefined;
  const live = await jobs.list({ kinds: [consolidationKind] });
  throw new MemoryBridgeError(
    'not_found',
    live.some(({ id }) => id.endsWith(tail ?? ''))
      ? 'This look is not done yet, or has failed. list_jobs shows how far it is.'
      : 'There is no report of that job. Start a look with consolidate_memory.',
  );
}

function tailOf(reference: string): string {
  const parsed = parseIdReference(reference);
  if (!parsed)
    throw new MemoryBridgeError(
      'not_found',
      'There is no report of that job. Start a look with consolidate_memory.',
    );
  return 'id' in parsed ? parsed.id : parsed.tail;
}
