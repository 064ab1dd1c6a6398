import { setImmediate as nextTurn } from 'node:timers/promises';
import { contentKey } from '../../core/contentKey.ts';
import { shortId } from '../../core/shortId.ts';
import { checkInPieces, checkPagesInPieces, rebuildIndexes } from '../checkDatabase.ts';
import { newestVersion, schemaVersion } from '../migrate.ts';
import { storedContentKey } from '../repositories/memoryRow.ts';
import type { Database } from '../sqlite/database.ts';

export interface RowFindings {
  /** Damage that nothing here can mend: pages that cannot be read, or that contradict each other. */
  readonly fatal: readonly string[];
  /** Indexes that differed from the rows, or were damaged themselves; made anew unless something is fatal. */
  readonly indexes: readonly string[];
  /** Memories whose text is not the one that was written: short id and title. */
  readonly texts: readonly string[];
}

export const soundRows: RowFindings = { fatal: [], indexes: [], texts: [] };

/** What SQLite says of an index that can be made anew from its table. */
const ofIndex = /^(?:row \d+ missing from index|wrong # of entries in index|non-unique entry in index)/;
/**
 * The check of an index of words cannot be done in pieces, and a process that answers nothing for seconds is taken for a
 * hung one: above this many bytes it is left to `doctor`.
 */
const largestWithWords = 64 * 1024 * 1024;
const rowsAtOnce = 500;
const mostNamed = 20;

/** Looks through a database that was not closed in order. `keep` is called before anything is written to it. */
export async function inspectRows(database: Database, keep: () => Promise<void>): Promise<RowFindings> {
  const { pages, indexes: words } = isLarge(database)
    ? { pages: await checkPagesInPieces(database), indexes: [] }
    : await checkInPieces(database);
  const fatal = pages.filter((finding) => !ofIndex.test(finding));
  const indexes = [...pages.filter((finding) => ofIndex.test(finding)), ...words];
  if (fatal.length > 0) return { fatal, indexes, texts: [] };
  const texts = await changedTexts(database);
  if (indexes.length === 0) return { fatal, indexes, texts };
  await keep();
  rebuildIndexes(database);
  const again = await checkInPieces(database);
  return { fatal: [...again.pages, ...again.indexes], indexes, texts };
}

function isLarge(database: Database): boolean {
  const pragma = (name: string) => Number(database.get(`PRAGMA ${name}`)?.[name]);
  return pragma('page_count') * pragma('page_size') > largestWithWords;
}

/** SQLite keeps no checksums of pages, but each content has its key beside it. */
async function changedTexts(database: Database): Promise<string[]> {
  const changed: string[] = [];
  // Keys of an older format were made in another way.
  if (schemaVersion(database) !== newestVersion()) return changed;
  for (let last = 0; ;) {
    await nextTurn();
    const rows = database.all(
      'SELECT seq, id, title, content, content_key FROM memories WHERE seq > ? ORDER BY seq LIMIT ?',
      last,
      rowsAtOnce,
    );
    for (const row of rows) {
      if (
        storedContentKey(contentKey(String(row['content']))) === row['content_key'] ||
        changed.length >= mostNamed
      )
        continue;
      changed.push(`[${shortId(String(row['id']))}] ${String(row['title'])}`);
    }
    if (rows.length < rowsAtOnce) return changed;
    last = Number(rows.at(-1)?.['seq']);
  }
}
