import * as z from 'zod';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { Job } from '../../core/jobs/job.ts';
import type { Clock, IdGenerator } from '../../core/ports.ts';
import type { ProjectResolver } from '../../core/project/project.ts';
import { MemoryChanges, memoriesChanged } from '../../memories/memoryChanges.ts';
import { takeBack } from '../../memories/undo.ts';
import type { MemoryEvent } from '../../protocol/events.ts';
import {
  type TakenBackBeside,
  takenBackBesideSchema,
  undoImportPayloadSchema,
  type UndoImportResult,
} from '../../protocol/transferResults.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import { nothingBeside, takeBackBeside } from '../../transfer/importing/broughtBeside.ts';
import type { JobWorker, Slice } from './jobWorker.ts';

export const undoImportKind = 'undo_import';

export interface UndoImportParts {
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly emit: (event: MemoryEvent) => void;
  /** What is known of projects that are gone is forgotten. */
  readonly projects: Pick<ProjectResolver, 'forget'>;
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
  /** Once all memories are done. */
  beside: takenBackBesideSchema.optional(),
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
    if (cursor.beside) return this.#sliceBeside(unit, groupId, { ...cursor, beside: cursor.beside });
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
    const areAllDone = page.length < atOnce && after === (page.at(-1)?.id ?? cursor.after);
    return {
      cursor: { ...cursor, after, done, undone, kept, ...(areAllDone ? { beside: nothingBeside } : {}) },
      progress: { done, total: cursor.total },
      isDone: false,
    };
  }

  async letGo(): Promise<void> {
    this.#parts.projects.forget();
  }

  /** What came with the memories: a project is empty once these are gone. */
  async #sliceBeside(
    unit: UnitOfWork,
    groupId: string,
    cursor: Cursor & { readonly beside: TakenBackBeside },
  ): Promise<Slice> {
    const { taken, gone, isDone } = await takeBackBeside(unit, groupId, {
      now: this.#parts.clock.now(),
      most: atOnce,
      before: cursor.beside,
    });
    const { undoGroup: changeId, undone, kept, done, total } = cursor;
    const result: UndoImportResult = { changeId, undone, kept, ...taken };
    if (gone.length > 0) this.#parts.emit({ kind: 'projects', ids: [...gone] });
    return {
      cursor: { ...cursor, beside: taken },
      progress: { done, total },
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
