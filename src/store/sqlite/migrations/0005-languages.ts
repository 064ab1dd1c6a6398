import { memoryTerms } from '../../../core/memory/memoryTerms.ts';
import { indexedText } from '../repositories/indexedText.ts';
import { Lexicon } from '../repositories/lexicon.ts';
import type { Database } from '../../../sqlite/database.ts';
import type { Migration } from './migration.ts';
import { textsOfRow } from '../repositories/textsOfRow.ts';

/** Rows that are in memory at once. */
const slice = 500;

const dropped = [
  'DROP TRIGGER memories_inserted',
  'DROP TRIGGER memories_deleted',
  'DROP TRIGGER memories_updated',
  'DROP VIEW memory_search_text',
];

const columns = 'title, content, reasons, tags, entities, identifiers';
/** What is not plain is indexed by the words in `folded`, a list of as many texts as there are columns. */
const textOf = (row: string) => {
  const reasons = `coalesce(${row}.what, '') || ' ' || coalesce(${row}.why, '') || ' ' || coalesce(${row}.learned, '')`;
  return ['title', 'content', 'reasons', 'tags', 'entities', 'identifiers']
    .map((column, at) => {
      const own = column === 'reasons' ? reasons : `${row}.${column}`;
      return `coalesce(${row}.folded ->> ${at}, ${own}) AS ${column}`;
    })
    .join(', ');
};
const searchText = `
CREATE VIEW memory_search_text AS SELECT seq, ${textOf('memories')} FROM memories WHERE deleted_at IS NULL`;

const index = `INSERT INTO memory_search (rowid, ${columns}) SELECT new.seq, ${textOf('new')} WHERE new.deleted_at IS NULL;`;
const unindex = `INSERT INTO memory_search (memory_search, rowid, ${columns})
  SELECT 'delete', old.seq, ${textOf('old')} WHERE old.deleted_at IS NULL;`;
const link = `INSERT OR IGNORE INTO memory_entities (reference, memory) SELECT value, new.seq FROM json_each(new.entities);`;
const unlink = 'DELETE FROM memory_entities WHERE memory = old.seq;';
const indexed = ['title', 'content', 'what', 'why', 'learned', 'tags', 'entities', 'identifiers', 'folded'];
const listed = (row: 'new' | 'old') => indexed.map((column) => `${row}.${column}`).join(', ');

const triggers = [
  `CREATE TRIGGER memories_inserted AFTER INSERT ON memories BEGIN ${index} ${link} END`,
  `CREATE TRIGGER memories_deleted AFTER DELETE ON memories BEGIN ${unindex} ${unlink} END`,
  `CREATE TRIGGER memories_updated AFTER UPDATE OF ${indexed.join(', ')}, deleted_at ON memories
   WHEN (${listed('old')}, old.deleted_at IS NULL) IS NOT (${listed('new')}, new.deleted_at IS NULL)
   BEGIN ${unindex} ${index} END`,
];

/** Bytes and characters are as many where all are ASCII: those rows stay as they are. */
const beyondAscii = (...names: readonly string[]): string =>
  names.map((name) => `octet_length(${name}) > length(${name})`).join(' OR ');

/** Words of every script are found: what is not plain is indexed by words that are cut and folded as questions are. */
export const languages: Migration = {
  version: 5,
  name: 'languages',
  apply(database) {
    database.exec(
      ...dropped,
      'ALTER TABLE memories ADD COLUMN folded TEXT',
      searchText,
      ...triggers,
      // They were cut otherwise; those of the memories come back below.
      `DELETE FROM terms WHERE ${beyondAscii('term')}`,
    );
    refold(database);
  },
};

function refold(database: Database): void {
  const lexicon = new Lexicon(database);
  const texts = ['title', 'content', 'what', 'why', 'learned', 'tags', 'entities'];
  let from = 0;
  for (;;) {
    const rows = database.all(
      `SELECT seq, ${texts.join(', ')}, deleted_at FROM memories
       WHERE seq > ? AND (${beyondAscii(...texts)}) ORDER BY seq LIMIT ?`,
      from,
      slice,
    );
    for (const row of rows) {
      const memory = textsOfRow(row);
      const found = memoryTerms(memory);
      const folded = indexedText(memory, found.identifiers);
      if (folded === null) continue;
      database.run(
        'UPDATE memories SET identifiers = ?, folded = ? WHERE seq = ?',
        found.identifiers,
        folded,
        Number(row['seq']),
      );
      if (row['deleted_at'] === null) lexicon.learn(found);
    }
    if (rows.length < slice) return;
    from = Number(rows.at(-1)?.['seq']);
  }
}
