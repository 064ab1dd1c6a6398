import { setImmediate as nextTurn } from 'node:timers/promises';
import { Pause } from '../../core/pause.ts';

/** The longest time that a timer can wait for: until it is woken. */
export const untilWoken = 2 ** 31 - 1;

/** Makes vectors in the background: round after round while there are some to be made, then resting until it is woken. */
export class FillLoop {
  readonly #round: () => Promise<number>;
  readonly #gatherMs: number;
  readonly #pause = new Pause();
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;

  /**
   * A round returns how long to rest after it, ms; 0 for not at all. It does not throw. What is written comes in bursts:
   * `gatherMs` is waited for more of it after each rest.
   */
  constructor(round: () => Promise<number>, gatherMs: number) {
    this.#round = round;
    this.#gatherMs = gatherMs;
  }

  /** Aborts when it is to end. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Begins, or goes on at once when it rests. */
  wake(): void {
    this.#running ??= this.#run();
    this.#pause.wake();
  }

  /** Resolves when the last round has ended. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#pause.end();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const rest = await this.#round();
      await nextTurn();
      if (rest === 0) continue;
      await this.#pause.wait(rest);
      await this.#pause.fixed(this.#gatherMs);
    }
  }
}
