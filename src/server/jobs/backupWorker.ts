import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import type { Job, JobProgress } from '../../core/jobs/job.ts';
import type { BackupResult } from '../../protocol/backupResult.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { JobContext, JobWorker, Slice } from './jobWorker.ts';

export const backupKind = 'backup';

const backupCursor = z.union([
  z.object({ name: z.string() }),
  // Of earlier releases. A folder that was moved or copied since has its backups elsewhere.
  z.object({ path: z.string() }).transform(({ path }) => ({ name: path.split(/[\\/]/).at(-1) ?? '' })),
]);
/** No way out of the folder, whatever a database holds that came from somewhere. */
const plainName = /^memory-[\w-][\w.-]*\.db$/;

/** The file that a job copies into, within the folder of the backups; undefined before it has one. */
export function backupNameIn(cursor: unknown): string | undefined {
  const { data } = backupCursor.safeParse(cursor);
  return data && plainName.test(data.name) ? data.name : undefined;
}

export interface BackupWorkerParts {
  /** Of a file that is not there. */
  readonly newName: () => string;
  readonly pathOf: (name: string) => string;
  /** Copies what the database holds, in slices of its own, into a file that gets its name when it is whole; its size. */
  readonly copy: (
    toPath: string,
    options: { readonly signal: AbortSignal; readonly onProgress: (progress: JobProgress) => void },
  ) => Promise<number>;
  /** In bytes; undefined when no file is there. */
  readonly sizeOf: (path: string) => Promise<number | undefined>;
}

/** How often progress is kept, ms: it costs a commit, and the copy goes on meanwhile. */
const keptEveryMs = 250;

interface Copy {
  readonly stop: AbortController;
  /** Resolves when it has ended, in either way. */
  ended: Promise<void>;
  progress: JobProgress;
  bytes?: number;
  error?: unknown;
}

/**
 * Copies the database while it is in use. The name is on disk before the copy is begun: an owner that finds the job
 * begins under the same name, over what is left of a copy that was killed, or finds the copy whole.
 */
export class BackupWorker implements JobWorker<Copy | undefined> {
  readonly kind = backupKind;
  readonly #parts: BackupWorkerParts;
  readonly #copies = new Map<string, Copy>();

  constructor(parts: BackupWorkerParts) {
    this.#parts = parts;
  }

  async prepare(job: Job, { signal }: JobContext): Promise<Copy | undefined> {
    const name = backupNameIn(job.cursor);
    if (name === undefined) return undefined;
    const copy = this.#copies.get(job.id) ?? (await this.#begin(job.id, this.#parts.pathOf(name)));
    const pause = new AbortController();
    const rest = { signal: AbortSignal.any([signal, pause.signal]), ref: false };
    await Promise.race([copy.ended, delay(keptEveryMs, undefined, rest).catch(() => {})]);
    pause.abort();
    return copy;
  }

  async slice(job: Job, _unit: UnitOfWork, _isOver: () => boolean, copy: Copy | undefined): Promise<Slice> {
    const cursor = { name: backupNameIn(job.cursor) ?? this.#parts.newName() };
    if (!copy) return { cursor, progress: { done: 0, total: 0 }, isDone: false };
    if (copy.error !== undefined) throw copy.error;
    const { bytes } = copy;
    if (bytes === undefined) return { cursor, progress: copy.progress, isDone: false };
    return {
      cursor,
      progress: { done: bytes, total: bytes },
      isDone: true,
      result: { path: this.#parts.pathOf(cursor.name), bytes } satisfies BackupResult,
    };
  }

  async letGo(job: Job): Promise<void> {
    const copy = this.#copies.get(job.id);
    this.#copies.delete(job.id);
    copy?.stop.abort();
    await copy?.ended;
  }

  async #begin(id: string, path: string): Promise<Copy> {
    const { copy, sizeOf } = this.#parts;
    const stop = new AbortController();
    const begun: Copy = { stop, ended: Promise.resolve(), progress: { done: 0, total: 0 } };
    const onProgress = (progress: JobProgress): void => void (begun.progress = progress);
    const whole = await sizeOf(path);
    const work =
      whole === undefined ? copy(path, { signal: stop.signal, onProgress }) : Promise.resolve(whole);
    begun.ended = noteEnd(begun, work);
    this.#copies.set(id, begun);
    return begun;
  }
}

async function noteEnd(copy: Copy, work: Promise<number>): Promise<void> {
  try {
    copy.bytes = await work;
  } catch (error) {
    copy.error = error;
  }
}
