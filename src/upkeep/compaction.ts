import { statfs } from 'node:fs/promises';
import { liveStates } from '../core/jobs/job.ts';
import { MemoryBridgeError } from '../core/errors.ts';
import type { Actor } from '../core/memory/history.ts';
import type { Clock, IdGenerator } from '../core/ports.ts';
import type { EmbeddedStore } from '../store/ports/embeddedStore.ts';
import type { Store } from '../store/ports/store.ts';
import { noteUpkeep, type UpkeepEntry, upkeepLog } from './upkeepEntries.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
/** Without a call for so long nobody is waiting for anything. */
const idleAfter = 5 * minute;
const optimizeEvery = 7 * day;
const vacuumEvery = 30 * day;
/** Writing the file anew is worth it from here on: a part of it, and so many bytes, hold nothing. */
const emptyShare = 0.25;
const emptyBytes = 16 * 1_048_576;
/** The file is written anew beside itself, and once more into the log. */
const spaceNeeded = 2.2;
/** Jobs that copy or write the database page by page. */
const copying = ['backup'];

export interface CompactionParts {
  readonly store: Store &
    Pick<EmbeddedStore, 'info' | 'scrub' | 'packVectors' | 'mergeIndexes' | 'freeBytes'>;
  readonly home: string;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  /** Bytes that a folder has room for; as the file system says. */
  readonly roomIn?: (folder: string) => Promise<number>;
}

export interface Compacted {
  readonly before: number;
  readonly after: number;
}

/** Keeps the file small and its indexes in few pieces. */
export class Compaction {
  readonly #parts: CompactionParts;
  /** By the clock that does not jump. */
  #lastCall: number;

  constructor(parts: CompactionParts) {
    this.#parts = parts;
    this.#lastCall = parts.clock.monotonic();
  }

  /** Somebody is at work. */
  noteCall(): void {
    this.#lastCall = this.#parts.clock.monotonic();
  }

  get isIdle(): boolean {
    return this.#parts.clock.monotonic() - this.#lastCall >= idleAfter;
  }

  /** Merges the indexes of words and packs vectors, in slices between which others are served. */
  async optimize(by: Actor): Promise<Compacted> {
    const { store } = this.#parts;
    const before = (await store.info()).databaseBytes;
    await store.mergeIndexes();
    await store.packVectors();
    const after = (await store.info()).databaseBytes;
    await this.#note('optimize', by, { before, after });
    return { before, after };
  }

  /** Writes the file anew without what is empty in it. Nothing else runs meanwhile. Throws `conflict` beside a backup. */
  async vacuum(by: Actor): Promise<Compacted> {
    const { store, home, roomIn = roomOf } = this.#parts;
    if (await this.#isCopying())
      throw new MemoryBridgeError(
        'conflict',
        'A backup is being made. Try again when it is done: "memory-bridge jobs" shows it.',
      );
    const before = (await store.info()).databaseBytes;
    const room = await roomIn(home);
    if (room < before * spaceNeeded)
      throw new MemoryBridgeError(
        'unavailable',
        `Rewriting the database file needs ${megabytes(before * spaceNeeded)} MB, and there are ${megabytes(room)} MB free.`,
      );
    await store.scrub();
    const after = (await store.info()).databaseBytes;
    await this.#note('vacuum', by, { before, after });
    return { before, after };
  }

  /** By the clock: what is worth it, when nobody is at work. */
  async run(): Promise<'busy' | 'nothing' | 'optimized' | 'vacuumed'> {
    const { store, clock } = this.#parts;
    if (!this.isIdle) return 'busy';
    const log = await store.read((unit) => upkeepLog(unit.keyValues, clock.now()));
    const isDue = (kind: UpkeepEntry['kind'], every: number): boolean =>
      !log.some((entry) => entry.kind === kind && clock.now() - entry.at < every);
    const free = await store.freeBytes();
    const { databaseBytes } = await store.info();
    const isEmpty = free >= emptyBytes && free >= databaseBytes * emptyShare;
    if (isEmpty && isDue('vacuum', vacuumEvery) && !(await this.#isCopying())) {
      await this.vacuum({ kind: 'system' });
      return 'vacuumed';
    }
    if (!isDue('optimize', optimizeEvery)) return 'nothing';
    await this.optimize({ kind: 'system' });
    return 'optimized';
  }

  async #isCopying(): Promise<boolean> {
    const live = await this.#parts.store.read((unit) =>
      unit.jobs.list({ kinds: copying, states: liveStates }),
    );
    return live.length > 0;
  }

  async #note(kind: 'optimize' | 'vacuum', by: Actor, bytes: Compacted): Promise<void> {
    const { store, ids, clock } = this.#parts;
    const entry = { id: ids.next(), kind, at: clock.now(), by, counts: {}, changeId: null, bytes };
    await store.write((unit) => noteUpkeep(unit.keyValues, entry));
  }
}

async function roomOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(0);
