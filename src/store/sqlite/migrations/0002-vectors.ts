import type { Migration } from './migration.ts';

const tables = [
  // A dropped space keeps its rows until they are swept away in slices; its name is free at once.
  `CREATE TABLE vector_spaces (
    id INTEGER PRIMARY KEY AUTOINCREMENT, provider TEXT NOT NULL, model TEXT NOT NULL, dimensions INTEGER NOT NULL,
    created_at INTEGER NOT NULL, dropped_at INTEGER
  ) STRICT`,
  'CREATE UNIQUE INDEX vector_spaces_name ON vector_spaces (provider, model, dimensions) WHERE dropped_at IS NULL',
  // The vectors themselves: float32, little-endian, unit length. What else there is can be made from them.
  `CREATE TABLE memory_vectors (
    id INTEGER PRIMARY KEY, space INTEGER NOT NULL, memory INTEGER NOT NULL, vector BLOB NOT NULL
  ) STRICT`,
  'CREATE UNIQUE INDEX memory_vectors_memory ON memory_vectors (space, memory)',
  // Living memories that have no vector yet.
  `CREATE TABLE vector_pending (space INTEGER NOT NULL, memory INTEGER NOT NULL, PRIMARY KEY (space, memory))
   STRICT, WITHOUT ROWID`,
  // The index as it is in memory, 1024 memories a row, so that it loads quickly; and what the chunks do not know yet.
  `CREATE TABLE vector_chunks (id INTEGER PRIMARY KEY, space INTEGER NOT NULL, number INTEGER NOT NULL, block BLOB NOT NULL) STRICT`,
  'CREATE UNIQUE INDEX vector_chunks_number ON vector_chunks (space, number)',
  'CREATE TABLE vector_changes (id INTEGER PRIMARY KEY, space INTEGER NOT NULL, memory INTEGER NOT NULL) STRICT',
  'CREATE TABLE vector_groups (id INTEGER PRIMARY KEY, project TEXT, scope TEXT NOT NULL, category TEXT NOT NULL, status TEXT NOT NULL) STRICT',
  // Rare filters that the index leaves to SQL.
  'CREATE TABLE memory_tags (tag TEXT NOT NULL, memory INTEGER NOT NULL, PRIMARY KEY (tag, memory)) STRICT, WITHOUT ROWID',
  'CREATE INDEX memory_tags_memory ON memory_tags (memory)',
  'CREATE INDEX memories_session ON memories (session) WHERE session IS NOT NULL',
];

const spaces = '(SELECT id FROM vector_spaces)';
const liveSpaces = '(SELECT id FROM vector_spaces WHERE dropped_at IS NULL)';
const change = (row: 'new' | 'old') =>
  `INSERT INTO vector_changes (space, memory) SELECT ${row}.space, ${row}.memory WHERE ${row}.space IN ${liveSpaces};`;
const changed = (columns: readonly string[], row: 'new' | 'old') =>
  columns.map((column) => `${row}.${column}`).join(', ');
/** True when an update gave one of these columns another value. */
const differs = (...columns: string[]) => `(${changed(columns, 'old')}) IS NOT (${changed(columns, 'new')})`;

const tag = `INSERT OR IGNORE INTO memory_tags (tag, memory) SELECT value, new.seq FROM json_each(new.tags);`;
const untag = 'DELETE FROM memory_tags WHERE memory = old.seq;';
const tagTriggers = [
  `CREATE TRIGGER memories_tagged AFTER INSERT ON memories BEGIN ${tag} END`,
  `CREATE TRIGGER memories_retagged AFTER UPDATE OF tags ON memories WHEN old.tags IS NOT new.tags BEGIN ${untag} ${tag} END`,
  `CREATE TRIGGER memories_untagged AFTER DELETE ON memories BEGIN ${untag} END`,
];

const words = ['title', 'content', 'what', 'why', 'learned', 'tags'];
const attributes = ['category', 'scope', 'project', 'status', 'created_at', 'deleted_at'];

const triggers = [
  `CREATE TRIGGER vectors_added AFTER INSERT ON memory_vectors BEGIN
    DELETE FROM vector_pending WHERE space = new.space AND memory = new.memory;
    ${change('new')}
  END`,
  `CREATE TRIGGER vectors_replaced AFTER UPDATE OF vector ON memory_vectors BEGIN ${change('new')} END`,
  `CREATE TRIGGER vectors_removed AFTER DELETE ON memory_vectors BEGIN
    INSERT OR IGNORE INTO vector_pending (space, memory) SELECT old.space, old.memory WHERE old.space IN ${liveSpaces}
      AND EXISTS (SELECT 1 FROM memories WHERE seq = old.memory AND deleted_at IS NULL);
    ${change('old')}
  END`,
  `CREATE TRIGGER memories_awaiting AFTER INSERT ON memories WHEN new.deleted_at IS NULL BEGIN
    INSERT INTO vector_pending (space, memory) SELECT id, new.seq FROM vector_spaces WHERE dropped_at IS NULL;
  END`,
  // Another text has another vector.
  `CREATE TRIGGER memories_reworded AFTER UPDATE OF ${words.join(', ')} ON memories WHEN ${differs(...words)} BEGIN
    DELETE FROM memory_vectors WHERE space IN ${spaces} AND memory = new.seq;
  END`,
  `CREATE TRIGGER memories_regrouped AFTER UPDATE OF ${attributes.join(', ')} ON memories WHEN ${differs(...attributes)}
   BEGIN
    INSERT INTO vector_changes (space, memory)
      SELECT space, memory FROM memory_vectors WHERE space IN ${liveSpaces} AND memory = new.seq;
  END`,
  `CREATE TRIGGER memories_buried AFTER UPDATE OF deleted_at ON memories
   WHEN old.deleted_at IS NULL AND new.deleted_at IS NOT NULL BEGIN
    DELETE FROM vector_pending WHERE space IN ${spaces} AND memory = new.seq;
  END`,
  `CREATE TRIGGER memories_revived AFTER UPDATE OF deleted_at ON memories
   WHEN old.deleted_at IS NOT NULL AND new.deleted_at IS NULL BEGIN
    INSERT OR IGNORE INTO vector_pending (space, memory) SELECT id, new.seq FROM vector_spaces
      WHERE dropped_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM memory_vectors WHERE space = vector_spaces.id AND memory = new.seq);
  END`,
  // Codes tell about a text nearly as much as its vector does: the chunk goes at once, and what is left of it is made anew.
  `CREATE TRIGGER memories_forgotten AFTER DELETE ON memories BEGIN
    DELETE FROM memory_vectors WHERE space IN ${spaces} AND memory = old.seq;
    DELETE FROM vector_pending WHERE space IN ${spaces} AND memory = old.seq;
    INSERT INTO vector_changes (space, memory) SELECT v.space, v.memory FROM vector_chunks AS c
      JOIN memory_vectors AS v ON v.space = c.space AND v.memory BETWEEN (old.seq & ~1023) AND (old.seq | 1023)
      WHERE c.space IN ${liveSpaces} AND c.number = old.seq >> 10;
    DELETE FROM vector_chunks WHERE space IN ${spaces} AND number = old.seq >> 10;
  END`,
];

/** Vectors of memories, in as many spaces as there are models; and tags where a search can find them. */
export const vectors: Migration = {
  version: 2,
  name: 'vectors',
  apply(database) {
    database.exec(...tables, ...triggers, ...tagTriggers);
    database.exec(
      'INSERT OR IGNORE INTO memory_tags (tag, memory) SELECT value, seq FROM memories, json_each(memories.tags)',
    );
  },
};
