import { MemoryBridgeError } from '../../core/errors.ts';
import type { Memory } from '../../core/memory/memory.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { sessionKey } from '../../core/session/sessionKey.ts';
import { shortId } from '../../core/shortId.ts';
import type { Purged } from '../../memories/findPurged.ts';
import { isPerson } from '../../memories/provenance.ts';
import { type PurgeParts, Purger } from '../../memories/purger.ts';
import type { OutputOf, ParsedInputOf } from '../../protocol/operation.ts';
import { purgeOperation } from '../../protocol/operations/memories/purge.ts';
import type { ControlOperation, OperationContext } from '../operation.ts';
import { counted } from '../shared/rendering.ts';

type Input = ParsedInputOf<typeof purgeOperation>;
type Output = OutputOf<typeof purgeOperation>;

/** Purge as a person asks for it. It works outside of units of work: it rewrites files. */
export class Purge implements ControlOperation<typeof purgeOperation> {
  readonly definition = purgeOperation;
  readonly #parts: PurgeParts;
  readonly #purger: Purger;

  constructor(parts: PurgeParts) {
    this.#parts = parts;
    this.#purger = new Purger(parts);
  }

  async run(input: Input, { actor }: OperationContext): Promise<Output> {
    if (!isPerson(actor))
      throw new MemoryBridgeError(
        'forbidden',
        'Only a person can purge memories: in the editor, or with "memory-bridge purge" at a terminal. An agent can delete them.',
      );
    const { files } = this.#parts;
    const historyOnly = input.history_only;
    if (input.ids.length + input.session_ids.length === 0)
      throw new MemoryBridgeError('invalid_input', 'Say what to purge: ids of memories, or of sessions.', {
        details: { field: 'ids' },
      });
    if (historyOnly && input.session_ids.length > 0)
      throw new MemoryBridgeError('invalid_input', 'A session has no earlier versions. Purge it whole.', {
        details: { field: 'session_ids' },
      });
    const { found, sessions, missing } = await this.#purger.find({
      ids: input.ids,
      sessions: [...new Set(input.session_ids)],
      historyOnly,
    });
    const output = (backups: Output['backups'], exports: string[]): Output => ({
      memories: found.map((each) => viewOf(each)),
      sessions: sessions.map(({ id, agent, title, project }) => ({ id, agent, title, project })),
      backups,
      exports,
      missing: [...missing],
      purged: !input.preview && found.length + sessions.length > 0,
    });
    if (found.length + sessions.length === 0) return output([], []);
    const exports = await files.exportsWith(found.flatMap((each) => each.texts));
    const keys = [...found.map(({ id }) => id), ...sessions.map(({ id }) => sessionKey(id))];
    if (input.preview) return output(await files.holding(keys), exports);
    return output(await this.#purger.purge({ found, sessions }, historyOnly, actor), exports);
  }

  render({ memories, sessions, backups, exports, missing, purged }: Output, { history_only }: Input): string {
    const what = history_only ? 'Earlier versions of' : '';
    const lines = memories.map(({ shortId: id, historyEntries }) =>
      `- ${what} [${id}], ${counted(historyEntries, 'history entry', 'history entries')}`.replace(
        '-  ',
        '- ',
      ),
    );
    return [
      memories.length + sessions.length === 0
        ? 'There is nothing to purge.'
        : purged
          ? 'Purged:'
          : 'Would purge:',
      ...lines,
      ...sessions.map(({ id }) => `- session ${id}`),
      ...backups.map(
        ({ name, action }) => `- backup ${name}: ${action === 'remove' ? 'removed' : 'rewritten'}`,
      ),
      ...exports.map((name) => `The export ${name} still contains it.`),
      ...(missing.length > 0 ? [`Not found: ${missing.join(', ')}.`] : []),
    ]
      .map(oneLine)
      .join('\n');
  }

  /** See `Purger.resume`. */
  resume(): Promise<number> {
    return this.#purger.resume();
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
