import { l10n, window } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import { statuses } from '../../core/memory/memory.ts';
import type { MemoryRecord } from '../../protocol/memoryRecord.ts';
import type { OutputOf } from '../../protocol/operation.ts';
import { listMemoriesOperation } from '../../protocol/operations/memories/listMemories.ts';
import { purgeOperation } from '../../protocol/operations/memories/purge.ts';
import type { Feature } from '../shared/feature.ts';
import type { MemoryArgument } from '../shared/memory/memoryArgument.ts';
import { requireTrust } from '../shared/platform/trust.ts';
import { brief } from '../shared/memory/brief.ts';
import type { CommandRegistry } from '../shared/commandRegistry.ts';
import { type MemoryItem, memoryItem } from '../shared/memory/memoryItem.ts';
import type { MemoryPicker } from '../shared/memory/memoryPicker.ts';
import { pickSearched } from '../shared/memory/searchedMemory.ts';

type Preview = OutputOf<typeof purgeOperation>;

const mostNamed = 5;

/** Removes memories for good, after a question that says what goes. */
export class PurgeCommand implements Feature {
  readonly name = 'purge command';
  readonly #registry: CommandRegistry;
  readonly #client: MemoryClient;
  readonly #picker: MemoryPicker;

  constructor(registry: CommandRegistry, client: MemoryClient, picker: MemoryPicker) {
    this.#registry = registry;
    this.#client = client;
    this.#picker = picker;
  }

  register(): DisposableLike {
    return this.#registry.register({ 'memoryBridge.purgeMemory': (target, all) => this.#purge(target, all) });
  }

  async #purge(target: MemoryArgument, all?: readonly MemoryArgument[]): Promise<void> {
    requireTrust();
    const given = this.#picker.idsOf(target, all);
    const picked = given.length > 0 ? given : await this.#pick();
    if (picked.length === 0) return;
    const { result: preview } = await this.#client.call(purgeOperation, { ids: picked, preview: true });
    const ids = preview.memories.map(({ id }) => id);
    if (ids.length === 0) {
      void window.showInformationMessage(l10n.t('This memory no longer exists.'));
      return;
    }
    const label = l10n.t('Purge');
    const chosen = await window.showWarningMessage(
      questionOf(preview),
      { modal: true, detail: detailOf(preview) },
      label,
    );
    if (chosen !== label) return;
    await this.#client.call(purgeOperation, { ids });
    void window.showInformationMessage(
      ids.length === 1 ? l10n.t('Purged 1 memory.') : l10n.t('Purged {0} memories.', ids.length),
    );
  }

  /** Among all there are, the deleted ones too, as they match what is typed. */
  async #pick(): Promise<string[]> {
    const memory = await pickSearched({
      title: l10n.t('Purge'),
      placeholder: l10n.t('Words in the memory to remove for good'),
      find: async (typed, signal) => {
        const text = typed.slice(0, 200);
        const input = {
          all_projects: true,
          include_deleted: true,
          status: [...statuses],
          limit: 200,
          ...(text === '' ? {} : { text, order: 'relevance' as const }),
        };
        const { result } = await this.#client.call(listMemoriesOperation, input, { signal });
        return result.memories.map(itemOf);
      },
    });
    return memory ? [memory.id] : [];
  }
}

function itemOf(memory: MemoryRecord): MemoryItem {
  const item = memoryItem(memory);
  return memory.deletedAt === null
    ? item
    : { ...item, description: `${item.description ?? ''} · ${l10n.t('deleted')}` };
}

function questionOf({ memories }: Preview): string {
  const [only] = memories;
  if (memories.length === 1 && only)
    return only.title === ''
      ? l10n.t('Remove memory {0} from the backups for good?', only.shortId)
      : l10n.t('Remove “{0}” for good?', brief(only.title));
  return l10n.t('Remove {0} memories for good?', memories.length);
}

function detailOf({ memories, backups, exports }: Preview): string {
  const names = memories.slice(0, mostNamed).map(({ title, shortId }) => `• ${title || shortId}`);
  const untold = memories.length - names.length;
  const entries = memories.reduce((sum, { historyEntries }) => sum + historyEntries, 0);
  const rewritten = backups.filter(({ action }) => action === 'rewrite').length;
  const removed = backups.filter(({ action }) => action === 'remove').map(({ name }) => name);
  return [
    ...(memories.length > 1 ? names : []),
    ...(untold > 0 ? [l10n.t('… and {0} more', untold)] : []),
    l10n.t(
      'Text, history ({0} entries), search index and vectors are removed. This cannot be undone.',
      entries,
    ),
    ...(rewritten > 0 ? [l10n.t('Backups that will be rewritten without it: {0}.', rewritten)] : []),
    ...(removed.length > 0
      ? [l10n.t('Backups that cannot be read and will be deleted: {0}.', removed.join(', '))]
      : []),
    ...(exports.length > 0
      ? [l10n.t('Exports that contain it and are left unchanged: {0}.', exports.join(', '))]
      : []),
  ].join('\n');
}
