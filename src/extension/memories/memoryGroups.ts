import { categories } from '../../core/memory/memory.ts';
import type { MemoryRecord } from '../../protocol/memoryRecord.ts';
import type { GroupNode, GroupRole, MemoryNode, TreeNode } from '../shared/trees/treeNode.ts';

/** Rows of one group before "Show more". */
export const pageSize = 50;
/** A category with more rows than this starts folded, so that the others stay in sight. */
const foldAbove = 20;

export interface FolderMemories {
  readonly name: string;
  readonly path: string;
  /** Canonical id, as the server answered; null when the folder has no memories of its own. */
  readonly project: string | null;
  readonly memories: readonly MemoryRecord[];
  /** More of them exist than were fetched. */
  readonly isPartial: boolean;
}

export interface OtherProject {
  readonly project: string;
  readonly count: number;
}

/** What words have found, best first, those of the open folders before those of other projects. */
export interface FoundMemories {
  readonly here: readonly MemoryRecord[];
  readonly elsewhere: readonly MemoryRecord[];
}

export interface MemoriesSnapshot {
  readonly folders: readonly FolderMemories[];
  readonly global: readonly MemoryRecord[];
  readonly others: readonly OtherProject[];
  readonly archived: ArchivedMemories;
  /** Undefined when nothing is sought. */
  readonly found: FoundMemories | undefined;
}

export interface ArchivedMemories {
  readonly memories: readonly MemoryRecord[];
  /** More of them exist than were fetched. */
  readonly isPartial: boolean;
}

/**
 * The rows of the Memories view: what is pinned on top, then the categories of the open folder (below one row per folder
 * when several are open), then what holds everywhere, then the other projects and what was archived, folded. What was
 * sought is a plain list.
 *
 * @param shown Rows to show by group id, where a person asked for more than one page.
 */
export function groupMemories(snapshot: MemoriesSnapshot, shown: ReadonlyMap<string, number>): TreeNode[] {
  const { folders, global, others, archived, found } = snapshot;
  if (found) return foundRows(found, shown);
  const [only] = folders;
  const rows: TreeNode[] = pinnedGroup([...folders.flatMap(({ memories }) => memories), ...global], shown);
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
  memories: readonly MemoryRecord[],
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

/** Open blockers one by one, then the resolved ones, folded; one row per folder when several are open. */
export function groupBlockers(
  folders: readonly FolderMemories[],
  global: readonly MemoryRecord[],
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

export function openOnly(memories: readonly MemoryRecord[]): MemoryRecord[] {
  return memories.filter((memory) => memory.status === 'active');
}

/** At most one page, or as many rows as were asked for, and a row that offers the rest. */
export function page(
  memories: readonly MemoryRecord[],
  groupId: string,
  shown: ReadonlyMap<string, number>,
): TreeNode[] {
  return firstOf(
    memories.map((memory) => memoryNode(memory, groupId)),
    groupId,
    shown,
  );
}

function firstOf(
  nodes: readonly MemoryNode[],
  groupId: string,
  shown: ReadonlyMap<string, number>,
): TreeNode[] {
  const limit = shown.get(groupId) ?? pageSize;
  if (nodes.length <= limit) return [...nodes];
  return [...nodes.slice(0, limit), { kind: 'more', id: groupId, remaining: nodes.length - limit }];
}

function memoryNode(memory: MemoryRecord, parentId: string): MemoryNode {
  return { kind: 'memory', id: `${parentId}/${memory.id}`, memoryId: memory.id, memory };
}

function foundRows({ here, elsewhere }: FoundMemories, shown: ReadonlyMap<string, number>): TreeNode[] {
  const others = elsewhere.map((memory) => ({ ...memoryNode(memory, 'found'), isElsewhere: true }));
  return firstOf([...here.map((memory) => memoryNode(memory, 'found')), ...others], 'found', shown);
}

function pinnedGroup(memories: readonly MemoryRecord[], shown: ReadonlyMap<string, number>): TreeNode[] {
  const pinned = memories.filter((memory) => memory.pinned);
  if (pinned.length === 0) return [];
  return [listGroup({ kind: 'pinned' }, 'pinned', pinned, shown, { isPartial: false, isExpanded: true })];
}

/** A group of memories, all of which a command on it means. */
function listGroup(
  role: GroupRole,
  id: string,
  members: readonly MemoryRecord[],
  shown: ReadonlyMap<string, number>,
  how: { readonly isPartial: boolean; readonly isExpanded: boolean },
): GroupNode {
  return {
    kind: 'group',
    id,
    role,
    count: members.length,
    ...how,
    children: page(members, id, shown),
    memoryIds: members.map((memory) => memory.id),
  };
}

function blockerRows(
  memories: readonly MemoryRecord[],
  parentId: string,
  shown: ReadonlyMap<string, number>,
): TreeNode[] {
  const resolved = memories.filter((memory) => memory.status === 'resolved');
  const rows = page(pinnedFirst(openOnly(memories)), parentId, shown);
  if (resolved.length === 0) return rows;
  const how = { isPartial: false, isExpanded: false };
  return [...rows, listGroup({ kind: 'resolved' }, `${parentId}/resolved`, resolved, shown, how)];
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

function folderId(folder: FolderMemories): string {
  return `folder:${folder.path}`;
}

function unpinned(memories: readonly MemoryRecord[]): MemoryRecord[] {
  return memories.filter((memory) => !memory.pinned);
}

function pinnedFirst(memories: readonly MemoryRecord[]): MemoryRecord[] {
  return memories.toSorted((a, b) => Number(b.pinned) - Number(a.pinned));
}
