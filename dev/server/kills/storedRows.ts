import { copyFile, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import { runProcess } from '../../processes/processes.ts';

export interface MemoryRow {
  readonly seq: number;
  readonly id: string;
  readonly revision: number;
  readonly category: string;
  readonly content: string;
  readonly status: string;
  readonly pinned: number;
  readonly deleted: number;
  readonly supersededBy: string | null;
  /** JSON. */
  readonly entities: string;
}

/** What a database file holds, bare of everything that the server believes about it. */
export interface StoredRows {
  /** What the integrity checks of SQLite and of its full-text index object to. */
  readonly problems: string[];
  readonly rows: {
    readonly memories: MemoryRow[];
    readonly history: { readonly memoryId: string; readonly groupId: string; readonly revision: number }[];
    readonly calls: { readonly key: string; readonly memoryId: string | null; readonly changeId: string }[];
    readonly links: { readonly memory: number; readonly reference: string }[];
    /** Memories that the full-text index knows. */
    readonly indexed: { readonly seq: number }[];
  };
}

/** With rank 1 the index is compared with the text that it indexes. */
const checks = [
  'PRAGMA integrity_check',
  `INSERT INTO memory_search (memory_search, rank) VALUES ('integrity-check', 1)`,
];

const queries = {
  memories: `SELECT seq, id, revision, category, content, status, pinned, deleted_at IS NOT NULL AS deleted,
    superseded_by AS supersededBy, entities FROM memories`,
  history: 'SELECT memory_id AS memoryId, group_id AS groupId, revision FROM history',
  calls: `SELECT key, json_extract(reply, '$.result.memory.id') AS memoryId,
    json_extract(reply, '$.result.changeId') AS changeId FROM idempotency`,
  links: 'SELECT memory, reference FROM memory_entities',
  indexed: 'SELECT id AS seq FROM memory_search_docsize',
};

/** Copies a database and its log, as a kill has left them. Returns the copy's path. */
export async function copyDatabaseFiles(home: string, folder: string): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const copy = path.join(folder, 'memory.db');
  await copyFile(path.join(home, 'memory.db'), copy);
  await copyFile(path.join(home, 'memory.db-wal'), `${copy}-wal`).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  return copy;
}

/** Reads a copy with the native SQLite of `nativeNode`; without one, with the engine of the product. */
export async function readStoredRows(file: string, nativeNode?: string): Promise<StoredRows> {
  return nativeNode === undefined ? readWithOwnEngine(file) : readNatively(file, nativeNode);
}

async function readNatively(file: string, nativeNode: string): Promise<StoredRows> {
  const script = path.join(import.meta.dirname, 'readDatabase.mjs');
  const result = await runProcess(nativeNode, ['--no-warnings', script, file], {
    input: JSON.stringify({ checks, queries }),
  });
  if (result.code !== 0) return unreadable(result.stderr);
  return JSON.parse(result.stdout) as StoredRows;
}

async function readWithOwnEngine(file: string): Promise<StoredRows> {
  try {
    const database = await openDatabase(file);
    try {
      // Without shared memory the log can be read in this mode only.
      database.exec('PRAGMA locking_mode = EXCLUSIVE');
      const problems = checks.flatMap((sql) => {
        try {
          const answers = database.all(sql).flatMap((row) => Object.values(row).map(String));
          return answers.filter((text) => text !== 'ok').map((text) => `${sql}: ${text}`);
        } catch (error) {
          return [`${sql}: ${String(error)}`];
        }
      });
      const rows = Object.fromEntries(
        Object.entries(queries).map(([name, sql]) => [name, database.all(sql)]),
      ) as unknown as StoredRows['rows'];
      return { problems, rows };
    } finally {
      database.close();
    }
  } catch (error) {
    return unreadable(String(error));
  }
}

function unreadable(reason: string): StoredRows {
  return {
    problems: [`The database cannot be read: ${reason}`],
    rows: { memories: [], history: [], calls: [], links: [], indexed: [] },
  };
}
