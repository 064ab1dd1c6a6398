import { setImmediate as nextTurn } from 'node:timers/promises';
import { MemoryBridgeError } from '../core/errors.ts';

type Piece = () => Promise<void>;

/** Lanes whose last turn is known; one that is forgotten counts as having had none. */
const mostRemembered = 1_000;

/**
 * Runs pieces of work one after another. Those of one lane run in the order they came; of the lanes, the one goes next
 * that has waited longest for its turn, so that who asks for much does not keep the others waiting. A failure is its
 * caller's alone.
 */
export class WorkQueue {
  readonly #waiting = new Map<string, Piece[]>();
  /** Lanes that had a turn, the longest ago first. */
  readonly #served = new Map<string, number>();
  #turns = 0;
  #last: Piece | undefined;
  #closed = false;
  #isRunning = false;

  run<T>(work: () => T | Promise<T>, lane = ''): Promise<T> {
    if (this.#closed)
      return Promise.reject(
        new MemoryBridgeError('unavailable', 'The database is being closed. Try again in a moment.'),
      );
    return this.#start(work, (piece) => {
      const waiting = this.#waiting.get(lane);
      if (waiting) waiting.push(piece);
      else this.#waiting.set(lane, [piece]);
    });
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
    const lane = this.#nextLane();
    if (lane === undefined) {
      const last = this.#last;
      this.#last = undefined;
      return last;
    }
    const pieces = this.#waiting.get(lane);
    const next = pieces?.shift();
    if (!pieces || pieces.length === 0) this.#waiting.delete(lane);
    this.#remember(lane);
    return next;
  }

  #nextLane(): string | undefined {
    let best: { lane: string; turn: number } | undefined;
    for (const lane of this.#waiting.keys()) {
      const turn = this.#served.get(lane) ?? 0;
      if (!best || turn < best.turn) best = { lane, turn };
    }
    return best?.lane;
  }

  #remember(lane: string): void {
    this.#served.delete(lane);
    this.#served.set(lane, ++this.#turns);
    for (const oldest of this.#served.keys()) {
      if (this.#served.size <= mostRemembered) return;
      this.#served.delete(oldest);
    }
  }
}
