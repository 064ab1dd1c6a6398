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

/** Where memories came from, and how far sources were read. */
export const intake: Migration = {
  version: 10,
  name: 'intake',
  apply(database) {
    database.exec(...origins, ...feeds);
  },
};
