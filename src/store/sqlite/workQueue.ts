import { setImmediate as nextTurn } from 'node:timers/promises';
import { MemoryBridgeError } from '../../core/errors.ts';
import { FairLanes, type Lane } from '../../core/fairLanes.ts';

type Piece = () => Promise<void>;

/** Work of the server's own. */
const ownLane: Lane = { client: '' };

/** Runs pieces of work one after another, lanes in fair turns. A failure is its caller's alone. */
export class WorkQueue {
  readonly #waiting = new FairLanes<Piece>();
  #last: Piece | undefined;
  #closed = false;
  #isRunning = false;

  run<T>(work: () => T | Promise<T>, lane = ownLane): Promise<T> {
    if (this.#closed)
      return Promise.reject(
        new MemoryBridgeError('unavailable', 'The database is being closed. Try again in a moment.'),
      );
    return this.#start(work, (piece) => this.#waiting.push(piece, lane));
  }

  /** Refuses what comes from now on; `work` runs once everything before it is done. */
  close<T>(work: () => T | Promise<T>): Promise<T> {
    this.#closed = true;
    return this.#start(work, (piece) => (this.#last = piece));
  }

  async #start<T>(work: () => T | Promise<T>, enqueue: (piece: Piece) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      enqueue(async () => {
        try {
          resolve(await work());
        } catch (error) {
          reject(error);
        }
      });
      if (this.#isRunning) return;
      this.#isRunning = true;
      void this.#runAll();
    });
  }

  /** Before each piece, whoever has asked meanwhile gets into a lane: requests are read between turns of the loop. */
  async #runAll(): Promise<void> {
    await nextTurn();
    for (let next = this.#take(); next; next = this.#take()) {
      await next();
      await nextTurn();
    }
    this.#isRunning = false;
  }

  #take(): Piece | undefined {
    const next = this.#waiting.take();
    if (next) return next;
    const last = this.#last;
    this.#last = undefined;
    return last;
  }
}
