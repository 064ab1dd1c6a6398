import { commands, l10n, QuickPickItemKind, ThemeIcon } from 'vscode';
import type { MemoryClient } from '../../../client/memoryClient.ts';
import { ageLabel } from '../../../core/text/ageLabel.ts';
import { type Status, statuses } from '../../../core/memory/memory.ts';
import type { MemoryRecord } from '../../../protocol/memoryRecord.ts';
import { listMemoriesOperation } from '../../../protocol/operations/memories/listMemories.ts';
import { categoryLook } from '../../shared/memory/categoryLook.ts';
import { brief } from '../../shared/memory/brief.ts';
import { projectName } from '../../shared/trees/treeItems.ts';
import type { MemoryItem } from '../../shared/memory/memoryItem.ts';
import { pickSearched } from '../../shared/memory/searchedMemory.ts';

const longest = 200;
const archived: readonly Status[] = ['archived', 'superseded', 'rejected'];

/** One of the deleted and archived memories, by its words; undefined after Escape. */
export async function pickPutAway(client: MemoryClient): Promise<string | undefined> {
  const memory = await pickSearched({
    title: l10n.t('Restore'),
    placeholder: l10n.t('Words in a deleted or archived memory'),
    find: async (text, signal) => itemsOf(await find(client, text.slice(0, 200), signal)),
    onButton: ({ id }) => void commands.executeCommand('memoryBridge.openMemory', id),
  });
  return memory?.id;
}

interface PutAway {
  readonly deleted: readonly MemoryRecord[];
  readonly archived: readonly MemoryRecord[];
}

async function find(client: MemoryClient, text: string, signal: AbortSignal): Promise<PutAway> {
  const where = { all_projects: true, limit: longest, ...(text === '' ? {} : { text }) } as const;
  const list = async (what: { status: Status[]; only_deleted?: boolean }) => {
    const input = { ...where, order: 'relevance', ...what } as const;
    return (await client.call(listMemoriesOperation, input, { signal })).result.memories;
  };
  const [gone, away] = await Promise.all([
    list({ status: [...statuses], only_deleted: true }),
    list({ status: [...archived] }),
  ]);
  return {
    // What one looks for is mostly what one has just lost.
    deleted: gone.toSorted((a, b) => (b.deletedAt ?? 0) - (a.deletedAt ?? 0)),
    archived: text === '' ? away.toSorted((a, b) => b.updatedAt - a.updatedAt) : away,
  };
}

function itemsOf(found: PutAway): MemoryItem[] {
  const heading = (label: string): MemoryItem => ({ label, kind: QuickPickItemKind.Separator });
  const items: MemoryItem[] = [];
  if (found.deleted.length > 0) items.push(heading(l10n.t('Deleted')), ...found.deleted.map(toItem));
  if (found.archived.length > 0) items.push(heading(l10n.t('Archived')), ...found.archived.map(toItem));
  if (items.length > 0) return items;
  return [{ label: l10n.t('No deleted or archived memory contains these words.'), alwaysShow: true }];
}

function toItem(memory: MemoryRecord): MemoryItem {
  const since = ageLabel(memory.deletedAt ?? memory.updatedAt, Date.now());
  const project = memory.project === null ? [] : [projectName(memory.project)];
  return {
    memory,
    label: memory.title,
    // Beside a long title there would be no room for it.
    detail: [since, ...project, ...textBelow(memory)].join(' · '),
    iconPath: new ThemeIcon(categoryLook(memory.category).icon),
    alwaysShow: true,
    buttons: [{ iconPath: new ThemeIcon('go-to-file'), tooltip: l10n.t('Open') }],
  };
}

/** The text, without what a title that was made from it has said already. */
function textBelow({ title, content }: MemoryRecord): string[] {
  const [first = '', ...rest] = content.trim().split('\n');
  const text = first.startsWith(title.replace(/…$/, '')) ? rest.join(' ').trim() : first;
  return text === '' ? [] : [brief(text, 120)];
}
