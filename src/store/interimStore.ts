import { createHash } from 'node:crypto';
import { chmod, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { contentKey } from '../core/contentKey.ts';
import { MemoryBridgeError } from '../core/errors.ts';
import type { Change } from '../core/history.ts';
import type { Memory } from '../core/memory.ts';
import type { Session } from '../core/session.ts';
import { migrations } from './migrations/migrations.ts';
import type { MemoryFilter, Store, StoreInfo, UnitOfWork, Job } from './repositories.ts';
import { copyDatabase } from './sqlite/copyDatabase.ts';
import type { Database } from './sqlite/database.ts';
import { openDatabase } from './sqlite/openDatabase.ts';
import type { Row, SqlValue } from './sqlite/statement.ts';

const keyOf = (key: string) => createHash('sha256').update(contentKey(key)).digest('hex').slice(0, 32);
const json = (value: unknown) => JSON.stringify(value ?? null);
const parse = (value: unknown) => JSON.parse(String(value));
const str = (v: unknown) => (v === null || v === undefined ? null : String(v));
const num = (v: unknown) => (v === null || v === undefined ? null : Number(v));

function toMemory(r: Row): Memory {
  return {
    id: String(r['id']),
    category: r['category'] as Memory['category'],
    scope: r['scope'] as Memory['scope'],
    project: str(r['project']),
    session: str(r['session']),
    title: String(r['title']),
    content: String(r['content']),
    what: str(r['what']),
    why: str(r['why']),
    learned: str(r['learned']),
    entities: parse(r['entities']),
    anchors: parse(r['anchors']),
    tags: parse(r['tags']),
    source: {
      kind: r['source_kind'] as never,
      ...(r['source_ref'] === null ? {} : { ref: String(r['source_ref']) }),
      ...(r['source_actor'] === null ? {} : { actor: String(r['source_actor']) }),
    },
    trust: r['trust'] as never,
    confidence: Number(r['confidence']),
    pinned: r['pinned'] === 1,
    status: r['status'] as never,
    supersededBy: str(r['superseded_by']),
    createdAt: Number(r['created_at']),
    updatedAt: Number(r['updated_at']),
    resolvedAt: num(r['resolved_at']),
    expiresAt: num(r['expires_at']),
    deletedAt: num(r['deleted_at']),
    lastRecalledAt: num(r['last_recalled_at']),
    recallCount: Number(r['recall_count']),
    revision: Number(r['revision']),
    metadata: parse(r['metadata']),
  };
}
function columns(m: Memory): Record<string, SqlValue> {
  return {
    id: m.id,
    tail: m.id.slice(-12),
    category: m.category,
    scope: m.scope,
    project: m.project,
    session: m.session,
    status: m.status,
    pinned: m.pinned ? 1 : 0,
    created_at: m.createdAt,
    updated_at: m.updatedAt,
    resolved_at: m.resolvedAt,
    expires_at: m.expiresAt,
    deleted_at: m.deletedAt,
    last_recalled_at: m.lastRecalledAt,
    recall_count: m.recallCount,
    revision: m.revision,
    content_key: keyOf(m.content),
    superseded_by: m.supersededBy,
    source_kind: m.source.kind,
    source_ref: m.source.ref ?? null,
    source_actor: m.source.actor ?? null,
    trust: m.trust,
    confidence: m.confidence,
    title: m.title,
    content: m.content,
    what: m.what,
    why: m.why,
    learned: m.learned,
    entities: json(m.entities),
    tags: json(m.tags),
    anchors: json(m.anchors),
    metadata: json(m.metadata),
  };
}
function where(f: MemoryFilter): { sql: string; args: SqlValue[] } {
  const parts: string[] = [];
  const args: SqlValue[] = [];
  if (!f.includeDeleted) parts.push('m.deleted_at IS NULL');
  if (f.projects) {
    const named = f.projects.filter((p): p is string => p !== null);
    const or: string[] = [];
    if (f.projects.includes(null)) or.push('m.project IS NULL');
    if (named.length) {
      or.push('m.project IN (SELECT value FROM json_each(?))');
      args.push(json(named));
    }
    parts.push(or.length ? `(${or.join(' OR ')})` : '0');
  }
  if (f.categories) {
    parts.push('m.category IN (SELECT value FROM json_each(?))');
    args.push(json(f.categories));
  }
  if (f.statuses) {
    parts.push('m.status IN (SELECT value FROM json_each(?))');
    args.push(json(f.statuses));
  }
  if (f.scope) {
    parts.push('m.scope = ?');
    args.push(f.scope);
  }
  if (f.session) {
    parts.push('m.session = ?');
    args.push(f.session);
  }
  if (f.tag) {
    parts.push('EXISTS (SELECT 1 FROM json_each(m.tags) WHERE value = ?)');
    args.push(f.tag);
  }
  if (f.since !== undefined) {
    parts.push('m.created_at >= ?');
    args.push(f.since);
  }
  return { sql: parts.length ? parts.join(' AND ') : '1', args };
}
const toChange = (r: Row): Change => ({
  id: String(r['id']),
  groupId: String(r['group_id']),
  memoryId: String(r['memory_id']),
  action: r['action'] as never,
  actor: {
    kind: r['actor_kind'] as never,
    ...(r['actor_name'] === null ? {} : { name: String(r['actor_name']) }),
  },
  at: Number(r['at']),
  before: r['before'] === null ? null : parse(r['before']),
  revision: Number(r['revision']),
  undoneBy: str(r['undone_by']),
});
const toSession = (r: Row): Session => ({
  id: String(r['id']),
  project: str(r['project']),
  agent: str(r['agent']),
  title: str(r['title']),
  state: r['state'] as never,
  startedAt: Number(r['started_at']),
  heartbeatAt: Number(r['heartbeat_at']),
  endedAt: num(r['ended_at']),
  metadata: parse(r['metadata']),
});
const toJob = (r: Row): Job => ({
  id: String(r['id']),
  kind: String(r['kind']),
  payload: parse(r['payload']),
  state: r['state'] as never,
  attempts: Number(r['attempts']),
  runAfter: Number(r['run_after']),
  error: str(r['error']),
  createdAt: Number(r['created_at']),
});

function unitOver(db: Database): UnitOfWork {
  const get = (id: string) => {
    const r = db.get('SELECT * FROM memories WHERE id = ?', id);
    return r && toMemory(r);
  };
  return {
    memories: {
      async insert(m) {
        const c = columns(m);
        const names = Object.keys(c);
        db.run(
          `INSERT INTO memories (${names.join(',')}) VALUES (${names.map(() => '?').join(',')})`,
          ...Object.values(c),
        );
      },
      async update(m) {
        const c = columns(m);
        const names = Object.keys(c);
        if (
          db.run(
            `UPDATE memories SET ${names.map((n) => `${n}=?`).join(',')} WHERE id = ? AND revision = ?`,
            ...Object.values(c),
            m.id,
            m.revision - 1,
          ) === 0
        )
          throw new MemoryBridgeError(
            'conflict',
            'The memory has changed in the meantime. Read it again and repeat the change.',
          );
      },
      async get(id) {
        return get(id);
      },
      async getMany(ids) {
        return ids.flatMap((id) => get(id) ?? []);
      },
      async findByTail(tail) {
        return db
          .all('SELECT id FROM memories WHERE id LIKE ? LIMIT 10', `%${tail}`)
          .map((r) => String(r['id']));
      },
      async findDuplicate(category, project, key) {
        const r = db.get(
          `SELECT * FROM memories WHERE content_key = ? AND category = ? AND project IS ? AND deleted_at IS NULL AND status IN ('active','resolved','candidate') LIMIT 1`,
          createHash('sha256').update(key).digest('hex').slice(0, 32),
          category,
          project,
        );
        return r && toMemory(r);
      },
      async list(filter, page) {
        const { sql, args } = where(filter);
        const total = Number(db.get(`SELECT count(*) n FROM memories m WHERE ${sql}`, ...args)?.['n']);
        const cursor = page.cursor
          ? (JSON.parse(Buffer.from(page.cursor, 'base64url').toString()) as [number, string])
          : undefined;
        const after = cursor ? 'AND (m.created_at, m.id) < (?, ?)' : '';
        const rows = db.all(
          `SELECT m.* FROM memories m WHERE ${sql} ${after} ORDER BY m.created_at DESC, m.id DESC LIMIT ?`,
          ...args,
          ...(cursor ?? []),
          page.limit + 1,
        );
        const memories = rows.slice(0, page.limit).map(toMemory);
        const last = memories.at(-1);
        return {
          memories,
          total,
          nextCursor:
            rows.length > page.limit && last
              ? Buffer.from(JSON.stringify([last.createdAt, last.id])).toString('base64url')
              : null,
        };
      },
      async search(terms, filter, limit) {
        if (terms.length === 0) return [];
        const { sql, args } = where(filter);
        const match = terms.map((t) => `"${t.replaceAll('"', '""')}"`).join(' OR ');
        return db
          .all(
            `SELECT m.*, -bm25(memory_search, 6, 3, 2, 2, 4) AS b, snippet(memory_search, -1, '', '', '…', 24) AS snip
           FROM memory_search JOIN memories m ON m.seq = memory_search.rowid WHERE memory_search MATCH ? AND ${sql} ORDER BY b DESC LIMIT ?`,
            match,
            ...args,
            limit,
          )
          .map((r) => ({ memory: toMemory(r), bm25: Number(r['b']), snippet: String(r['snip']) }));
      },
      async documentFrequencies(terms) {
        const total = Number(db.get('SELECT count(*) n FROM memories WHERE deleted_at IS NULL')?.['n']);
        return {
          total,
          counts: new Map(
            terms.map((t) => [
              t,
              Number(
                db.get(
                  'SELECT count(*) n FROM memory_search WHERE memory_search MATCH ?',
                  `"${t.replaceAll('"', '""')}"`,
                )?.['n'],
              ),
            ]),
          ),
        };
      },
      async findByEntities(refs, filter, limit) {
        const { sql, args } = where(filter);
        return db
          .all(
            `SELECT m.* FROM memories m WHERE m.seq IN (SELECT memory FROM memory_entities WHERE reference IN (SELECT value FROM json_each(?))) AND ${sql} ORDER BY m.created_at DESC, m.id DESC LIMIT ?`,
            json(refs),
            ...args,
            limit,
          )
          .map(toMemory);
      },
      async markRecalled(ids, at) {
        db.run(
          'UPDATE memories SET recall_count = recall_count + 1, last_recalled_at = ? WHERE id IN (SELECT value FROM json_each(?))',
          at,
          json(ids),
        );
      },
      async counts(filter) {
        const { sql, args } = where(filter);
        const by = (column: string) =>
          Object.fromEntries(
            db
              .all(`SELECT m.${column} k, count(*) n FROM memories m WHERE ${sql} GROUP BY 1`, ...args)
              .map((r) => [String(r['k']), Number(r['n'])]),
          );
        const byProject = db
          .all(
            `SELECT m.project k, count(*) n FROM memories m WHERE ${sql} GROUP BY 1 ORDER BY 2 DESC`,
            ...args,
          )
          .map((r) => ({ project: str(r['k']), count: Number(r['n']) }));
        return {
          total: Number(db.get(`SELECT count(*) n FROM memories m WHERE ${sql}`, ...args)?.['n']),
          byCategory: by('category'),
          byStatus: by('status'),
          byProject,
          openBlockers: Number(
            db.get(
              `SELECT count(*) n FROM memories m WHERE ${sql} AND m.category = 'blocker' AND m.status = 'active'`,
              ...args,
            )?.['n'],
          ),
        };
      },
      async findExpired(now, limit) {
        return db
          .all(
            `SELECT * FROM memories WHERE status = 'candidate' AND deleted_at IS NULL AND expires_at <= ? ORDER BY expires_at LIMIT ?`,
            now,
            limit,
          )
          .map(toMemory);
      },
      async purge(ids) {
        db.run('DELETE FROM history WHERE memory_id IN (SELECT value FROM json_each(?))', json(ids));
        db.run('DELETE FROM memories WHERE id IN (SELECT value FROM json_each(?))', json(ids));
      },
    },
    history: {
      async append(c) {
        db.run(
          'INSERT INTO history (id, tail, group_id, group_tail, memory_id, action, actor_kind, actor_name, at, before, revision, undone_by) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)',
          c.id,
          c.id.slice(-12),
          c.groupId,
          c.groupId.slice(-12),
          c.memoryId,
          c.action,
          c.actor.kind,
          c.actor.name ?? null,
          c.at,
          c.before ? json(c.before) : null,
          c.revision,
          c.undoneBy,
        );
      },
      async ofMemory(id) {
        return db.all('SELECT * FROM history WHERE memory_id = ? ORDER BY id', id).map(toChange);
      },
      async find(id) {
        return db
          .all('SELECT * FROM history WHERE id LIKE ? OR group_id LIKE ? ORDER BY id', `%${id}`, `%${id}`)
          .map(toChange);
      },
      async markUndone(ids, by) {
        db.run(
          'UPDATE history SET undone_by = ? WHERE id IN (SELECT value FROM json_each(?))',
          by,
          json(ids),
        );
      },
    },
    sessions: {
      async upsert(s) {
        db.run(
          'INSERT OR REPLACE INTO sessions VALUES (?,?,?,?,?,?,?,?,?)',
          s.id,
          s.project,
          s.agent,
          s.title,
          s.state,
          s.startedAt,
          s.heartbeatAt,
          s.endedAt,
          json(s.metadata),
        );
      },
      async get(id) {
        const r = db.get('SELECT * FROM sessions WHERE id = ?', id);
        return r && toSession(r);
      },
      async list(f) {
        return db
          .all('SELECT * FROM sessions ORDER BY started_at DESC')
          .map(toSession)
          .filter(
            (s) =>
              (f.project === undefined || s.project === f.project) && (!f.activeOnly || s.state === 'active'),
          );
      },
    },
    claims: {
      async get(resource, project) {
        return this.list({ project }).then((l) => l.find((c) => c.resource === resource));
      },
      async put(c) {
        db.run(
          'INSERT OR REPLACE INTO claims VALUES (?,?,?,?,?)',
          c.resource,
          c.project ?? '',
          c.sessionId,
          c.note,
          c.claimedAt,
        );
      },
      async remove(resource, project) {
        db.run('DELETE FROM claims WHERE resource = ? AND project = ?', resource, project ?? '');
      },
      async removeOfSession(id) {
        return db.run('DELETE FROM claims WHERE session_id = ?', id);
      },
      async list(f) {
        return db
          .all('SELECT * FROM claims')
          .map((r) => ({
            resource: String(r['resource']),
            project: r['project'] === '' ? null : String(r['project']),
            sessionId: String(r['session_id']),
            note: str(r['note']),
            claimedAt: Number(r['claimed_at']),
          }))
          .filter(
            (c) =>
              (f.project === undefined || c.project === f.project) &&
              (f.sessionId === undefined || c.sessionId === f.sessionId),
          );
      },
    },
    keyValues: {
      async get(ns, key, now) {
        const r = db.get(
          'SELECT value FROM key_values WHERE namespace = ? AND key = ? AND (expires_at IS NULL OR expires_at > ?)',
          ns,
          key,
          now,
        );
        return r ? parse(r['value']) : undefined;
      },
      async set(ns, key, value, expiresAt, now) {
        db.run('INSERT OR REPLACE INTO key_values VALUES (?,?,?,?,?)', ns, key, json(value), expiresAt, now);
      },
      async remove(ns, key) {
        db.run('DELETE FROM key_values WHERE namespace = ? AND key = ?', ns, key);
      },
      async list(ns, now) {
        return db
          .all(
            'SELECT * FROM key_values WHERE namespace = ? AND (expires_at IS NULL OR expires_at > ?)',
            ns,
            now,
          )
          .map((r) => ({ key: String(r['key']), value: parse(r['value']), expiresAt: num(r['expires_at']) }));
      },
      async removeExpired(now) {
        return db.run('DELETE FROM key_values WHERE expires_at <= ?', now);
      },
    },
    jobs: {
      async enqueue(j) {
        db.run(
          'INSERT INTO jobs VALUES (?,?,?,?,?,?,?,?)',
          j.id,
          j.kind,
          json(j.payload),
          j.state,
          j.attempts,
          j.runAfter,
          j.error,
          j.createdAt,
        );
      },
      async take(kinds, now) {
        const r = db.get(
          `UPDATE jobs SET state='running', attempts = attempts + 1 WHERE id = (SELECT id FROM jobs WHERE state='queued' AND run_after <= ? AND kind IN (SELECT value FROM json_each(?)) ORDER BY created_at, id LIMIT 1) RETURNING *`,
          now,
          json(kinds),
        );
        return r && toJob(r);
      },
      async finish(id, o) {
        db.run(
          'UPDATE jobs SET state = ?, error = ?, run_after = coalesce(?, run_after) WHERE id = ?',
          o.state,
          'error' in o ? o.error : null,
          'runAfter' in o ? o.runAfter : null,
          id,
        );
      },
      async requeueRunning() {
        return db.run(`UPDATE jobs SET state='queued' WHERE state='running'`);
      },
    },
    projects: {
      async upsert(p) {
        db.run(
          'INSERT INTO projects VALUES (?,?,?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, root = coalesce(excluded.root, root)',
          p.id,
          p.name,
          p.root ?? null,
        );
        for (const a of p.aliases) db.run('INSERT OR REPLACE INTO project_aliases VALUES (?,?)', a, p.id);
      },
      async findByReference(ref) {
        const r = db.get(
          'SELECT * FROM projects WHERE id = ? OR id = (SELECT project FROM project_aliases WHERE alias = ?)',
          ref,
          ref,
        );
        return (
          r && {
            id: String(r['id']),
            name: String(r['name']),
            aliases: db
              .all('SELECT alias FROM project_aliases WHERE project = ?', String(r['id']))
              .map((a) => String(a['alias'])),
            ...(r['root'] === null ? {} : { root: String(r['root']) }),
          }
        );
      },
      async list() {
        return db.all('SELECT * FROM projects ORDER BY id').map((r) => ({
          id: String(r['id']),
          name: String(r['name']),
          aliases: db
            .all('SELECT alias FROM project_aliases WHERE project = ?', String(r['id']))
            .map((a) => String(a['alias'])),
          ...(r['root'] === null ? {} : { root: String(r['root']) }),
        }));
      },
    },
    idempotency: {
      async find(key) {
        const r = db.get('SELECT * FROM idempotency WHERE key = ?', key);
        return (
          r && {
            operation: String(r['operation']),
            inputHash: String(r['input_hash']),
            reply: String(r['reply']),
          }
        );
      },
      async put(key, e) {
        db.run('INSERT INTO idempotency VALUES (?,?,?,?,?)', key, e.operation, e.inputHash, e.reply, e.at);
      },
      async removeBefore(at) {
        return db.run('DELETE FROM idempotency WHERE at < ?', at);
      },
    },
    captures: {
      async hasCommit(project, sha) {
        return (
          db.get('SELECT 1 x FROM captured_commits WHERE project = ? AND sha = ?', project, sha) !== undefined
        );
      },
      async addCommit(project, e) {
        db.run('INSERT OR IGNORE INTO captured_commits VALUES (?,?,?,?)', project, e.sha, e.patchId, e.at);
      },
      async findFinding(project, fp) {
        const r = db.get(
          'SELECT memory_id FROM captured_findings WHERE project = ? AND fingerprint = ?',
          project,
          fp,
        );
        return r && { memoryId: String(r['memory_id']) };
      },
      async addFinding(project, fp, memoryId, sha) {
        db.run('INSERT OR REPLACE INTO captured_findings VALUES (?,?,?,?)', project, fp, memoryId, sha);
      },
      async getCursor(project, root) {
        return (
          str(
            db.get('SELECT sha FROM capture_cursors WHERE project = ? AND root = ?', project, root)?.['sha'],
          ) ?? undefined
        );
      },
      async setCursor(project, root, sha) {
        db.run('INSERT OR REPLACE INTO capture_cursors VALUES (?,?,?)', project, root, sha);
      },
    },
  } as UnitOfWork;
}

class InterimStore implements Store {
  #queue: Promise<unknown> = Promise.resolve();
  readonly #unit: UnitOfWork;
  constructor(
    readonly db: Database,
    readonly file: string,
    readonly beforeCommit?: () => void,
  ) {
    this.#unit = unitOver(db);
  }
  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#queue.then(work, work);
    this.#queue = run.catch(() => undefined);
    return run;
  }
  read<T>(work: (unit: UnitOfWork) => Promise<T>): Promise<T> {
    return this.#enqueue(() => work(this.#unit));
  }
  write<T>(work: (unit: UnitOfWork) => Promise<T>): Promise<T> {
    return this.#enqueue(async () => {
      this.db.run('BEGIN IMMEDIATE');
      try {
        const r = await work(this.#unit);
        this.beforeCommit?.();
        this.db.run('COMMIT');
        return r;
      } catch (e) {
        this.db.rollback();
        throw e;
      }
    });
  }
  async info(): Promise<StoreInfo> {
    return {
      path: this.file,
      schemaVersion: Number(this.db.get('PRAGMA user_version')?.['user_version']),
      sqliteVersion: String(this.db.get('SELECT sqlite_version() v')?.['v']),
      databaseBytes: (await stat(this.file)).size,
    };
  }
  checkIntegrity() {
    return this.#enqueue(async () => String(Object.values(this.db.get('PRAGMA integrity_check') ?? {})[0]));
  }
  backup(to: string) {
    return copyDatabase(this.db, to, (w) => this.#enqueue(async () => w()));
  }
  close() {
    return this.#enqueue(async () => this.db.close());
  }
}

export async function openInterimStore(options: {
  home?: string;
  path?: string;
  beforeCommit?: () => void;
}): Promise<Store> {
  const home = options.home ?? path.dirname(options.path ?? '');
  await mkdir(home, { recursive: true, mode: 0o700 });
  const file = options.path ?? path.join(home, 'memory.db');
  const db = await openDatabase(file);
  db.exec(
    'PRAGMA page_size = 8192',
    'PRAGMA locking_mode = EXCLUSIVE',
    'PRAGMA journal_mode = WAL',
    'PRAGMA synchronous = FULL',
    'PRAGMA foreign_keys = ON',
  );
  for (const m of migrations)
    if (Number(db.get('PRAGMA user_version')?.['user_version']) < m.version)
      db.transaction(() => {
        m.apply(db);
        db.exec(`PRAGMA user_version = ${m.version}`);
      });
  await chmod(file, 0o600);
  return new InterimStore(db, file, options.beforeCommit);
}
