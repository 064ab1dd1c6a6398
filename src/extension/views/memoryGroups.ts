import { categories } from '../../core/memory.ts';
import type { MemoryView } from '../../protocol/memoryView.ts';
import type { GroupNode, MemoryNode, TreeNode } from './treeNode.ts';

/** Rows of one group before "Show more". */
export const pageSize = 50;
/** A category with more rows than this starts folded, so that the others stay in sight. */
const foldAbove = 20;

export interface FolderMemories {
  readonly name: string;
  readonly path: string;
  /** Canonical id, as the server answered; null when the folder has no memories of its own. */
  readonly project: string | null;
  readonly memories: readonly MemoryView[];
  /** More of them exist than were fetched. */
  readonly isPartial: boolean;
}

export interface OtherProject {
  readonly project: string;
  readonly count: number;
  /** Fetched already (while filtering), else on expansion. */
  readonly memories?: readonly MemoryView[];
}

export interface MemoriesSnapshot {
  readonly folders: readonly FolderMemories[];
  readonly global: readonly MemoryView[];
  readonly others: readonly OtherProject[];
  readonly isFiltered: boolean;
}

/**
 * The rows of the Memories view: categories of the open folder at the top (below one row per folder when several are
 * open), then what holds everywhere, then the other projects, folded.
 *
 * @param shown Rows to show by group id, where a person asked for more than one page.
 */
export function groupMemories(snapshot: MemoriesSnapshot, shown: ReadonlyMap<string, number>): TreeNode[] {
  const { folders, global, others, isFiltered } = snapshot;
  const [only] = folders;
  const rows: TreeNode[] = [];
  if (folders.length === 1 && only) {
    rows.push(...groupByCategory(only.memories, folderId(only), shown, only.isPartial));
  } else {
    for (const folder of folders) rows.push(folderGroup(folder, shown));
  }
  if (global.length > 0) {
    rows.push({
      kind: 'group',
      id: 'global',
      role: { kind: 'global' },
      count: global.length,
      isPartial: false,
      isExpanded: true,
      children: groupByCategory(global, 'global', shown, false),
    });
  }
  if (others.length > 0) {
    rows.push({
      kind: 'group',
      // The editor remembers by id what is folded; what was found is not to be folded with it.
      id: isFiltered ? 'found' : 'others',
      role: { kind: 'others' },
      count: others.reduce((sum, each) => sum + each.count, 0),
      isPartial: false,
      isExpanded: isFiltered,
      children: others.map((each) => projectGroup(each, shown, isFiltered)),
    });
  }
  return rows;
}

/** One group per category that has memories, in the order of the domain; pinned memories come first. */
export function groupByCategory(
  memories: readonly MemoryView[],
  parentId: string,
  shown: ReadonlyMap<string, number>,
  isPartial: boolean,
): GroupNode[] {
  const groups: GroupNode[] = [];
  for (const category of categories) {
    const members = memories.filter((memory) => memory.category === category);
    if (members.length === 0) continue;
    const id = `${parentId}/${category}`;
    groups.push({
      kind: 'group',
      id,
      role: { kind: 'category', category },
      count: members.length,
      isPartial,
      isExpanded: members.length <= foldAbove,
      children: page(pinnedFirst(members), id, shown),
    });
  }
  return groups;
}

/** Open blockers one by one, then the resolved ones, folded; one row per folder when several are open. */
export function groupBlockers(
  folders: readonly FolderMemories[],
  global: readonly MemoryView[],
  shown: ReadonlyMap<string, number>,
): TreeNode[] {
  const [only] = folders;
  if (folders.length <= 1) return blockerRows([...(only?.memories ?? []), ...global], 'blockers', shown);
  const rows: TreeNode[] = folders
    .filter((folder) => folder.memories.length > 0)
    .map((folder) => ({
      kind: 'group',
      id: folderId(folder),
      role: { kind: 'folder', name: folder.name },
      count: openOnly(folder.memories).length,
      isPartial: folder.isPartial,
      isExpanded: true,
      children: blockerRows(folder.memories, folderId(folder), shown),
    }));
  if (global.length > 0) rows.push(...blockerRows(global, 'global', shown));
  return rows;
}

export function openOnly(memories: readonly MemoryView[]): MemoryView[] {
  return memories.filter((memory) => memory.status === 'active');
}

/** At most one page, or as many rows as were asked for, and a row that offers the rest. */
export function page(
  memories: readonly MemoryView[],
  groupId: string,
  shown: ReadonlyMap<string, number>,
): TreeNode[] {
  const limit = shown.get(groupId) ?? pageSize;
  const rows: TreeNode[] = memories.slice(0, limit).map((memory) => memoryNode(memory, groupId));
  if (memories.length > limit) rows.push({ kind: 'more', id: groupId, remaining: memories.length - limit });
  return rows;
}

function memoryNode(memory: MemoryView, parentId: string): MemoryNode {
  return { kind: 'memory', id: `${parentId}/${memory.id}`, memoryId: memory.id, memory };
}

function blockerRows(
  memories: readonly MemoryView[],
  parentId: string,
  shown: ReadonlyMap<string, number>,
): TreeNode[] {
  const resolved = memories.filter((memory) => memory.status === 'resolved');
  const rows = page(pinnedFirst(openOnly(memories)), parentId, shown);
  if (resolved.length === 0) return rows;
  const id = `${parentId}/resolved`;
  const group: GroupNode = {
    kind: 'group',
    id,
    role: { kind: 'resolved' },
    count: resolved.length,
    isPartial: false,
    isExpanded: false,
    children: page(resolved, id, shown),
  };
  return [...rows, group];
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
    children: groupByCategory(folder.memories, id, shown, folder.isPartial),
  };
}

function projectGroup(
  other: OtherProject,
  shown: ReadonlyMap<string, number>,
  isExpanded: boolean,
): GroupNode {
  const id = `${isExpanded ? 'found' : 'project'}:${other.project}`;
  return {
    kind: 'group',
    id,
    role: { kind: 'project', project: other.project },
    count: other.count,
    isPartial: false,
    isExpanded,
    children: other.memories && groupByCategory(other.memories, id, shown, false),
  };
}

function folderId(folder: FolderMemories): string {
  return `folder:${folder.path}`;
}

function pinnedFirst(memories: readonly MemoryView[]): MemoryView[] {
  return memories.toSorted((a, b) => Number(b.pinned) - Number(a.pinned));
}
