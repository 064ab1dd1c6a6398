import { Gauge, type Registry } from 'prom-client';
import type { Counts } from '../census.ts';

/** What is kept, as gauges. */
export class CountGauges {
  readonly #memories: Groups<'category' | 'status'>;
  readonly #jobs: Groups<'kind' | 'state'>;
  readonly #pending: Gauge;
  readonly #lag: Gauge;
  readonly #backups: Groups<'state'>;
  readonly #newestBackup: Gauge;
  readonly #database: Gauge;
  readonly #log: Gauge;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#memories = new Groups(
      new Gauge({
        name: 'memory_bridge_memories',
        help: 'Memories that were not deleted, by category and status.',
        labelNames: ['category', 'status'],
        registers,
      }),
    );
    this.#jobs = new Groups(
      new Gauge({
        name: 'memory_bridge_jobs',
        help: 'Jobs that are remembered, by kind and state.',
        labelNames: ['kind', 'state'],
        registers,
      }),
    );
    this.#pending = new Gauge({
      name: 'memory_bridge_embedding_pending',
      help: 'Memories without a vector of the model that the settings ask for.',
      registers,
    });
    this.#lag = new Gauge({
      name: 'memory_bridge_embedding_lag_seconds',
      help: 'Time since the oldest memory without a vector was last changed; 0 when none lacks one.',
      registers,
    });
    this.#backups = new Groups(
      new Gauge({
        name: 'memory_bridge_backups',
        help: 'Copies of the database, by whether they were found damaged.',
        labelNames: ['state'],
        registers,
      }),
    );
    this.#newestBackup = new Gauge({
      name: 'memory_bridge_backup_newest_timestamp_seconds',
      help: 'When the newest backup that was opened and verified was made; 0 where there is none.',
      registers,
    });
    this.#database = new Gauge({
      name: 'memory_bridge_database_bytes',
      help: 'Size of the database, without logs and copies.',
      registers,
    });
    this.#log = new Gauge({
      name: 'memory_bridge_log_bytes',
      help: 'Size of the log of the server and of the older ones that are kept.',
      registers,
    });
  }

  show({ memories, jobs, lag, backups, databaseBytes, logBytes, at }: Counts): void {
    this.#memories.show(memories);
    this.#jobs.show(jobs);
    this.#pending.set(lag.count);
    this.#lag.set(lag.since === undefined ? 0 : Math.max(0, at - lag.since) / 1_000);
    this.#backups.show([
      { state: 'usable', count: backups.count - backups.damaged },
      { state: 'damaged', count: backups.damaged },
    ]);
    this.#newestBackup.set((backups.newest ?? 0) / 1_000);
    this.#database.set(databaseBytes);
    this.#log.set(logBytes);
  }

  /** Nobody knows: a count of before would be taken for one of now. */
  forget(): void {
    for (const groups of [this.#memories, this.#jobs, this.#backups]) groups.forget();
    for (const gauge of [this.#pending, this.#lag, this.#newestBackup, this.#database, this.#log])
      gauge.remove();
  }
}

/** What has been counted by labels before is told as nothing once there is none, so that a graph goes down. */
class Groups<L extends string> {
  readonly #gauge: Gauge<L>;
  readonly #seen = new Map<string, Record<L, string>>();

  constructor(gauge: Gauge<L>) {
    this.#gauge = gauge;
  }

  show(groups: readonly (Record<L, string> & { readonly count: number })[]): void {
    for (const labels of this.#seen.values()) this.#gauge.set(labels, 0);
    for (const { count, ...rest } of groups) {
      const labels = rest as unknown as Record<L, string>;
      this.#seen.set(JSON.stringify(labels), labels);
      this.#gauge.set(labels, count);
    }
  }

  forget(): void {
    this.#gauge.reset();
  }
}
