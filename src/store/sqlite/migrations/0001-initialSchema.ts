import { randomUUID } from 'node:crypto';
import type { Migration } from './migration.ts';

const memories = `
CREATE TABLE memories (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  tail TEXT NOT NULL,
  category TEXT NOT NULL,
  scope TEXT NOT NULL,
  project TEXT,
  session TEXT,
  status TEXT NOT NULL,
  pinned INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  resolved_at INTEGER,
  expires_at INTEGER,
  deleted_at INTEGER,
  last_recalled_at INTEGER,
  recall_count INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  content_key TEXT NOT NULL,
  superseded_by TEXT,
  source_kind TEXT NOT NULL,
  source_ref TEXT,
  source_actor TEXT,
  trust TEXT NOT NULL,
  confidence REAL NOT NULL,
  title TEXT NOT NULL,
  content TEXT NOT NULL,
  what TEXT,
  why TEXT,
  learned TEXT,
  entities TEXT NOT NULL CHECK (json_valid(entities)),
  tags TEXT NOT NULL CHECK (json_valid(tags)),
  anchors TEXT NOT NULL CHECK (json_valid(anchors)),
  metadata TEXT NOT NULL CHECK (json_valid(metadata))
) STRICT`;

const memoryIndexes = [
  'CREATE INDEX memories_tail ON memories (tail)',
  'CREATE INDEX memories_content ON memories (content_key, category)',
  // The lists and counts of the views are answered from these two alone.
  'CREATE INDEX memories_newest ON memories (created_at, id, category, status, scope, project, session, deleted_at)',
  'CREATE INDEX memories_project ON memories (project, created_at, id, category, status, scope, session, deleted_at)',
  // In the order of the groups that are counted: sorting them anew costs more than everything else about a count.
  'CREATE INDEX memories_groups ON memories (project, category, status) WHERE deleted_at IS NULL',
  'CREATE INDEX memories_expiry ON memories (expires_at) WHERE expires_at IS NOT NULL',
  // What search filters by, in narrow rows: a common word meets thousands of memories whose text nobody will see.
  'CREATE INDEX memories_filter ON memories (seq, project, category, status, scope, session, created_at)',
];

const entities = [
  'CREATE TABLE memory_entities (reference TEXT NOT NULL, memory INTEGER NOT NULL, PRIMARY KEY (reference, memory)) STRICT, WITHOUT ROWID',
  'CREATE INDEX memory_entities_memory ON memory_entities (memory)',
];

/** Living memories only: a tombstone is neither found nor counted. Lists are indexed as JSON, whose marks are no words. */
const searchText = `
CREATE VIEW memory_search_text AS SELECT seq, title, content,
  coalesce(what, '') || ' ' || coalesce(why, '') || ' ' || coalesce(learned, '') AS reasons, tags, entities
FROM memories WHERE deleted_at IS NULL`;

const search = `
CREATE VIRTUAL TABLE memory_search USING fts5(
  title, content, reasons, tags, entities,
  content='memory_search_text', content_rowid='seq', tokenize='porter unicode61 remove_diacritics 2'
)`;

const columns = 'title, content, reasons, tags, entities';
const textOf = (row: 'new' | 'old') =>
  `${row}.title, ${row}.content, coalesce(${row}.what, '') || ' ' || coalesce(${row}.why, '') || ' ' || ` +
  `coalesce(${row}.learned, ''), ${row}.tags, ${row}.entities`;
const index = `INSERT INTO memory_search (rowid, ${columns}) SELECT new.seq, ${textOf('new')} WHERE new.deleted_at IS NULL;`;
const unindex = `INSERT INTO memory_search (memory_search, rowid, ${columns})
  SELECT 'delete', old.seq, ${textOf('old')} WHERE old.deleted_at IS NULL;`;
const link = `INSERT OR IGNORE INTO memory_entities (reference, memory) SELECT value, new.seq FROM json_each(new.entities);`;
const unlink = 'DELETE FROM memory_entities WHERE memory = old.seq;';

const triggers = [
  `CREATE TRIGGER memories_inserted AFTER INSERT ON memories BEGIN ${index} ${link} END`,
  `CREATE TRIGGER memories_deleted AFTER DELETE ON memories BEGIN ${unindex} ${unlink} END`,
  `CREATE TRIGGER memories_updated AFTER UPDATE OF title, content, what, why, learned, tags, entities, deleted_at ON memories
   WHEN (old.title, old.content, old.what, old.why, old.learned, old.tags, old.entities, old.deleted_at IS NULL)
     IS NOT (new.title, new.content, new.what, new.why, new.learned, new.tags, new.entities, new.deleted_at IS NULL)
   BEGIN ${unindex} ${index} END`,
  `CREATE TRIGGER memories_relinked AFTER UPDATE OF entities ON memories WHEN old.entities IS NOT new.entities
   BEGIN ${unlink} ${link} END`,
];

const history = [
  `CREATE TABLE history (
    id TEXT PRIMARY KEY, tail TEXT NOT NULL, group_id TEXT NOT NULL, group_tail TEXT NOT NULL, memory_id TEXT NOT NULL,
    action TEXT NOT NULL, actor_kind TEXT NOT NULL, actor_name TEXT, at INTEGER NOT NULL, before TEXT,
    revision INTEGER NOT NULL, undone_by TEXT
  ) STRICT`,
  'CREATE INDEX history_memory ON history (memory_id, id)',
  'CREATE INDEX history_tail ON history (tail)',
  'CREATE INDEX history_group_tail ON history (group_tail)',
];

/** In claims, '' stands for no project: NULLs would be distinct in a key. */
const work = [
  `CREATE TABLE sessions (
    id TEXT PRIMARY KEY, project TEXT, agent TEXT, title TEXT, state TEXT NOT NULL, started_at INTEGER NOT NULL,
    heartbeat_at INTEGER NOT NULL, ended_at INTEGER, metadata TEXT NOT NULL
  ) STRICT`,
  'CREATE INDEX sessions_state ON sessions (state, project)',
  `CREATE TABLE claims (
    resource TEXT NOT NULL, project TEXT NOT NULL, session_id TEXT NOT NULL, note TEXT, claimed_at INTEGER NOT NULL,
    PRIMARY KEY (resource, project)
  ) STRICT, WITHOUT ROWID`,
  'CREATE INDEX claims_session ON claims (session_id)',
  `CREATE TABLE key_values (
    namespace TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, expires_at INTEGER, updated_at INTEGER NOT NULL,
    PRIMARY KEY (namespace, key)
  ) STRICT, WITHOUT ROWID`,
  'CREATE INDEX key_values_expiry ON key_values (expires_at) WHERE expires_at IS NOT NULL',
  `CREATE TABLE jobs (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, payload TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
    run_after INTEGER NOT NULL, error TEXT, created_at INTEGER NOT NULL
  ) STRICT`,
  'CREATE INDEX jobs_state ON jobs (state, created_at, id)',
];

const bookkeeping = [
  'CREATE TABLE projects (id TEXT PRIMARY KEY, name TEXT NOT NULL, root TEXT) STRICT',
  'CREATE TABLE project_aliases (alias TEXT PRIMARY KEY, project TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE) STRICT, WITHOUT ROWID',
  'CREATE INDEX project_aliases_project ON project_aliases (project)',
  'CREATE TABLE idempotency (key TEXT PRIMARY KEY, operation TEXT NOT NULL, input_hash TEXT NOT NULL, reply TEXT NOT NULL, at INTEGER NOT NULL) STRICT',
  'CREATE INDEX idempotency_at ON idempotency (at)',
  'CREATE TABLE captured_commits (project TEXT NOT NULL, sha TEXT NOT NULL, patch_id TEXT, at INTEGER NOT NULL, PRIMARY KEY (project, sha)) STRICT, WITHOUT ROWID',
  'CREATE TABLE captured_findings (project TEXT NOT NULL, fingerprint TEXT NOT NULL, memory_id TEXT NOT NULL, sha TEXT NOT NULL, PRIMARY KEY (project, fingerprint)) STRICT, WITHOUT ROWID',
  'CREATE INDEX captured_findings_memory ON captured_findings (memory_id)',
  'CREATE TABLE capture_cursors (project TEXT NOT NULL, root TEXT NOT NULL, sha TEXT NOT NULL, PRIMARY KEY (project, root)) STRICT, WITHOUT ROWID',
  'CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID',
];

/** Everything the first release stores. */
export const initialSchema: Migration = {
  version: 1,
  name: 'initial schema',
  apply(database) {
    database.exec(
      memories,
      ...memoryIndexes,
      ...entities,
      searchText,
      search,
      ...triggers,
      ...history,
      ...work,
      ...bookkeeping,
    );
    // FTS5's own 'secure-delete' stays off: up to SQLite 3.54.1 its index fails its integrity check after some hundred
    // edits of long texts. Purge merges the index instead, which leaves no deleted word behind.
    database.run(`INSERT INTO meta (key, value) VALUES ('dataset_id', ?)`, randomUUID());
  },
};
