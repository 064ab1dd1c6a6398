import type { Job, JobRepository, JobState } from '../../ports/jobRepository.ts';
import type { Database } from '../../../sqlite/database.ts';
import type { Row } from '../../../sqlite/statement.ts';
import { number, optionalText, text } from './columns.ts';
import { marks } from './memoryFilter.ts';

export class SqliteJobRepository implements JobRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async enqueue(job: Job): Promise<void> {
    this.#database.run(
      `INSERT INTO jobs (id, kind, payload, state, attempts, run_after, error, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      job.id,
      job.kind,
      JSON.stringify(job.payload ?? null),
      job.state,
      job.attempts,
      job.runAfter,
      job.error,
      job.createdAt,
    );
  }

  async take(kinds: readonly string[], now: number): Promise<Job | undefined> {
    const row = this.#database.get(
      `UPDATE jobs SET state = 'running', attempts = attempts + 1 WHERE id = (
         SELECT id FROM jobs WHERE state = 'queued' AND kind IN (${marks(kinds)}) AND run_after <= ?
         ORDER BY created_at, id LIMIT 1) RETURNING *`,
      ...kinds,
      now,
    );
    return row && jobFromRow(row);
  }

  async finish(id: string, outcome: Parameters<JobRepository['finish']>[1]): Promise<void> {
    if (outcome.state === 'queued')
      this.#database.run(
        `UPDATE jobs SET state = 'queued', error = ?, run_after = ? WHERE id = ?`,
        outcome.error,
        outcome.runAfter,
        id,
      );
    else
      this.#database.run(
        'UPDATE jobs SET state = ?, error = ? WHERE id = ?',
        outcome.state,
        outcome.state === 'failed' ? outcome.error : null,
        id,
      );
  }

  async requeueRunning(): Promise<number> {
    return this.#database.run(`UPDATE jobs SET state = 'queued' WHERE state = 'running'`);
  }
}

function jobFromRow(row: Row): Job {
  return {
    id: text(row, 'id'),
    kind: text(row, 'kind'),
    payload: JSON.parse(text(row, 'payload')) as unknown,
    state: text(row, 'state') as JobState,
    attempts: number(row, 'attempts'),
    runAfter: number(row, 'run_after'),
    error: optionalText(row, 'error'),
    createdAt: number(row, 'created_at'),
  };
}
