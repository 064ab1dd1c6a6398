import { rm } from 'node:fs/promises';
import path from 'node:path';
import { shortId } from '../../../core/shortId.ts';
import type { Database } from '../../../sqlite/database.ts';
import { openDatabase } from '../../../sqlite/openDatabase.ts';
import { salvageIn } from './inspectLog.ts';

const mostNamed = 20;

/**
 * Memories that the damaged files still name and the database no longer has, or has as they were before: short id and
 * title. Best effort; undefined when the files say nothing any more.
 */
export async function lostMemories(keptIn: string, database: Database): Promise<string[] | undefined> {
  let copy: Database | undefined;
  try {
    copy = await openDatabase(await salvageIn(keptIn, database.path));
    copy.exec('PRAGMA locking_mode = EXCLUSIVE');
    const known = new Map(
      database.all('SELECT id, revision FROM memories').map(({ id, revision }) => [id, Number(revision)]),
    );
    const lost = copy
      .all('SELECT id, revision, title FROM memories ORDER BY updated_at')
      .filter(({ id, revision }) => (known.get(id ?? '') ?? 0) < Number(revision));
    return lost.slice(0, mostNamed).map(({ id, title }) => `[${shortId(String(id))}] ${String(title)}`);
  } catch {
    return undefined;
  } finally {
    copy?.close({ checkpoint: false });
    await rm(path.join(keptIn, 'whole'), { recursive: true, force: true });
  }
}
