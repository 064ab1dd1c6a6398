import { MemoryBridgeError } from '../../core/errors.ts';
import type { Memory } from '../../core/memory/memory.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { shortId } from '../../core/shortId.ts';
import type { MemoryEvent } from '../../protocol/events.ts';
import type { OutputOf, ParsedInputOf } from '../../protocol/operation.ts';
import { purgeOperation } from '../../protocol/operations/memories/purge.ts';
import type { EmbeddedStore } from '../../store/ports/embeddedStore.ts';
import type { Store } from '../../store/ports/store.ts';
import { findPurged, type Purged } from './findPurged.ts';
import type { Operation, OperationContext } from '../operation.ts';
import type { PurgeFilesPort } from '../ports.ts';
import { isPerson } from '../../memories/provenance.ts';
import { counted } from '../shared/rendering.ts';

type Input = ParsedInputOf<typeof purgeOperation>;
type Output = OutputOf<typeof purgeOperation>;

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

/**
 * Removes memories, or what they said earlier, from every file of the data folder. The rows go first, in one
 * transaction that also notes what is left to do; then the file is scrubbed and the backups are rewritten. Whatever
 * stops that, the next start or another call goes on.
 */
export class Purge implements Operation<typeof purgeOperation, Output> {
  readonly definition = purgeOperation;
  readonly #parts: PurgeParts;
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: PurgeParts) {
    this.#parts = parts;
  }

  async prepare(input: Input, context: OperationContext): Promise<Output> {
    if (!isPerson(context.actor))
      throw new MemoryBridgeError(
        'forbidden',
        'Only a person can purge memories: in the editor, or with "memory-bridge purge" at a terminal. An agent can delete them.',
      );
    const { store, files } = this.#parts;
    const { found, missing } = await findPurged(input, { store, files, pending: await this.#pending() });
    const ids = found.map(({ id }) => id);
    const texts = found.flatMap((each) => each.texts);
    const output = (backups: Output['backups'], exports: string[]): Output => ({
      memories: found.map((each) => viewOf(each)),
      backups,
      exports,
      missing,
      purged: !input.preview && ids.length > 0,
    });
    const exports = ids.length === 0 ? [] : await files.exportsWith(texts);
    if (ids.length === 0) return output([], exports);
    if (input.preview) return output(await files.holding(ids), exports);
    return output(await this.#alone(() => this.#purge(ids, input.history_only, found, context)), exports);
  }

  async run(_input: Input, _context: OperationContext, _unit: unknown, prepared: Output): Promise<Output> {
    return prepared;
  }

  render({ memories, backups, exports, missing, purged }: Output, { history_only }: Input): string {
    const what = history_only ? 'Earlier versions of' : '';
    const lines = memories.map(({ shortId: id, historyEntries }) =>
      `- ${what} [${id}], ${counted(historyEntries, 'history entry', 'history entries')}`.replace(
        '-  ',
        '- ',
      ),
    );
    return [
      memories.length === 0 ? 'There is nothing to purge.' : purged ? 'Purged:' : 'Would purge:',
      ...lines,
      ...backups.map(
        ({ name, action }) => `- backup ${name}: ${action === 'remove' ? 'removed' : 'rewritten'}`,
      ),
      ...exports.map((name) => `The export ${name} still contains it.`),
      ...(missing.length > 0 ? [`Not found: ${missing.join(', ')}.`] : []),
    ]
      .map(oneLine)
      .join('\n');
  }

  /** Finishes what was begun before the last end of the server. Returns how many memories that were. */
  async resume(): Promise<number> {
    const pending = await this.#pending();
    if (pending.size > 0) await this.#alone(async () => this.#finish(pending));
    return pending.size;
  }

  async #purge(
    ids: readonly string[],
    historyOnly: boolean,
    found: readonly Purged[],
    { actor }: OperationContext,
  ): Promise<Output['backups']> {
    const { store, files, emit, now } = this.#parts;
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
    emit({
      kind: 'memories',
      ids: [...marks.keys()],
      projects: [...new Set(memories.map(({ project }) => project))],
      categories: [...new Set(memories.map(({ category }) => category))],
      changeGroup: '',
      action: 'purge',
      actorKind: actor.kind,
    });
    return this.#finish(marks);
  }

  async #finish(marks: ReadonlyMap<string, Mark>): Promise<Output['backups']> {
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

function viewOf({ id, memory, historyEntries }: Purged): Output['memories'][number] {
  const known: Partial<Memory> = memory ?? {};
  return {
    id,
    shortId: shortId(id),
    title: known.title ?? '',
    category: known.category ?? null,
    status: known.status ?? null,
    project: known.project ?? null,
    deleted: memory !== undefined && memory.deletedAt !== null,
    historyEntries,
  };
}
