import { memoryTerms } from '../../../core/memory/memoryTerms.ts';
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
  'DROP TABLE memory_search',
  'DROP VIEW memory_search_text',
];

const searchText = `
CREATE VIEW memory_search_text AS SELECT seq, title, content,
  coalesce(what, '') || ' ' || coalesce(why, '') || ' ' || coalesce(learned, '') AS reasons, tags, entities, identifiers
FROM memories WHERE deleted_at IS NULL`;

const search = `
CREATE VIRTUAL TABLE memory_search USING fts5(
  title, content, reasons, tags, entities, identifiers,
  content='memory_search_text', content_rowid='seq', tokenize='porter unicode61 remove_diacritics 2'
)`;

const columns = 'title, content, reasons, tags, entities, identifiers';
const textOf = (row: 'new' | 'old') =>
  `${row}.title, ${row}.content, coalesce(${row}.what, '') || ' ' || coalesce(${row}.why, '') || ' ' || ` +
  `coalesce(${row}.learned, ''), ${row}.tags, ${row}.entities, ${row}.identifiers`;
const index = `INSERT INTO memory_search (rowid, ${columns}) SELECT new.seq, ${textOf('new')} WHERE new.deleted_at IS NULL;`;
const unindex = `INSERT INTO memory_search (memory_search, rowid, ${columns})
  SELECT 'delete', old.seq, ${textOf('old')} WHERE old.deleted_at IS NULL;`;
const link = `INSERT OR IGNORE INTO memory_entities (reference, memory) SELECT value, new.seq FROM json_each(new.entities);`;
const unlink = 'DELETE FROM memory_entities WHERE memory = old.seq;';
const indexed = ['title', 'content', 'what', 'why', 'learned', 'tags', 'entities', 'identifiers'];
const listed = (row: 'new' | 'old') => indexed.map((column) => `${row}.${column}`).join(', ');

const triggers = [
  `CREATE TRIGGER memories_inserted AFTER INSERT ON memories BEGIN ${index} ${link} END`,
  `CREATE TRIGGER memories_deleted AFTER DELETE ON memories BEGIN ${unindex} ${unlink} END`,
  `CREATE TRIGGER memories_updated AFTER UPDATE OF ${indexed.join(', ')}, deleted_at ON memories
   WHEN (${listed('old')}, old.deleted_at IS NULL) IS NOT (${listed('new')}, new.deleted_at IS NULL)
   BEGIN ${unindex} ${index} END`,
];

const terms = [
  // Every word that was ever written down and not purged, as it is written. `reversed` finds words by how they end.
  'CREATE TABLE terms (id INTEGER PRIMARY KEY, term TEXT NOT NULL UNIQUE, reversed TEXT NOT NULL, compound INTEGER NOT NULL) STRICT',
  'CREATE INDEX terms_reversed ON terms (reversed)',
  'CREATE VIEW term_search_text AS SELECT id, term FROM terms WHERE compound = 1',
  // Names that contain a text, by groups of three letters. Which of them do is looked up in `terms`.
  `CREATE VIRTUAL TABLE term_search USING fts5(
    term, content='term_search_text', content_rowid='id', tokenize='trigram case_sensitive 1', detail='none', columnsize=0
  )`,
  `CREATE TRIGGER terms_inserted AFTER INSERT ON terms WHEN new.compound = 1 BEGIN
    INSERT INTO term_search (rowid, term) VALUES (new.id, new.term);
  END`,
  `CREATE TRIGGER terms_compounded AFTER UPDATE OF compound ON terms WHEN new.compound > old.compound BEGIN
    INSERT INTO term_search (rowid, term) VALUES (new.id, new.term);
  END`,
  `CREATE TRIGGER terms_deleted AFTER DELETE ON terms WHEN old.compound = 1 BEGIN
    INSERT INTO term_search (term_search, rowid, term) VALUES ('delete', old.id, old.term);
  END`,
];

/** Names in code are found by their parts and by other ways to write them, and misspelt words by what was meant. */
export const identifiers: Migration = {
  version: 3,
  name: 'identifiers',
  apply(database) {
    database.exec(
      ...dropped,
      `ALTER TABLE memories ADD COLUMN identifiers TEXT NOT NULL DEFAULT ''`,
      ...terms,
    );
    fill(database);
    database.exec(
      searchText,
      search,
      `INSERT INTO memory_search (memory_search) VALUES ('rebuild')`,
      ...triggers,
    );
  },
};

function fill(database: Database): void {
  const lexicon = new Lexicon(database);
  let from = 0;
  for (;;) {
    const rows = database.all(
      `SELECT seq, title, content, what, why, learned, tags, entities, deleted_at FROM memories
       WHERE seq > ? ORDER BY seq LIMIT ?`,
      from,
      slice,
    );
    for (const row of rows) {
      const found = memoryTerms(textsOfRow(row));
      if (found.identifiers !== '')
        database.run(
          'UPDATE memories SET identifiers = ? WHERE seq = ?',
          found.identifiers,
          Number(row['seq']),
        );
      if (row['deleted_at'] === null) lexicon.learn(found);
    }
    if (rows.length < slice) return;
    from = Number(rows.at(-1)?.['seq']);
  }
}
