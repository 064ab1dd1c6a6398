import { MemoryBridgeError } from '../core/errors.ts';

/** Runs pieces of work one after another, in the order they came. A failure is its caller's alone. */
export class WorkQueue {
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  run<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.#closed)
      return Promise.reject(
        new MemoryBridgeError('unavailable', 'The database is being closed. Try again in a moment.'),
      );
    return this.#enqueue(work);
  }

  /** Refuses what comes from now on; `work` runs once everything before it is done. */
  close<T>(work: () => T | Promise<T>): Promise<T> {
    this.#closed = true;
    return this.#enqueue(work);
  }

  #enqueue<T>(work: () => T | Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }
}
