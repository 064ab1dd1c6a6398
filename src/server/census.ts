import type { Clock } from '../core/ports.ts';
import type { JobState } from '../core/jobs/job.ts';
import type { EmbeddingCoordinator } from '../recall/embedding/embeddingCoordinator.ts';
import { summaryOfBackups } from '../operations/shared/backupRecords.ts';
import type { Backups } from '../store/ports/backups.ts';
import type { EmbeddedStore } from '../store/ports/embeddedStore.ts';
import type { Store } from '../store/ports/store.ts';
import type { VectorLag } from '../store/ports/vectorIndex.ts';

/** What there is of everything, counted: never what it says. */
export interface Counts {
  readonly memories: readonly {
    readonly category: string;
    readonly status: string;
    readonly count: number;
  }[];
  readonly jobs: readonly { readonly kind: string; readonly state: JobState; readonly count: number }[];
  readonly lag: VectorLag;
  readonly backups: {
    readonly count: number;
    readonly bytes: number;
    readonly damaged: number;
    /** Wall clock, ms, of the newest that is verified; undefined where there is none. */
    readonly newest: number | undefined;
  };
  readonly databaseBytes: number;
  readonly logBytes: number;
  /** Wall clock, ms. */
  readonly at: number;
}

export interface CensusParts {
  readonly store: Pick<Store, 'read'> & Pick<EmbeddedStore, 'info'>;
  readonly embedding: Pick<EmbeddingCoordinator, 'lag'>;
  readonly backups: Pick<Backups, 'list'>;
  readonly logBytes: () => Promise<number>;
  readonly clock: Clock;
}

/** A count is good for this long, ms: programs that ask every second must not keep others waiting. */
const goodForMs = 5_000;

/** Counts what is kept, from indexes alone, at most once in a few seconds. */
export class Census {
  readonly #parts: CensusParts;
  #last: { readonly counts: Promise<Counts>; readonly until: number } | undefined;

  constructor(parts: CensusParts) {
    this.#parts = parts;
  }

  take(): Promise<Counts> {
    const now = this.#parts.clock.monotonic();
    if (this.#last && now < this.#last.until) return this.#last.counts;
    const counts = this.#count();
    this.#last = { counts, until: now + goodForMs };
    // What could not be counted is counted again when it is asked for again.
    counts.catch(() => (this.#last = undefined));
    return counts;
  }

  async #count(): Promise<Counts> {
    const { store, embedding, backups, logBytes, clock } = this.#parts;
    const counted = await store.read(async (unit) => ({
      memories: (await unit.memories.counts({})).byCategoryAndStatus,
      jobs: await unit.jobs.counts(),
      lag: await embedding.lag(unit),
    }));
    const { databaseBytes } = await store.info();
    const { count, bytes, damaged, newest } = summaryOfBackups(await backups.list());
    const told = { count, bytes, damaged: damaged.length, newest: newest?.madeAt };
    return { ...counted, backups: told, databaseBytes, logBytes: await logBytes(), at: clock.now() };
  }
}
