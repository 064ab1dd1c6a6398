import type { Actor } from '../core/memory/history.ts';
import type { MemoryEvent } from '../protocol/events.ts';
import type { EmbeddedStore } from '../store/ports/embeddedStore.ts';
import type { Store } from '../store/ports/store.ts';
import { keyedSession, sessionKey } from '../core/session/sessionKey.ts';
import { findPurged, type PurgeFinding } from './findPurged.ts';
import type { PurgedBackup, PurgeFilesPort } from './purgeFilesPort.ts';

/** Where the database remembers which purges are not finished: backups are rewritten after the commit. */
const unfinished = 'purge';

/** What is to be known to finish a purge. */
interface Mark {
  readonly historyOnly: boolean;
  /** Files of the backups folder before it. */
  readonly before: readonly string[];
}

export interface PurgeParts {
  readonly store: Pick<Store, 'read' | 'write'> & Pick<EmbeddedStore, 'scrub'>;
  readonly files: PurgeFilesPort;
  readonly emit: (event: MemoryEvent) => void;
  readonly now: () => number;
}

/** What was asked to be purged: whole memories, or only what they said earlier. */
export interface PurgeWish {
  readonly ids: readonly string[];
  /** Whole ids. */
  readonly sessions: readonly string[];
  readonly historyOnly: boolean;
}

/**
 * Removes memories, or what they said earlier, from every file of the data folder. The rows go first, in one
 * transaction that also notes what is left to do; then the file is scrubbed and the backups are rewritten. Whatever
 * stops that, the next start or another call goes on.
 */
export class Purger {
  readonly #parts: PurgeParts;
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: PurgeParts) {
    this.#parts = parts;
  }

  /** What there is of these memories, also of those that only backups know or whose purge was not finished. */
  async find(wish: PurgeWish): Promise<PurgeFinding> {
    const { store, files } = this.#parts;
    return findPurged(wish, { store, files, pending: await this.#pending() });
  }

  /** Returns what was done to which backups. */
  purge(what: Omit<PurgeFinding, 'missing'>, historyOnly: boolean, actor: Actor): Promise<PurgedBackup[]> {
    return this.#alone(() => this.#purge(what, historyOnly, actor));
  }

  /** Finishes what was begun before the last end of the server. Returns how many memories that were. */
  async resume(): Promise<number> {
    const pending = await this.#pending();
    if (pending.size > 0) await this.#alone(async () => this.#finish(pending));
    return pending.size;
  }

  async #purge(
    { found, sessions }: Omit<PurgeFinding, 'missing'>,
    historyOnly: boolean,
    actor: Actor,
  ): Promise<PurgedBackup[]> {
    const { store, files, emit, now } = this.#parts;
    const ids = [...found.map(({ id }) => id), ...sessions.map(({ id }) => sessionKey(id))];
    const before = await files.before();
    const marks = await store.write(async (unit) => {
      const questions = await (historyOnly ? unit.memories.purgeVersions(ids) : unit.memories.purge(ids));
      const made = new Map<string, Mark>([
        ...questions.map((id) => [id, { historyOnly: false, before }] as const),
        ...ids.map((id) => [id, { historyOnly, before }] as const),
      ]);
      for (const [id, mark] of made) await unit.keyValues.set(unfinished, id, mark, null, now());
      return made;
    });
    const memories = found.flatMap(({ memory }) => memory ?? []);
    // What sessions have of the memories went as well, so that whoever shows them asks again.
    emit({ kind: 'sessions', ids: sessions.map(({ id }) => id) });
    emit({
      kind: 'memories',
      ids: [...marks.keys()].filter((key) => keyedSession(key) === undefined),
      projects: [...new Set(memories.map(({ project }) => project))],
      categories: [...new Set(memories.map(({ category }) => category))],
      changeGroup: '',
      action: 'purge',
      actorKind: actor.kind,
    });
    return this.#finish(marks);
  }

  async #finish(marks: ReadonlyMap<string, Mark>): Promise<PurgedBackup[]> {
    const { store, files } = this.#parts;
    await store.scrub();
    const entries = [...marks];
    const stays = await store.read((unit) =>
      unit.memories.getMany(entries.filter(([, { historyOnly }]) => historyOnly).map(([id]) => id)),
    );
    const gone = [...marks.keys()].filter((id) => !stays.some((memory) => memory.id === id));
    // Of several purges the earliest knew the fewest files, and what came later may hold bytes.
    const [first, ...others] = entries.map(([, { before }]) => before);
    const before = (first ?? []).filter((name) => others.every((names) => names.includes(name)));
    const backups = await files.purge(gone, stays, before);
    await store.write(async (unit) => {
      for (const id of marks.keys()) await unit.keyValues.remove(unfinished, id);
    });
    // Ids of sessions are words of whoever works there, and the mark was one of the places that had them.
    if (entries.some(([key]) => keyedSession(key) !== undefined)) await store.scrub();
    return backups;
  }

  async #pending(): Promise<ReadonlyMap<string, Mark>> {
    const { store, now } = this.#parts;
    const entries = await store.read((unit) => unit.keyValues.list(unfinished, now()));
    return new Map(entries.map(({ key, value }) => [key, value as Mark]));
  }

  /** One after another: two at once would rewrite the same backups. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
