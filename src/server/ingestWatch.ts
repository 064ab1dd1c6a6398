import { stat } from 'node:fs/promises';
import type { Clock, IdGenerator, Logger } from '../core/ports.ts';
import type { ConversationFeed } from '../intake/feeds/conversationFeeds.ts';
import type { MemoryEvent } from '../protocol/events.ts';
import { ingestKind, type IngestPayload } from '../protocol/ingestion.ts';
import type { Store } from '../store/ports/store.ts';

export interface IngestWatchParts {
  readonly store: Pick<Store, 'write'>;
  readonly feeds: readonly ConversationFeed[];
  /** What else is looked at by the way, whether or not conversations are read. */
  readonly documents: { look(signal: AbortSignal): Promise<void> };
  readonly readsConversations: () => boolean;
  /** For both. */
  readonly intervalMs: () => number;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly logger: Logger;
  readonly emit: (event: MemoryEvent) => void;
}

/** A server that has just started has something else to do, ms. */
const firstLookMs = 5_000;
/** Sessions come and go; it is looked at most so often, ms. */
const leastBetweenMs = 15_000;

/**
 * Has conversations read when something was said: it looks at the times and sizes of the files, every so often and when
 * somebody begins or ends work, and has them read only where those have changed.
 */
export class IngestWatch {
  readonly #parts: IngestWatchParts;
  /** How each source was when it was last read. */
  readonly #seen = new Map<string, string>();
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #lookedAt = -Infinity;

  constructor(parts: IngestWatchParts) {
    this.#parts = parts;
  }

  /** Looks in a moment, every so often, and when it hears that work has begun or ended. */
  start(subscribe: (hear: (event: MemoryEvent) => void) => unknown): void {
    subscribe((event) => this.#hear(event));
    this.#wait(firstLookMs);
  }

  #hear({ kind }: MemoryEvent): void {
    if (kind !== 'sessions' && kind !== 'config') return;
    const passed = this.#parts.clock.monotonic() - this.#lookedAt;
    this.#wait(Math.max(0, leastBetweenMs - passed));
  }

  /** Looks now. Resolves when what is new waits to be read. */
  async look(): Promise<void> {
    await (this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    }));
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    await this.#looking;
  }

  #wait(ms: number): void {
    if (this.#stop.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#tick(), ms);
    this.#timer.unref();
  }

  async #tick(): Promise<void> {
    try {
      await this.look();
    } catch (error) {
      this.#parts.logger.warn('It could not be looked whether something was said.', { error: String(error) });
    }
    this.#wait(Math.max(leastBetweenMs, this.#parts.intervalMs()));
  }

  async #lookAtDocuments(): Promise<void> {
    try {
      await this.#parts.documents.look(this.#stop.signal);
    } catch (error) {
      this.#parts.logger.warn('It could not be looked whether a document has changed.', {
        error: String(error),
      });
    }
  }

  async #look(): Promise<void> {
    const { store, feeds, readsConversations, clock, ids, emit } = this.#parts;
    this.#lookedAt = clock.monotonic();
    await this.#lookAtDocuments();
    if (!readsConversations()) return;
    const found = new Map<string, string>();
    for (const { feed, isOn } of feeds)
      if (isOn())
        for (const { name } of await feed.sources(this.#stop.signal))
          found.set(`${feed.name} ${name}`, await stampOf(name));
    const isNew = [...found].some(([name, stamp]) => this.#seen.get(name) !== stamp);
    if (!isNew || this.#stop.signal.aborted) return;
    const payload: IngestPayload = { feed: null };
    const wish = { id: ids.next(), kind: ingestKind, project: null, payload, createdAt: clock.now() };
    const job = await store.write(async (unit) => {
      // They come all the time, and would drive out what others want to see.
      await unit.jobs.forgetEnded(ingestKind, 1);
      return unit.jobs.enqueue(wish);
    });
    for (const [name, stamp] of found) this.#seen.set(name, stamp);
    emit({ kind: 'jobs', ids: [job.id], projects: [null] });
  }
}

/** A database is written to through its log. */
async function stampOf(file: string): Promise<string> {
  const stamps = await Promise.all(
    [file, `${file}-wal`].map((each) =>
      stat(each).then(
        ({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`,
        () => 'none',
      ),
    ),
  );
  return stamps.join(', ');
}
