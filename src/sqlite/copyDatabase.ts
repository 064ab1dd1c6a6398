import { rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { flushFile, flushFolder } from './flush.ts';
import type { Database } from './database.ts';
import { openDatabase } from './openDatabase.ts';
import { sqliteError } from './sqliteError.ts';
import { loadSqlite } from './sqliteModule.ts';

const pagesPerStep = 32;
const sliceMs = 5;
const done = 101;

/** In bytes. */
export type OnCopied = (progress: { readonly done: number; readonly total: number }) => void;

/**
 * Copies a database through SQLite's backup interface. `slice` runs each slice of work (about 5 ms) when nothing
 * else uses the connection; between slices others may read and write. What they write through the same connection
 * goes to the copy as well, so the copy is the state at its end, and is never started over.
 * The file appears under its name only when it is complete and on disk. Returns its size in bytes.
 */
export async function copyDatabase(
  source: Database,
  toPath: string,
  slice: <T>(work: () => T) => Promise<T>,
  onCopied: OnCopied = () => {},
): Promise<number> {
  const partial = `${toPath}.partial`;
  await rm(partial, { force: true });
  const target = await openDatabase(partial);
  try {
    // Nobody reads an unfinished copy, so it needs no journal; it is flushed as a whole below.
    target.exec('PRAGMA journal_mode = OFF', 'PRAGMA synchronous = OFF', 'PRAGMA cache_size = -1024');
    await copyPages(source, target, slice, onCopied);
    target.close();
    await flushFile(partial);
    const { size } = await stat(partial);
    await rename(partial, toPath);
    await flushFolder(path.dirname(toPath));
    return size;
  } catch (error) {
    target.close();
    await rm(partial, { force: true });
    throw error;
  }
}

async function copyPages(
  source: Database,
  target: Database,
  slice: <T>(work: () => T) => Promise<T>,
  onCopied: OnCopied,
): Promise<void> {
  const { c, heap } = await loadSqlite();
  const pageBytes = await slice(() => Number(source.get('PRAGMA page_size')?.['page_size']));
  const main = heap.allocate(8);
  heap.bytes.write('main\0', main, 'latin1');
  const backup = await slice(() => c.sqlite3_backup_init(target.pointer, main, source.pointer, main));
  const failure = (code: number) =>
    sqliteError({
      code,
      message: heap.cText(c.sqlite3_errmsg(target.pointer)),
      errno: target.lastFailure,
      path: target.path,
    });
  if (backup === 0) {
    c.free(main);
    throw failure(c.sqlite3_extended_errcode(target.pointer));
  }
  let finished = 0;
  try {
    let code: number;
    do {
      code = await slice(() => {
        const until = performance.now() + sliceMs;
        let step: number;
        do step = c.sqlite3_backup_step(backup, pagesPerStep);
        while (step === 0 && performance.now() < until);
        const total = c.sqlite3_backup_pagecount(backup);
        const left = c.sqlite3_backup_remaining(backup);
        onCopied({ done: (total - left) * pageBytes, total: total * pageBytes });
        return step;
      });
    } while (code === 0);
    if (code !== done) throw failure(code);
  } finally {
    // Right away and in no slice: an unfinished copy must let go of the source even when no slice is granted any more.
    finished = c.sqlite3_backup_finish(backup);
    c.free(main);
  }
  if (finished !== 0) throw failure(finished);
}
