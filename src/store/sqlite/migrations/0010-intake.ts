import type { Migration } from './migration.ts';

/** Which memory became of what another system, a file or a conversation has under a name of its own. */
const origins = [
  `CREATE TABLE origins (
    system TEXT NOT NULL, place TEXT NOT NULL, ref TEXT NOT NULL, memory TEXT NOT NULL, fingerprint TEXT, at INTEGER NOT NULL,
    PRIMARY KEY (system, place, ref)
  ) STRICT, WITHOUT ROWID`,
  'CREATE INDEX origins_ref ON origins (ref)',
  'CREATE INDEX origins_memory ON origins (memory)',
];

/** Where each feed goes on, source by source. */
const feeds = [
  `CREATE TABLE feeds (
    feed TEXT NOT NULL, source TEXT NOT NULL, cursor TEXT NOT NULL CHECK (json_valid(cursor)), read_at INTEGER NOT NULL,
    PRIMARY KEY (feed, source)
  ) STRICT, WITHOUT ROWID`,
];

/** What was said in a conversation that is one memory, in pieces that are found by themselves. */
const turns = [
  `CREATE TABLE turns (
    seq INTEGER PRIMARY KEY, memory INTEGER NOT NULL, key TEXT NOT NULL, speaker TEXT NOT NULL, said_at INTEGER NOT NULL,
    content TEXT NOT NULL, identifiers TEXT NOT NULL, folded TEXT CHECK (folded IS NULL OR json_valid(folded)),
    UNIQUE (memory, key)
  ) STRICT`,
  'CREATE INDEX turns_order ON turns (memory, said_at, seq)',
  // Indexed as memories are (ADR 11): what is not plain by the words in `folded`.
  `CREATE VIEW turn_search_text AS SELECT seq, coalesce(folded ->> 0, content) AS content,
    coalesce(folded ->> 1, identifiers) AS identifiers FROM turns`,
  `CREATE VIRTUAL TABLE turn_search USING fts5(
    content, identifiers, content='turn_search_text', content_rowid='seq',
    tokenize='porter unicode61 remove_diacritics 2'
  )`,
];

const saidIn = (row: 'new' | 'old') =>
  `${row}.seq, coalesce(${row}.folded ->> 0, ${row}.content), coalesce(${row}.folded ->> 1, ${row}.identifiers)`;
const indexTurn = `INSERT INTO turn_search (rowid, content, identifiers) VALUES (${saidIn('new')});`;
const unindexTurn = `INSERT INTO turn_search (turn_search, rowid, content, identifiers) VALUES ('delete', ${saidIn('old')});`;

const turnTriggers = [
  `CREATE TRIGGER turns_inserted AFTER INSERT ON turns BEGIN ${indexTurn} END`,
  `CREATE TRIGGER turns_deleted AFTER DELETE ON turns BEGIN ${unindexTurn} END`,
  `CREATE TRIGGER turns_updated AFTER UPDATE OF content, identifiers, folded ON turns
   WHEN (old.content, old.identifiers, old.folded) IS NOT (new.content, new.identifiers, new.folded)
   BEGIN ${unindexTurn} ${indexTurn} END`,
  `CREATE TRIGGER memories_deleted_turns AFTER DELETE ON memories BEGIN
    DELETE FROM turns WHERE memory = old.seq;
  END`,
];

/** Why a memory waits for a person before any agent reads it: JSON, for few of them. */
const quarantine = ['ALTER TABLE memories ADD COLUMN quarantine TEXT'];

/** Where memories came from, how far sources were read, what was said in conversations, and what nobody may read yet. */
export const intake: Migration = {
  version: 10,
  name: 'intake',
  apply(database) {
    database.exec(...origins, ...feeds, ...turns, ...turnTriggers, ...quarantine);
  },
};
