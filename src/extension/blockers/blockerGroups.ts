import type { MemoryRow } from '../../protocol/memoryRecord.ts';
import { folderId, type FolderRows } from '../shared/memory/folderRows.ts';
import { listGroup, page, pinnedFirst } from '../shared/trees/pagedRows.ts';
import type { TreeNode } from '../shared/trees/treeNode.ts';

/** Open blockers one by one, then the resolved ones, folded; one row per folder when several are open. */
export function groupBlockers(
  { folders, global }: FolderRows,
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

/** How many blockers wait to be resolved, here and everywhere. */
export function openBlockers(rows: FolderRows | undefined): number {
  if (!rows) return 0;
  const here = rows.folders.reduce((sum, folder) => sum + openOnly(folder.memories).length, 0);
  return here + openOnly(rows.global).length;
}

function openOnly(memories: readonly MemoryRow[]): MemoryRow[] {
  return memories.filter((memory) => memory.status === 'active');
}

function blockerRows(
  memories: readonly MemoryRow[],
  parentId: string,
  shown: ReadonlyMap<string, number>,
): TreeNode[] {
  const resolved = memories.filter((memory) => memory.status === 'resolved');
  const rows = page(pinnedFirst(openOnly(memories)), parentId, shown);
  if (resolved.length === 0) return rows;
  const how = { isPartial: false, isExpanded: false };
  return [...rows, listGroup({ kind: 'resolved' }, `${parentId}/resolved`, resolved, shown, how)];
}
