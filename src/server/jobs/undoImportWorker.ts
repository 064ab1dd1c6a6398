import * as z from 'zod';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { Job } from '../../core/jobs/job.ts';
import type { Clock, IdGenerator } from '../../core/ports.ts';
import { MemoryChanges, memoriesChanged } from '../../memories/memoryChanges.ts';
import { takeBack } from '../../memories/undo.ts';
import type { MemoryEvent } from '../../protocol/events.ts';
import { undoImportPayloadSchema, type UndoImportResult } from '../../protocol/transferResults.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { JobWorker, Slice } from './jobWorker.ts';

export const undoImportKind = 'undo_import';

export interface UndoImportParts {
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly emit: (event: MemoryEvent) => void;
}

const cursorSchema = z.object({
  /** The change up to which all are done. */
  after: z.string().optional(),
  done: z.number(),
  total: z.number(),
  /** Of all changes that the undoing is. */
  undoGroup: z.string(),
  undone: z.number(),
  kept: z.number(),
});
type Cursor = z.output<typeof cursorSchema>;

const atOnce = 50;

/**
 * Takes an import back, memory by memory. It is not done whole or not at all, as other undoing is: what was changed since
 * stays, and everybody else is served meanwhile.
 */
export class UndoImportWorker implements JobWorker {
  readonly kind = undoImportKind;
  readonly #parts: UndoImportParts;

  constructor(parts: UndoImportParts) {
    this.#parts = parts;
  }

  async slice(job: Job, unit: UnitOfWork, isOver: () => boolean): Promise<Slice> {
    const { groupId, actor } = undoImportPayloadSchema.parse(job.payload);
    const before = cursorSchema.safeParse(job.cursor).data;
    const cursor: Cursor = before ?? {
      done: 0,
      total: await unit.history.countGroup(groupId),
      undoGroup: this.#parts.ids.next(),
      undone: 0,
      kept: 0,
    };
    const { ids, clock } = this.#parts;
    const context = { actor, now: clock.now(), ids, emit: () => {} };
    const changes = new MemoryChanges(unit, context, cursor.undoGroup);
    const page = await unit.history.ofGroup(groupId, { after: cursor.after, limit: atOnce });
    let { after, done, undone, kept } = cursor;
    for (const { id, memoryId } of page) {
      const outcome = await this.#takeBack(changes, memoryId, groupId);
      if (outcome === 'undone') undone += 1;
      if (outcome === 'kept') kept += 1;
      after = id;
      done += 1;
      if (isOver()) break;
    }
    const event = memoriesChanged(changes.changed, 'undo', cursor.undoGroup, actor);
    if (event) this.#parts.emit(event);
    const isDone = page.length < atOnce && after === (page.at(-1)?.id ?? cursor.after);
    const result: UndoImportResult = { changeId: cursor.undoGroup, undone, kept };
    return {
      cursor: { ...cursor, after, done, undone, kept },
      progress: { done, total: cursor.total },
      isDone,
      ...(isDone ? { result } : {}),
    };
  }

  /** A memory may have several changes of the import: all of them are taken back with the first. */
  async #takeBack(
    changes: MemoryChanges,
    memoryId: string,
    groupId: string,
  ): Promise<'undone' | 'kept' | 'known'> {
    try {
      return (await takeBack(changes, memoryId, (change) => change.groupId === groupId)) ? 'undone' : 'known';
    } catch (error) {
      if (MemoryBridgeError.is(error, 'conflict', 'not_found', 'forbidden')) return 'kept';
      throw error;
    }
  }
}
