import { readForeign } from '../../sqlite/readForeign.ts';
import { isDatabase } from '../fileHead.ts';
import { tablesOf, textIn } from '../foreignTables.ts';

/** Where the projects lie that OpenCode knows, by the hash of their root commit. */
export type OpenCodeProjects = ReadonlyMap<string, string>;

/** Asks OpenCode's own database for its projects, and nothing else of it. Without one that can be read there are none. */
export async function readOpenCodeProjects(file: string): Promise<OpenCodeProjects> {
  if (!(await isDatabase(file))) return new Map();
  return readForeign(file, (database) => {
    const columns = tablesOf(database).get('project')?.columns ?? [];
    if (!columns.includes('id') || !columns.includes('worktree')) return new Map<string, string>();
    const rows = database.all('SELECT id, worktree FROM project');
    return new Map(
      rows
        .map(({ id, worktree }) => [textIn(id), textIn(worktree)] as const)
        // What belongs to no repository has the root of the disk there.
        .filter((pair): pair is [string, string] => pair[0] !== undefined && (pair[1] ?? '/') !== '/'),
    );
  }).catch(() => new Map<string, string>());
}
