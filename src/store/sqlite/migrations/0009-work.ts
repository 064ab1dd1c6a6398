import type { Migration } from './migration.ts';

const memories = [
  'ALTER TABLE memories ADD COLUMN reminder_at INTEGER',
  'ALTER TABLE memories ADD COLUMN recurrence TEXT',
  'ALTER TABLE memories ADD COLUMN reviewed_at INTEGER',
  'ALTER TABLE memories ADD COLUMN review_days INTEGER',
  'ALTER TABLE memories ADD COLUMN position INTEGER',
  'ALTER TABLE memories ADD COLUMN opened_count INTEGER NOT NULL DEFAULT 0',
  'ALTER TABLE memories ADD COLUMN last_opened_at INTEGER',
  'CREATE INDEX memories_reminder_at ON memories (reminder_at) WHERE reminder_at IS NOT NULL',
  'CREATE INDEX memories_review_days ON memories (review_days) WHERE review_days IS NOT NULL',
  // What was used and what was not is counted from this alone. SQLite reads a column that the index's own condition
  // names from the row, unless the index has it too.
  `CREATE INDEX memories_usage ON memories (project, category, created_at, recall_count, last_recalled_at, opened_count, last_opened_at,
   status, deleted_at) WHERE deleted_at IS NULL AND status = 'active'`,
  // Groups are counted, and what stands first in each is found, without reading a row.
  'DROP INDEX memories_groups',
  `CREATE INDEX memories_groups ON memories (project, category, status, pinned * (1 + (trust = 'user')) DESC, created_at DESC, id DESC,
   scope, session, trust, deleted_at) WHERE deleted_at IS NULL`,
  // Who superseded whom is followed in both directions.
  'CREATE INDEX memories_superseded ON memories (superseded_by) WHERE superseded_by IS NOT NULL',
];

const sessions = [
  // What was done and what is open, as whoever worked there left it to the next.
  'ALTER TABLE sessions ADD COLUMN summary TEXT',
  `ALTER TABLE sessions ADD COLUMN done TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(done))`,
  `ALTER TABLE sessions ADD COLUMN open_items TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(open_items))`,
  'ALTER TABLE sessions ADD COLUMN next_step TEXT',
  `ALTER TABLE sessions ADD COLUMN held TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(held))`,
  'ALTER TABLE sessions ADD COLUMN wrapped_at INTEGER',
  'ALTER TABLE sessions ADD COLUMN continues TEXT',
  'CREATE INDEX sessions_wrapped ON sessions (wrapped_at) WHERE wrapped_at IS NOT NULL',
  'CREATE INDEX sessions_continues ON sessions (continues) WHERE continues IS NOT NULL',
];

const projects = [
  // What somebody said of it; null where nobody has, and the settings say it.
  'ALTER TABLE projects ADD COLUMN mode TEXT',
  // When a pause ends by itself.
  'ALTER TABLE projects ADD COLUMN mode_until INTEGER',
  // When it was switched on again.
  'ALTER TABLE projects ADD COLUMN mode_since INTEGER',
  // Ids that a person has led to another project.
  'CREATE TABLE project_leads (id TEXT PRIMARY KEY, project TEXT NOT NULL) STRICT, WITHOUT ROWID',
  // Merges and moves, with all rows that they touched as they were.
  `CREATE TABLE project_moves (
    id TEXT PRIMARY KEY, tail TEXT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL,
    at INTEGER NOT NULL, actor_kind TEXT NOT NULL, actor_name TEXT, moved TEXT NOT NULL CHECK (json_valid(moved)),
    undone_at INTEGER
  ) STRICT`,
  'CREATE INDEX project_moves_tail ON project_moves (tail)',
];

/** What a forge said of what memories name, by the reference with its host and project. */
const entities = [
  `CREATE TABLE entities (
    reference TEXT PRIMARY KEY, kind TEXT NOT NULL, project TEXT, title TEXT, state TEXT, author TEXT, url TEXT,
    labels TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(labels)), outcome TEXT NOT NULL, etag TEXT,
    fetched_at INTEGER, tried_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  'CREATE INDEX entities_project ON entities (project)',
];

/** Reminders, reviews, what sessions hand on, projects that are off, and what forges know. */
export const work: Migration = {
  version: 9,
  name: 'work',
  apply(database) {
    database.exec(...memories, ...sessions, ...projects, ...entities);
  },
};
