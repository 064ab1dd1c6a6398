import type { MemoryRow } from '../../../protocol/memoryRecord.ts';
import type { WorkspaceFolderPath } from '../platform/workspaceFolders.ts';

export interface FolderMemories {
  readonly name: string;
  readonly path: string;
  /** Canonical id, as the server answered; null when the folder has no memories of its own. */
  readonly project: string | null;
  readonly memories: readonly MemoryRow[];
  /** More of them exist than were fetched. */
  readonly isPartial: boolean;
}

export interface FolderRows {
  readonly folders: readonly FolderMemories[];
  readonly global: readonly MemoryRow[];
}

interface ListOfFolder {
  readonly folder: WorkspaceFolderPath;
  readonly rows: readonly MemoryRow[];
  readonly project: string | null;
  readonly isPartial: boolean;
}

/** Global memories come with the list of each folder, and are taken out once. */
export function rowsByFolder(lists: readonly ListOfFolder[]): FolderRows {
  const global = new Map<string, MemoryRow>();
  // Two folders of one repository are one project: its memories stand below the first of them.
  const seen = new Set<string>();
  const folders: FolderMemories[] = [];
  for (const { folder, rows, project, isPartial } of lists) {
    for (const row of rows) if (row.project === null) global.set(row.id, row);
    if (project !== null && seen.has(project)) continue;
    if (project !== null) seen.add(project);
    const memories = rows.filter((row) => row.project !== null);
    folders.push({ name: folder.name, path: folder.path, project, memories, isPartial });
  }
  return { folders, global: [...global.values()] };
}

/** The projects that these rows are of, by every name under which they are kept. Global memories belong to each list. */
export function projectsOf({ folders }: FolderRows): Set<string | null> {
  const rows = folders.flatMap(({ memories }) => memories);
  return new Set([null, ...folders.map(({ project }) => project), ...rows.map(({ project }) => project)]);
}

/** Names a folder among the rows of a tree. */
export function folderId(folder: Pick<FolderMemories, 'path'>): string {
  return `folder:${folder.path}`;
}
