import type { Migration } from './migration.ts';

const tables = [
  // The meaning of what was said, by passages of one turn or of a few short ones. A long turn has several; `begins` is where
  // such a one begins in it, in characters.
  `CREATE TABLE turn_vectors (
    id INTEGER PRIMARY KEY, space INTEGER NOT NULL, memory INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    begins INTEGER, said_at INTEGER NOT NULL, vector BLOB NOT NULL
  ) STRICT`,
  'CREATE INDEX turn_vectors_memory ON turn_vectors (space, memory, said_at)',
  // Of which turns a passage is made. One that is worth none has the passage 0, so that it is not looked at again.
  `CREATE TABLE turn_passages (
    space INTEGER NOT NULL, turn INTEGER NOT NULL, passage INTEGER NOT NULL, PRIMARY KEY (space, turn, passage)
  ) STRICT, WITHOUT ROWID`,
  'CREATE INDEX turn_passages_passage ON turn_passages (passage) WHERE passage <> 0',
  // Living conversations of which some turns may await their vectors.
  `CREATE TABLE turn_pending (space INTEGER NOT NULL, memory INTEGER NOT NULL, PRIMARY KEY (space, memory))
   STRICT, WITHOUT ROWID`,
  // Which passages the index is to look at again. As of long memories, no codes are kept in the file.
  'CREATE TABLE turn_changes (id INTEGER PRIMARY KEY, space INTEGER NOT NULL, passage INTEGER NOT NULL) STRICT',
];

const spaces = '(SELECT id FROM vector_spaces)';
const liveSpaces = '(SELECT id FROM vector_spaces WHERE dropped_at IS NULL)';
const change = (row: 'new' | 'old') =>
  `INSERT INTO turn_changes (space, passage) SELECT ${row}.space, ${row}.id WHERE ${row}.space IN ${liveSpaces};`;
const attributes = ['category', 'scope', 'project', 'status', 'deleted_at'];
const listed = (columns: readonly string[], row: 'new' | 'old') =>
  columns.map((column) => `${row}.${column}`).join(', ');
const differs = (columns: readonly string[]) =>
  `(${listed(columns, 'old')}) IS NOT (${listed(columns, 'new')})`;

/** Without OR IGNORE: in a trigger the statement that fired it decides what a conflict does. */
const awaitVectors = (memory: string) =>
  `INSERT INTO turn_pending (space, memory) SELECT s.id, ${memory} FROM vector_spaces AS s WHERE s.dropped_at IS NULL
     AND NOT EXISTS (SELECT 1 FROM turn_pending AS p WHERE p.space = s.id AND p.memory = ${memory});`;
/** What a turn has gone into, and that it has. */
const forgetPassagesOf = (turn: string) => `
  DELETE FROM turn_vectors WHERE id IN (SELECT passage FROM turn_passages WHERE space IN ${spaces} AND turn = ${turn});
  DELETE FROM turn_passages WHERE space IN ${spaces} AND turn = ${turn};`;

const triggers = [
  `CREATE TRIGGER turn_vectors_added AFTER INSERT ON turn_vectors BEGIN ${change('new')} END`,
  // The other turns of the passage, which may be there still, are to get another one.
  `CREATE TRIGGER turn_vectors_removed AFTER DELETE ON turn_vectors BEGIN
    ${change('old')}
    INSERT INTO turn_pending (space, memory) SELECT old.space, old.memory WHERE old.space IN ${liveSpaces}
      AND EXISTS (SELECT 1 FROM memories WHERE seq = old.memory AND deleted_at IS NULL)
      AND NOT EXISTS (SELECT 1 FROM turn_pending WHERE space = old.space AND memory = old.memory);
    DELETE FROM turn_passages WHERE passage = old.id AND passage <> 0;
  END`,
  `CREATE TRIGGER turns_awaiting AFTER INSERT ON turns BEGIN ${awaitVectors('new.memory')} END`,
  `CREATE TRIGGER turns_reworded AFTER UPDATE OF content, said_at ON turns WHEN ${differs(['content', 'said_at'])} BEGIN
    ${forgetPassagesOf('new.seq')}
    ${awaitVectors('new.memory')}
  END`,
  `CREATE TRIGGER turns_forgotten AFTER DELETE ON turns BEGIN ${forgetPassagesOf('old.seq')} END`,
  `CREATE TRIGGER memories_regrouped_turns AFTER UPDATE OF ${attributes.join(', ')} ON memories
   WHEN ${differs(attributes)} BEGIN
    INSERT INTO turn_changes (space, passage)
      SELECT space, id FROM turn_vectors WHERE space IN ${liveSpaces} AND memory = new.seq;
  END`,
  // Many rows that nothing asks for: they are made anew when it comes back.
  `CREATE TRIGGER memories_buried_turns AFTER UPDATE OF deleted_at ON memories
   WHEN old.deleted_at IS NULL AND new.deleted_at IS NOT NULL BEGIN
    DELETE FROM turn_vectors WHERE space IN ${spaces} AND memory = new.seq;
    DELETE FROM turn_passages WHERE space IN ${spaces} AND turn IN (SELECT seq FROM turns WHERE memory = new.seq);
    DELETE FROM turn_pending WHERE space IN ${spaces} AND memory = new.seq;
  END`,
  `CREATE TRIGGER memories_revived_turns AFTER UPDATE OF deleted_at ON memories
   WHEN old.deleted_at IS NOT NULL AND new.deleted_at IS NULL
     AND EXISTS (SELECT 1 FROM turns WHERE memory = new.seq) BEGIN ${awaitVectors('new.seq')} END`,
  // Its turns go as well, and with each of them its vectors.
  `CREATE TRIGGER memories_forgotten_turns AFTER DELETE ON memories BEGIN
    DELETE FROM turn_pending WHERE space IN ${spaces} AND memory = old.seq;
  END`,
];

/** What was said in conversations is found by its meaning. Those that are there await their vectors. */
export const turnVectors: Migration = {
  version: 11,
  name: 'turn vectors',
  apply(database) {
    database.exec(
      ...tables,
      ...triggers,
      `INSERT INTO turn_pending (space, memory) SELECT s.id, m.seq FROM vector_spaces AS s CROSS JOIN memories AS m
       WHERE s.dropped_at IS NULL AND m.deleted_at IS NULL
         AND m.seq IN (SELECT memory FROM turns)`,
    );
  },
};
