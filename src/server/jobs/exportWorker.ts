import * as z from 'zod';
import type { Job, JobProgress } from '../../core/jobs/job.ts';
import { shortId } from '../../core/shortId.ts';
import type { Clock } from '../../core/ports.ts';
import { ProjectModes } from '../../projects/projectModes.ts';
import { type ExportPayload, type ExportResult, exportWishSchema } from '../../protocol/transferResults.ts';
import type { Store } from '../../store/ports/store.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import { ExportFile } from '../../transfer/exportFile.ts';
import { countWanted, exportBegin, type ExportPlace, nextPiece } from '../../transfer/own/exportPieces.ts';
import type { JobContext, JobEnd, JobWorker, Slice } from './jobWorker.ts';

export const exportKind = 'export';

export interface ExportWorkerParts {
  readonly store: Store;
  readonly clock: Clock;
  /** Whether memory is at work in projects of which nobody has said anything. */
  readonly initialMode: () => 'on' | 'off';
}

const cursorSchema = z.object({
  place: z.object({
    section: z.number(),
    after: z
      .array(z.union([z.string(), z.number()]))
      .readonly()
      .optional(),
    written: z.number(),
  }),
  bytes: z.number(),
  memories: z.number(),
  total: z.number(),
  /** All of it is written: what is left is its name. */
  isWhole: z.boolean(),
});
type Cursor = z.output<typeof cursorSchema>;
type Reached = Cursor & { readonly isDone: boolean };

/** How long is written before progress is kept, ms: that costs a commit. */
const writtenForMs = 250;

/**
 * Writes a part of the store to a file, in reads that take turns with everybody's. What was written when the process ended
 * stays: the cursor says up to which byte it holds.
 */
export class ExportWorker implements JobWorker<Reached> {
  readonly kind = exportKind;
  readonly #parts: ExportWorkerParts;
  readonly #files = new Map<string, ExportFile>();

  constructor(parts: ExportWorkerParts) {
    this.#parts = parts;
  }

  async prepare(job: Job, { signal }: JobContext): Promise<Reached> {
    const { store, clock } = this.#parts;
    const wish = await this.#visible(exportWishSchema.parse(job.payload));
    const file = this.#fileOf(job, wish);
    const cursor = cursorSchema.safeParse(job.cursor).data ?? {
      place: exportBegin,
      bytes: 0,
      memories: 0,
      total: await store.read((unit) => countWanted(unit, wish), lane),
      isWhole: false,
    };
    if (cursor.isWhole) {
      await file.publish({ isReplaced: wish.isReplaced });
      return { ...cursor, isDone: true };
    }
    await file.open(cursor.bytes);
    const until = clock.monotonic() + writtenForMs;
    let place: ExportPlace = cursor.place;
    let memories = cursor.memories;
    let isWhole: boolean = false;
    while (!isWhole && clock.monotonic() < until) {
      signal.throwIfAborted();
      const at: ExportPlace = place;
      const piece = await store.read((unit) => nextPiece(unit, wish, at), lane);
      await file.write(piece.text);
      memories = piece.isDone ? cursor.total : (memoriesAt(piece.next) ?? memories);
      ({ next: place, isDone: isWhole } = piece);
    }
    return { place, bytes: file.bytes, memories, total: cursor.total, isWhole, isDone: false };
  }

  async slice(job: Job, _unit: UnitOfWork, _isOver: () => boolean, reached: Reached): Promise<Slice> {
    const { isDone, ...cursor } = reached;
    const progress: JobProgress = { done: cursor.memories, total: cursor.total };
    if (!isDone) return { cursor, progress, isDone };
    const { path, format } = exportWishSchema.parse(job.payload);
    const result: ExportResult = { path, bytes: cursor.bytes, memories: cursor.total, format };
    return { cursor, progress, isDone, result };
  }

  async letGo(job: Job, end: JobEnd | 'again'): Promise<void> {
    const { data: wish } = exportWishSchema.safeParse(job.payload);
    const file = this.#files.get(job.id) ?? (wish && this.#fileOf(job, wish));
    this.#files.delete(job.id);
    if (end === 'cancelled' || end === 'failed') await file?.discard();
    else await file?.close();
  }

  #fileOf({ id }: Job, { path }: ExportPayload): ExportFile {
    const known = this.#files.get(id);
    if (known) return known;
    const file = new ExportFile(path, shortId(id));
    this.#files.set(id, file);
    return file;
  }

  /** For agents, without the projects in which memory is off by now. */
  async #visible(wish: ExportPayload): Promise<ExportPayload> {
    const { store, clock, initialMode } = this.#parts;
    if (wish.isPersons) return wish;
    return store.read(async (unit) => {
      const modes = await ProjectModes.read(unit, { initial: initialMode(), now: clock.now() });
      if (modes.areAllOn) return wish;
      const { byProject } = await unit.memories.counts({ includeDeleted: true });
      const all = wish.projects ?? byProject.map(({ project }) => project);
      return { ...wish, projects: all.filter((key) => !modes.isOff(key)) };
    }, lane);
  }
}

const lane = { client: 'jobs', part: exportKind } as const;

/** Memories are the last section, and the only one whose key begins with a time. */
const memoriesAt = ({ after, written }: ExportPlace): number | undefined =>
  typeof after?.[0] === 'number' ? written : undefined;
