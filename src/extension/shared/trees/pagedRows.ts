import type { MemoryRow } from '../../../protocol/memoryRecord.ts';
import type { GroupNode, GroupRole, MemoryNode, TreeNode } from './treeNode.ts';

/** Rows of one group before "Show more". */
export const pageSize = 50;
/** At most one page, or as many rows as were asked for, and a row that offers the rest. */
export function page(
  memories: readonly MemoryRow[],
  groupId: string,
  shown: ReadonlyMap<string, number>,
): TreeNode[] {
  return firstOf(
    memories.map((memory) => memoryNode(memory, groupId)),
    groupId,
    shown,
  );
}

/** The same of rows that are made already. */
export function firstOf(
  nodes: readonly MemoryNode[],
  groupId: string,
  shown: ReadonlyMap<string, number>,
): TreeNode[] {
  const limit = shown.get(groupId) ?? pageSize;
  if (nodes.length <= limit) return [...nodes];
  return [...nodes.slice(0, limit), { kind: 'more', id: groupId, remaining: nodes.length - limit }];
}

export function memoryNode(memory: MemoryRow, parentId: string): MemoryNode {
  return { kind: 'memory', id: `${parentId}/${memory.id}`, memoryId: memory.id, memory };
}

/** A group of memories, all of which a command on it means. */
export function listGroup(
  role: GroupRole,
  id: string,
  members: readonly MemoryRow[],
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

export function pinnedFirst(memories: readonly MemoryRow[]): MemoryRow[] {
  return memories.toSorted((a, b) => Number(b.pinned) - Number(a.pinned));
}
