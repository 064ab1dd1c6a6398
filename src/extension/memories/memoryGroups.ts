import { categories } from '../../core/memory/memory.ts';
import type { MemoryRow } from '../../protocol/memoryRecord.ts';
import { folderId, type FolderMemories, type FolderRows } from '../shared/memory/folderRows.ts';
import { firstOf, listGroup, memoryNode, pinnedFirst } from '../shared/trees/pagedRows.ts';
import type { GroupNode, TreeNode } from '../shared/trees/treeNode.ts';

/** A category with more rows than this starts folded, so that the others stay in sight. */
const foldAbove = 20;

export interface OtherProject {
  readonly project: string;
  readonly count: number;
}

/** What words have found, best first, those of the open folders before those of other projects. */
export interface FoundMemories {
  readonly here: readonly MemoryRow[];
  readonly elsewhere: readonly MemoryRow[];
}

/** A memory of which a reminder or a review is due. */
export interface DueMemory {
  readonly memory: MemoryRow;
  /** Since when, ms. */
  readonly since: number;
}

export interface MemoriesSnapshot extends FolderRows {
  readonly due: readonly DueMemory[];
  readonly others: readonly OtherProject[];
  readonly archived: ArchivedMemories;
  /** Undefined when nothing is sought. */
  readonly found: FoundMemories | undefined;
}

export interface ArchivedMemories {
  readonly memories: readonly MemoryRow[];
  /** More of them exist than were fetched. */
  readonly isPartial: boolean;
}

/**
 * The rows of the Memories view: what is due and what is pinned on top, then the categories of the open folder (below one row per folder
 * when several are open), then what holds everywhere, then the other projects and what was archived, folded. What was
 * sought is a plain list.
 *
 * @param shown Rows to show by group id, where a person asked for more than one page.
 */
export function groupMemories(snapshot: MemoriesSnapshot, shown: ReadonlyMap<string, number>): TreeNode[] {
  const { due, folders, global, others, archived, found } = snapshot;
  if (found) return foundRows(found, shown);
  const [only] = folders;
  const rows: TreeNode[] = [
    ...dueGroup(due, shown),
    ...pinnedGroup([...folders.flatMap(({ memories }) => memories), ...global], shown),
  ];
  if (folders.length === 1 && only) {
    rows.push(...groupByCategory(unpinned(only.memories), folderId(only), shown, only.isPartial));
  } else {
    for (const folder of folders) rows.push(folderGroup(folder, shown));
  }
  const everywhere = unpinned(global);
  if (everywhere.length > 0) {
    rows.push({
      kind: 'group',
      id: 'global',
      role: { kind: 'global' },
      count: everywhere.length,
      isPartial: false,
      isExpanded: true,
      children: groupByCategory(everywhere, 'global', shown, false),
    });
  }
  if (others.length > 0) {
    rows.push({
      kind: 'group',
      id: 'others',
      role: { kind: 'others' },
      count: others.reduce((sum, each) => sum + each.count, 0),
      isPartial: false,
      isExpanded: false,
      children: others.map(projectGroup),
    });
  }
  if (archived.memories.length > 0) {
    const { memories, isPartial } = archived;
    rows.push(listGroup({ kind: 'archived' }, 'archived', memories, shown, { isPartial, isExpanded: false }));
  }
  return rows;
}

/** One group per category that has memories, in the order of the domain; pinned memories come first. */
export function groupByCategory(
  memories: readonly MemoryRow[],
  parentId: string,
  shown: ReadonlyMap<string, number>,
  isPartial: boolean,
): GroupNode[] {
  const groups: GroupNode[] = [];
  for (const category of categories) {
    const members = memories.filter((memory) => memory.category === category);
    if (members.length === 0) continue;
    const isExpanded = members.length <= foldAbove;
    const id = `${parentId}/${category}`;
    groups.push(
      listGroup({ kind: 'category', category }, id, pinnedFirst(members), shown, { isPartial, isExpanded }),
    );
  }
  return groups;
}

function foundRows({ here, elsewhere }: FoundMemories, shown: ReadonlyMap<string, number>): TreeNode[] {
  const others = elsewhere.map((memory) => ({ ...memoryNode(memory, 'found'), isElsewhere: true }));
  return firstOf([...here.map((memory) => memoryNode(memory, 'found')), ...others], 'found', shown);
}

/** What is due stands where it belongs as well: done here, it is there still. */
function dueGroup(due: readonly DueMemory[], shown: ReadonlyMap<string, number>): TreeNode[] {
  if (due.length === 0) return [];
  const nodes = due.map(({ memory, since }) => ({ ...memoryNode(memory, 'due'), dueSince: since }));
  return [
    {
      kind: 'group',
      id: 'due',
      role: { kind: 'due' },
      count: due.length,
      isPartial: false,
      isExpanded: true,
      children: firstOf(nodes, 'due', shown),
    },
  ];
}

function pinnedGroup(memories: readonly MemoryRow[], shown: ReadonlyMap<string, number>): TreeNode[] {
  const pinned = memories.filter((memory) => memory.pinned);
  if (pinned.length === 0) return [];
  return [listGroup({ kind: 'pinned' }, 'pinned', pinned, shown, { isPartial: false, isExpanded: true })];
}

function folderGroup(folder: FolderMemories, shown: ReadonlyMap<string, number>): GroupNode {
  const id = folderId(folder);
  return {
    kind: 'group',
    id,
    role: { kind: 'folder', name: folder.name },
    count: folder.memories.length,
    isPartial: folder.isPartial,
    isExpanded: true,
    children: groupByCategory(unpinned(folder.memories), id, shown, folder.isPartial),
  };
}

function projectGroup({ project, count }: OtherProject): GroupNode {
  return {
    kind: 'group',
    id: `project:${project}`,
    role: { kind: 'project', project },
    count,
    isPartial: false,
    isExpanded: false,
    children: undefined,
  };
}

function unpinned(memories: readonly MemoryRow[]): MemoryRow[] {
  return memories.filter((memory) => !memory.pinned);
}
