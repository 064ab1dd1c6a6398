import { Database } from './database.ts';
import { NodeVfs } from './nodeVfs.ts';
import { loadSqlite, type SqliteModule } from './sqliteModule.ts';
import { type SystemFiles, systemFiles } from './systemFiles.ts';

const installed = new Map<SystemFiles, NodeVfs>();

/** Opens a database file, and makes it when it is missing (unless `readOnly`). Sets no pragmas. */
export async function openDatabase(
  path: string,
  { files = systemFiles, ...options }: { readOnly?: boolean; onClose?: () => void; files?: SystemFiles } = {},
): Promise<Database> {
  const module = await loadSqlite();
  return new Database(module, vfsFor(module, files), path, options);
}

function vfsFor(module: SqliteModule, files: SystemFiles): NodeVfs {
  const known = installed.get(files);
  if (known) return known;
  const vfs = new NodeVfs(module, files, `memory-bridge-${installed.size + 1}`);
  vfs.install();
  installed.set(files, vfs);
  return vfs;
}
