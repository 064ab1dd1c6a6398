import { setImmediate as nextTurn } from 'node:timers/promises';
import { contentKey } from '../../../core/memory/contentKey.ts';
import { shortId } from '../../../core/shortId.ts';
import { oneLine } from '../../../core/text/oneLine.ts';
import { checkInPieces, rebuildIndexes } from '../checkDatabase.ts';
import { newestVersion, schemaVersion } from '../migrate.ts';
import { storedContentKey } from '../repositories/memoryRow.ts';
import type { Database } from '../../../sqlite/database.ts';

export interface RowFaults {
  /** Damage that nothing here can mend: pages that cannot be read, or that contradict each other. */
  readonly fatal: readonly string[];
  /** Indexes that differed from the rows, or were damaged themselves; made anew unless something is fatal. */
  readonly indexes: readonly string[];
  /** Memories whose text is not the one that was written: short id and title. */
  readonly texts: readonly string[];
}

export const soundRows: RowFaults = { fatal: [], indexes: [], texts: [] };

/** What SQLite says of an index that can be made anew from its table. */
const ofIndex = /^(?:row \d+ missing from index|wrong # of entries in index|non-unique entry in index)/;
const rowsAtOnce = 500;
const mostNamed = 20;

/**
 * Looks through a database that was not closed in order, before it is served, and mends what can be. `keep` is called
 * before anything is written to it.
 */
export async function inspectRows(
  database: Database,
  look: () => Promise<RowFaults>,
  keep: () => Promise<void>,
): Promise<RowFaults> {
  const found = await look();
  if (found.fatal.length > 0 || found.indexes.length === 0) return found;
  await keep();
  rebuildIndexes(database);
  const again = await look();
  return { ...found, fatal: [...again.fatal, ...again.indexes] };
}

/** Every table and index, with turns of the event loop between them. Writes nothing. */
export async function readRows(database: Database): Promise<RowFaults> {
  const { pages, indexes: words } = await checkInPieces(database);
  const fatal = pages.filter((fault) => !ofIndex.test(fault));
  const indexes = [...pages.filter((fault) => ofIndex.test(fault)), ...words];
  return { fatal, indexes, texts: fatal.length > 0 ? [] : await changedTexts(database) };
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
      changed.push(`[${shortId(String(row['id']))}] ${readable(String(row['title']))}`);
    }
    if (rows.length < rowsAtOnce) return changed;
    last = Number(rows.at(-1)?.['seq']);
  }
}

/** A title as far as the damage has left it. */
function readable(title: string): string {
  const left = oneLine(title.replaceAll('\0', ' ')).trim();
  return left === '' ? '(its title cannot be read)' : left;
}
