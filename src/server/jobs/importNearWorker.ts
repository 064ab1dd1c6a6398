import * as z from 'zod';
import type { Job } from '../../core/jobs/job.ts';
import { findNear } from '../../memories/nearMemories.ts';
import {
  importNearPayloadSchema,
  type ImportNearResult,
  importNearResultSchema,
} from '../../protocol/transferResults.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { JobWorker, Slice } from './jobWorker.ts';

export const importNearKind = 'import_near';

const cursorSchema = z.object({
  /** The change up to which all are done. */
  after: z.string().optional(),
  done: z.number(),
  total: z.number(),
  result: importNearResultSchema,
});
type Cursor = z.output<typeof cursorSchema>;

/** Each is compared with others, which takes a millisecond or two. */
const atOnce = 20;
/** Others of the same import are among those that are found, and are no news. */
const compared = 8;
/** Named in the report; the others are counted. */
const mostNamed = 20;

/**
 * Looks, after an import, which of its memories are near to what was here before, as is said of a single one when it is
 * written. A job of its own: it costs more than the import. What it keeps are ids, for texts may be purged.
 */
export class ImportNearWorker implements JobWorker {
  readonly kind = importNearKind;

  async slice(job: Job, unit: UnitOfWork, isOver: () => boolean): Promise<Slice> {
    const { groupId, threshold } = importNearPayloadSchema.parse(job.payload);
    const cursor = cursorSchema.safeParse(job.cursor).data ?? (await beginOf(unit, groupId));
    const page = await unit.history.ofGroup(groupId, { after: cursor.after, limit: atOnce });
    let { after, done, result } = cursor;
    for (const { id, memoryId } of page) {
      result = await withMemory(unit, result, { memoryId, groupId, threshold });
      after = id;
      done += 1;
      if (isOver()) break;
    }
    const isDone = page.length < atOnce && after === (page.at(-1)?.id ?? cursor.after);
    const next: Cursor = { ...cursor, after, done, result };
    const progress = { done, total: Math.max(cursor.total, done) };
    return { cursor: next, progress, isDone, ...(isDone ? { result } : {}) };
  }
}

async function beginOf(unit: UnitOfWork, groupId: string): Promise<Cursor> {
  const total = await unit.history.countGroup(groupId);
  return { done: 0, total, result: { looked: 0, found: 0, near: [] } };
}

async function withMemory(
  unit: UnitOfWork,
  result: ImportNearResult,
  { memoryId, groupId, threshold }: { memoryId: string; groupId: string; threshold: number },
): Promise<ImportNearResult> {
  const memory = await unit.memories.get(memoryId);
  if (!memory) return result;
  const looked = result.looked + 1;
  for (const { memory: other, likeness, opposition } of await findNear(unit, memory, {
    threshold,
    most: compared,
  })) {
    // Two of one source that say nearly the same are for a look through all of it.
    if ((await unit.history.ofMemory(other.id)).some((change) => change.groupId === groupId)) continue;
    const found = {
      memory: memory.id,
      other: other.id,
      likeness: Math.round(likeness * 100) / 100,
      opposition: opposition ?? null,
    };
    const near = [...result.near, found].toSorted((left, right) => right.likeness - left.likeness);
    return { looked, found: result.found + 1, near: near.slice(0, mostNamed) };
  }
  return { ...result, looked };
}
