import { MemoryBridgeError } from '../../core/errors.ts';
import type { Job } from '../../core/jobs/job.ts';
import { parseIdReference, shortId } from '../../core/shortId.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';

/** The job that a caller means by a whole id or a tail of it. Throws `invalid_input`, `not_found` or `conflict`. */
export async function findJob(unit: ReadUnit, reference: string): Promise<Job> {
  const parsed = parseIdReference(reference.trim().replace(/^\[(.*)\]$/, '$1'));
  if (!parsed)
    throw new MemoryBridgeError(
      'invalid_input',
      `"${reference}" is not the id of a job. Ids are the ten hex digits that list_jobs shows.`,
    );
  const ids = 'id' in parsed ? [parsed.id] : await unit.jobs.findByTail(parsed.tail);
  if (ids.length > 1)
    throw new MemoryBridgeError(
      'conflict',
      `Several jobs end in "${reference}": ${ids.map(shortId).join(', ')}. Give more digits.`,
    );
  const job = ids[0] === undefined ? undefined : await unit.jobs.get(ids[0]);
  if (!job)
    throw new MemoryBridgeError('not_found', `There is no job "${reference}". Use list_jobs to see them.`);
  return job;
}
