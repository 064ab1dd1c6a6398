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

/** What is asked for: by a person, or by the clock. */
const backupWish = z.object({ daily: z.literal(true) });
export type BackupWish = z.output<typeof backupWish>;

const isDaily = ({ payload }: Pick<Job, 'payload'>): boolean => backupWish.safeParse(payload).success;

export interface BackupWorkerParts {
  /** Of a file that is not there. */
  readonly newName: (isDaily: boolean) => string;
  readonly pathOf: (name: string) => string;
  /** Copies what the database holds, in slices of its own, into a file that gets its name when it is whole; its size. */
  readonly copy: (
    toPath: string,
    options: {
      readonly signal: AbortSignal;
      readonly onProgress: (progress: JobProgress) => void;
      readonly onMark: (mark: string) => void;
    },
  ) => Promise<number>;
  /**
   * Opens the copy, looks through it and counts its rows against `mark`, which is unknown of one that another owner has
   * made. Throws when it is not what it should be. Returns how many memories it has.
   */
  readonly verify?: (name: string, mark: string | undefined) => Promise<number>;
  /** A daily one has been verified: those of before may go. */
  readonly prune?: () => Promise<void>;
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
  made?: Made;
  error?: unknown;
}

interface Made {
  readonly bytes: number;
  readonly memories: number | undefined;
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
    const copy = this.#copies.get(job.id) ?? this.#begin(job, name);
    const pause = new AbortController();
    const rest = { signal: AbortSignal.any([signal, pause.signal]), ref: false };
    await Promise.race([copy.ended, delay(keptEveryMs, undefined, rest).catch(() => {})]);
    pause.abort();
    return copy;
  }

  async slice(job: Job, _unit: UnitOfWork, _isOver: () => boolean, copy: Copy | undefined): Promise<Slice> {
    const cursor = { name: backupNameIn(job.cursor) ?? this.#parts.newName(isDaily(job)) };
    if (!copy) return { cursor, progress: { done: 0, total: 0 }, isDone: false };
    if (copy.error !== undefined) throw copy.error;
    if (!copy.made) return { cursor, progress: copy.progress, isDone: false };
    const { bytes, memories } = copy.made;
    const counted = memories === undefined ? {} : { memories };
    return {
      cursor,
      progress: { done: bytes, total: bytes },
      isDone: true,
      result: { path: this.#parts.pathOf(cursor.name), bytes, ...counted } satisfies BackupResult,
    };
  }

  async letGo(job: Job): Promise<void> {
    const copy = this.#copies.get(job.id);
    this.#copies.delete(job.id);
    copy?.stop.abort();
    await copy?.ended;
  }

  #begin(job: Job, name: string): Copy {
    const begun: Copy = {
      stop: new AbortController(),
      ended: Promise.resolve(),
      progress: { done: 0, total: 0 },
    };
    begun.ended = noteEnd(begun, this.#make(begun, name, isDaily(job)));
    this.#copies.set(job.id, begun);
    return begun;
  }

  /** One that is there under the name is whole: a copy gets its name last. */
  async #make(begun: Copy, name: string, daily: boolean): Promise<Made> {
    const { copy, sizeOf, pathOf, verify, prune } = this.#parts;
    const file = pathOf(name);
    let mark: string | undefined;
    const bytes =
      (await sizeOf(file)) ??
      (await copy(file, {
        signal: begun.stop.signal,
        onProgress: (progress) => void (begun.progress = progress),
        onMark: (copied) => void (mark = copied),
      }));
    const memories = await verify?.(name, mark);
    if (daily) await prune?.();
    return { bytes, memories };
  }
}

async function noteEnd(copy: Copy, work: Promise<Made>): Promise<void> {
  try {
    copy.made = await work;
  } catch (error) {
    copy.error = error;
  }
}
