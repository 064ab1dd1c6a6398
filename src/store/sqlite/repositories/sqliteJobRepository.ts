import type { Job, JobProgress, JobState, NewJob } from '../../../core/jobs/job.ts';
import type { JobFilter, JobOutcome, JobRepository } from '../../ports/jobRepository.ts';
import type { Database } from '../../../sqlite/database.ts';
import type { Row, SqlValue } from '../../../sqlite/preparedStatement.ts';
import { number, optionalNumber, optionalText, text } from './columns.ts';
import { marks } from './memoryCondition.ts';

/** Of a job that nobody can work on. */
const unreadable = 'What is stored of this job cannot be read. Start it again.';

/** Attempts count no further: a job is given up long before. */
const countedAttempts = 1_000_000;

const live = "state IN ('queued', 'running')";

export class SqliteJobRepository implements JobRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async enqueue({ id, kind, project, payload, createdAt }: NewJob): Promise<Job> {
    const asked = toJson(payload);
    const row =
      this.#database.get(
        `SELECT * FROM jobs WHERE ${live} AND kind = ? AND project IS ? AND payload = ? ORDER BY created_at, id LIMIT 1`,
        kind,
        project,
        asked,
      ) ??
      this.#database.get(
        `INSERT INTO jobs (id, kind, project, payload, state, attempts, run_after, created_at, updated_at)
         VALUES (?, ?, ?, ?, 'queued', 0, 0, ?, ?) RETURNING *`,
        id,
        kind,
        project,
        asked,
        createdAt,
        createdAt,
      );
    if (!row) throw new Error('A job was not put into the queue.');
    return jobFromRow(row);
  }

  async get(id: string): Promise<Job | undefined> {
    const row = this.#database.get('SELECT * FROM jobs WHERE id = ?', id);
    return row && jobFromRow(row);
  }

  async findByTail(tail: string): Promise<string[]> {
    const rows = this.#database.all('SELECT id FROM jobs WHERE substr(id, ?) = ?', -tail.length, tail);
    return rows.map((row) => text(row, 'id'));
  }

  async list({ ids, kinds, states, limit }: JobFilter): Promise<Job[]> {
    const conditions: [string, readonly string[] | undefined][] = [
      ['id', ids],
      ['kind', kinds],
      ['state', states],
    ];
    const wanted = conditions.flatMap(([column, values]) =>
      values ? [`${column} IN (${marks(values)})`] : [],
    );
    const values: SqlValue[] = conditions.flatMap(([, each]) => each ?? []);
    const rows = this.#database.all(
      `SELECT * FROM jobs ${wanted.length > 0 ? `WHERE ${wanted.join(' AND ')}` : ''}
       ORDER BY created_at DESC, id DESC LIMIT ?`,
      ...values,
      limit ?? -1,
    );
    return rows.map(jobFromRow);
  }

  async counts(): Promise<{ kind: string; state: JobState; count: number }[]> {
    const rows = this.#database.all(
      'SELECT kind, state, count(*) AS count FROM jobs GROUP BY kind, state ORDER BY kind, state',
    );
    return rows.map((row) => ({
      kind: text(row, 'kind'),
      state: text(row, 'state') as JobState,
      count: number(row, 'count'),
    }));
  }

  async take(kinds: readonly string[], now: number): Promise<Job | undefined> {
    this.#database.run(
      `UPDATE jobs SET state = 'failed', error = ?, updated_at = ? WHERE state = 'queued' AND kind IN (${marks(kinds)})
         AND NOT (json_valid(payload) AND json_valid(coalesce(cursor, 'null')))`,
      unreadable,
      now,
      ...kinds,
    );
    const row = this.#database.get(
      `UPDATE jobs SET state = 'running', attempts = min(attempts, ${countedAttempts}) + 1, updated_at = ? WHERE id = (
         SELECT id FROM jobs AS job WHERE state = 'queued' AND kind IN (${marks(kinds)}) AND run_after <= ?
           AND NOT EXISTS (SELECT 1 FROM jobs AS other
             WHERE other.state = 'running' AND other.kind = job.kind AND other.project IS job.project)
         ORDER BY created_at, id LIMIT 1) RETURNING *`,
      now,
      ...kinds,
      now,
    );
    return row && jobFromRow(row);
  }

  async nextDue(kinds: readonly string[]): Promise<number | undefined> {
    const row = this.#database.get(
      `SELECT min(run_after) AS due FROM jobs WHERE state = 'queued' AND kind IN (${marks(kinds)})`,
      ...kinds,
    );
    return row ? (optionalNumber(row, 'due') ?? undefined) : undefined;
  }

  async advance(id: string, cursor: unknown, progress: JobProgress, now: number): Promise<void> {
    const reached = toJson(cursor);
    this.#database.run(
      `UPDATE jobs SET attempts = CASE WHEN cursor IS ? THEN attempts ELSE 1 END, cursor = ?, done = ?, total = ?,
         error = NULL, updated_at = ? WHERE id = ? AND state = 'running'`,
      reached,
      reached,
      progress.done,
      progress.total,
      now,
      id,
    );
  }

  async finish(id: string, outcome: JobOutcome, now: number): Promise<void> {
    const { state } = outcome;
    this.#database.run(
      `UPDATE jobs SET state = ?, error = ?, run_after = ?, done = coalesce(?, done), total = coalesce(?, total),
         result = ?, updated_at = ? WHERE id = ? AND state = 'running'`,
      state,
      state === 'done' ? null : outcome.error,
      state === 'queued' ? outcome.runAfter : 0,
      state === 'done' ? outcome.progress.done : null,
      state === 'done' ? outcome.progress.total : null,
      state === 'done' ? toJson(outcome.result) : null,
      now,
      id,
    );
  }

  async release(id: string, now: number): Promise<void> {
    this.#database.run(
      `UPDATE jobs SET state = 'queued', attempts = max(0, attempts - 1), updated_at = ?
       WHERE id = ? AND state = 'running'`,
      now,
      id,
    );
  }

  async cancel(id: string, now: number): Promise<boolean> {
    const changed = this.#database.run(
      `UPDATE jobs SET state = 'cancelled', updated_at = ? WHERE id = ? AND ${live}`,
      now,
      id,
    );
    return changed > 0;
  }

  async requeueRunning(): Promise<number> {
    return this.#database.run(`UPDATE jobs SET state = 'queued' WHERE state = 'running'`);
  }

  async forgetEnded(kind: string, latest: number): Promise<number> {
    return this.#database.run(
      `DELETE FROM jobs WHERE NOT ${live} AND kind = ?1 AND id NOT IN (
         SELECT id FROM jobs WHERE NOT ${live} AND kind = ?1 ORDER BY updated_at DESC, id DESC LIMIT ?2)`,
      kind,
      latest,
    );
  }

  async thin(before: number, latest: number): Promise<number> {
    return this.#database.run(
      `DELETE FROM jobs WHERE NOT ${live} AND (updated_at < ? OR id NOT IN (
         SELECT id FROM jobs WHERE NOT ${live} ORDER BY updated_at DESC, id DESC LIMIT ?))`,
      before,
      latest,
    );
  }
}

const toJson = (value: unknown): string => JSON.stringify(value ?? null);

const fromJson = (row: Row, column: string): unknown => {
  const stored = optionalText(row, column);
  try {
    return stored === null ? null : JSON.parse(stored);
  } catch {
    return null;
  }
};

/** Integers of the database may be larger than JavaScript can tell apart. */
const safeNumber = (row: Row, column: string): number =>
  Math.max(Number.MIN_SAFE_INTEGER, Math.min(number(row, column), Number.MAX_SAFE_INTEGER));

function jobFromRow(row: Row): Job {
  const total = optionalNumber(row, 'total');
  return {
    id: text(row, 'id'),
    kind: text(row, 'kind'),
    project: optionalText(row, 'project'),
    payload: fromJson(row, 'payload'),
    state: text(row, 'state') as JobState,
    cursor: fromJson(row, 'cursor'),
    progress: total === null ? null : { done: optionalNumber(row, 'done') ?? 0, total },
    result: fromJson(row, 'result'),
    attempts: safeNumber(row, 'attempts'),
    runAfter: safeNumber(row, 'run_after'),
    error: optionalText(row, 'error'),
    createdAt: safeNumber(row, 'created_at'),
    updatedAt: safeNumber(row, 'updated_at'),
  };
}
