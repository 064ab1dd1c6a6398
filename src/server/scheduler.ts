import { Cron } from 'croner';
import type { Logger } from '../core/ports.ts';

export interface Task {
  readonly name: string;
  /** When, as cron says it. */
  readonly pattern: string;
  readonly run: () => Promise<unknown>;
}

/** Runs chores at their times, each one at most once at a time. A chore that fails is logged and comes again. */
export class Scheduler {
  readonly #logger: Logger;
  readonly #jobs: Cron[] = [];
  readonly #running = new Set<Promise<unknown>>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  add(task: Task): void {
    this.#jobs.push(new Cron(task.pattern, { protect: true, unref: true }, () => this.runNow(task)));
  }

  /** Outside its times, e.g. at the start. */
  async runNow({ name, run }: Pick<Task, 'name' | 'run'>): Promise<void> {
    const work = run().catch((error: unknown) =>
      this.#logger.warn('A chore failed and will be tried again.', { chore: name, error: String(error) }),
    );
    this.#running.add(work);
    await work;
    this.#running.delete(work);
  }

  /** Starts nothing more and waits for what runs. */
  async stop(): Promise<void> {
    for (const job of this.#jobs.splice(0)) job.stop();
    await Promise.all(this.#running);
  }
}
