import { copyFile, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { Memory } from '../../core/memory/memory.ts';
import { removeFile } from './removeFile.ts';
import { newestVersion, schemaVersion } from './migrate.ts';
import { MemoryPurge } from './repositories/memoryPurge.ts';
import { memoryFromRowOfAnyRelease } from './repositories/memoryRow.ts';
import { SqliteMemoryRepository } from './repositories/sqliteMemoryRepository.ts';
import { SqliteTextIndex } from './repositories/sqliteTextIndex.ts';
import { flushFile, flushFolder } from '../../sqlite/flush.ts';
import type { Database } from '../../sqlite/database.ts';
import type { Row } from '../../sqlite/preparedStatement.ts';
import { openDatabase } from '../../sqlite/openDatabase.ts';
import { readForeign } from '../../sqlite/readForeign.ts';
import { scrubFile } from '../../sqlite/scrubFile.ts';
import { errnoOf } from '../../sqlite/systemFiles.ts';

/** What SQLite may leave beside a database. */
const companions = ['-wal', '-shm', '-journal'] as const;
/** Ending of the copy that is worked on; whatever has it after a crash is rubbish. */
export const purgingSuffix = '.purging';

/** Asks a copy of the database about memories; undefined when it cannot be read. */
export async function askBackup<T>(file: string, ask: (purge: MemoryPurge) => T): Promise<T | undefined> {
  try {
    return await readForeign(file, (database) => ask(new MemoryPurge(database)));
  } catch {
    return undefined;
  }
}

/**
 * Takes memories out of a copy of the database, which is replaced in one step. `kept` are memories that lose only what
 * they said earlier: where the copy has an earlier text, it gets the present one. Throws `corrupt` for a damaged copy.
 */
export async function purgeBackup(
  file: string,
  ids: readonly string[],
  kept: readonly Memory[] = [],
): Promise<void> {
  const work = `${file}${purgingSuffix}`;
  await removeWithCompanions(work);
  try {
    await copyFile(file, work);
    // Somebody may have opened it with a tool that left its log.
    if (await isFile(`${file}-wal`)) await copyFile(`${file}-wal`, `${work}-wal`);
    await rewrite(work, ids, kept);
    await flushFile(work);
    await rename(work, file);
    for (const companion of companions) await removeFile(`${file}${companion}`);
    await flushFolder(path.dirname(file));
  } catch (error) {
    await removeWithCompanions(work);
    throw error;
  }
}

async function rewrite(file: string, ids: readonly string[], kept: readonly Memory[]): Promise<void> {
  const database = await openDatabase(file);
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    // Nobody reads an unfinished copy, so it needs no journal.
    database.exec('PRAGMA journal_mode = OFF', 'PRAGMA synchronous = OFF', 'PRAGMA secure_delete = ON');
    const purge = new MemoryPurge(database);
    const replaced = kept.filter((memory) => saysOtherwise(database, memory));
    database.run('BEGIN IMMEDIATE');
    const turns = replaced.map(({ id }) => turnsOf(database, id));
    purge.memories([...ids, ...replaced.map(({ id }) => id)]);
    purge.versions(kept.filter((memory) => !replaced.includes(memory)).map(({ id }) => id));
    // An older schema cannot take a memory of today; that copy has gone without it.
    if (schemaVersion(database) === newestVersion()) {
      const repository = new SqliteMemoryRepository(database, new SqliteTextIndex(database));
      for (const memory of replaced) await repository.insert(memory);
      for (const [at, { id }] of replaced.entries()) putTurns(database, id, turns[at] ?? []);
    }
    database.run('COMMIT');
    scrubFile(database);
  } finally {
    database.close();
  }
}

const turnColumns = ['key', 'speaker', 'said_at', 'content', 'identifiers', 'folded'] as const;

/** What was said in a conversation: it has no earlier versions, so that it stays whatever its memory says now. */
function turnsOf(database: Database, id: string): Row[] {
  if (schemaVersion(database) !== newestVersion()) return [];
  return database.all(
    `SELECT ${turnColumns.join(', ')} FROM turns WHERE memory = (SELECT seq FROM memories WHERE id = ?) ORDER BY seq`,
    id,
  );
}

function putTurns(database: Database, id: string, turns: readonly Row[]): void {
  for (const turn of turns)
    database.run(
      `INSERT INTO turns (memory, ${turnColumns.join(', ')})
       SELECT seq, ${turnColumns.map(() => '?').join(', ')} FROM memories WHERE id = ?`,
      ...turnColumns.map((column) => turn[column] ?? null),
      id,
    );
}

/** Whether a copy has this memory with another text than it has now. */
function saysOtherwise(database: Database, now: Memory): boolean {
  const row = database.get('SELECT * FROM memories WHERE id = ?', now.id);
  return row !== undefined && textsOf(memoryFromRowOfAnyRelease(row)) !== textsOf(now);
}

function textsOf(memory: Memory): string {
  const { title, content, what, why, learned, entities, tags, anchors, source, evidence, metadata } = memory;
  return JSON.stringify([
    title,
    content,
    what,
    why,
    learned,
    entities,
    tags,
    anchors,
    source,
    evidence,
    metadata,
  ]);
}

async function removeWithCompanions(file: string): Promise<void> {
  for (const suffix of ['', ...companions]) await removeFile(`${file}${suffix}`);
}

/** Whether an error says that the file itself is no good, so that trying again is of no use. */
export function isDamaged(error: unknown): boolean {
  return MemoryBridgeError.is(error, 'corrupt');
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  }
}
