import { MemoryBridgeError } from '../../core/errors.ts';
import { shortId } from '../../core/shortId.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import { placeIn } from '../../transfer/importing/importPlace.ts';

/**
 * Refuses to take back an import that has not ended: what came in behind the undoing would stay, and nobody would know.
 *
 * @param groupIds Of the changes that are to be taken back.
 */
export async function refuseImportAtWork(unit: ReadUnit, groupIds: readonly string[]): Promise<void> {
  const live = await unit.jobs.list({ kinds: ['import'], states: ['queued', 'running'] });
  const job = live.find(({ cursor }) => groupIds.includes(placeIn(cursor)?.groupId ?? ''));
  if (job)
    throw new MemoryBridgeError(
      'conflict',
      `The import is still at work. End it first: memory-bridge jobs cancel ${shortId(job.id)}`,
    );
}
