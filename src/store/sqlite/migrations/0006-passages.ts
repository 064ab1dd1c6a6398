import type { Migration } from './migration.ts';

const tables = [
  // The vectors of what a long memory says further down; the one of its beginning is in `memory_vectors`.
  `CREATE TABLE passage_vectors (
    id INTEGER PRIMARY KEY, space INTEGER NOT NULL, memory INTEGER NOT NULL, vector BLOB NOT NULL
  ) STRICT`,
  'CREATE INDEX passage_vectors_memory ON passage_vectors (space, memory)',
  // Which of them the index is to look at again. It is made of the vectors when it is loaded: no codes are kept in the file.
  'CREATE TABLE passage_changes (id INTEGER PRIMARY KEY, space INTEGER NOT NULL, passage INTEGER NOT NULL) STRICT',
];

const liveSpaces = '(SELECT id FROM vector_spaces WHERE dropped_at IS NULL)';
const change = (row: 'new' | 'old') =>
  `INSERT INTO passage_changes (space, passage) SELECT ${row}.space, ${row}.id WHERE ${row}.space IN ${liveSpaces};`;
const attributes = ['category', 'scope', 'project', 'status', 'created_at', 'deleted_at'];
const listed = (row: 'new' | 'old') => attributes.map((column) => `${row}.${column}`).join(', ');

const triggers = [
  `CREATE TRIGGER passages_added AFTER INSERT ON passage_vectors BEGIN ${change('new')} END`,
  `CREATE TRIGGER passages_removed AFTER DELETE ON passage_vectors BEGIN ${change('old')} END`,
  // Passages are of one text with the vector of its beginning: they go with it, whatever took it away or replaced it.
  `CREATE TRIGGER vectors_removed_passages AFTER DELETE ON memory_vectors BEGIN
    DELETE FROM passage_vectors WHERE space = old.space AND memory = old.memory;
  END`,
  `CREATE TRIGGER vectors_replaced_passages AFTER UPDATE OF vector ON memory_vectors BEGIN
    DELETE FROM passage_vectors WHERE space = new.space AND memory = new.memory;
    DELETE FROM vector_pending WHERE space = new.space AND memory = new.memory;
  END`,
  `CREATE TRIGGER memories_regrouped_passages AFTER UPDATE OF ${attributes.join(', ')} ON memories
   WHEN (${listed('old')}) IS NOT (${listed('new')}) BEGIN
    INSERT INTO passage_changes (space, passage)
      SELECT space, id FROM passage_vectors WHERE space IN ${liveSpaces} AND memory = new.seq;
  END`,
  // One that awaits passages although it has a vector is forgotten while it is deleted: it awaits both when it comes back.
  `CREATE TRIGGER memories_buried_half AFTER UPDATE OF deleted_at ON memories
   WHEN old.deleted_at IS NULL AND new.deleted_at IS NOT NULL BEGIN
    DELETE FROM memory_vectors WHERE memory = new.seq
      AND space IN (SELECT id FROM vector_spaces)
      AND EXISTS (SELECT 1 FROM vector_pending AS p WHERE p.space = memory_vectors.space AND p.memory = new.seq);
  END`,
];

/** Bytes from which a text may be more than one passage: local models may take little at once, APIs are sent more. */
const longFrom = "CASE s.provider WHEN 'local' THEN 380 ELSE 1500 END";
const bytes = ['title', 'content', 'what', 'why', 'learned', 'tags']
  .map((column) => `coalesce(octet_length(m.${column}), 0)`)
  .join(' + ');
const long = `FROM memory_vectors AS v CROSS JOIN memories AS m ON m.seq = v.memory
  CROSS JOIN vector_spaces AS s ON s.id = v.space
  WHERE s.dropped_at IS NULL AND s.provider <> 'built-in' AND ${bytes} > ${longFrom}`;

/** Long memories are found by any of their passages. Until those are made, the vector that there is goes on serving. */
export const passages: Migration = {
  version: 6,
  name: 'passages',
  apply(database) {
    database.exec(
      ...tables,
      ...triggers,
      `INSERT OR IGNORE INTO vector_pending (space, memory) SELECT v.space, v.memory ${long} AND m.deleted_at IS NULL`,
      `DELETE FROM memory_vectors WHERE id IN (SELECT v.id ${long} AND m.deleted_at IS NOT NULL)`,
    );
  },
};
