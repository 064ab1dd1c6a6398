import type { Clock } from '../../core/ports.ts';

/** A tick that comes this much too late, by either clock, means that the machine slept or the clock was set, ms. */
const slack = 30_000;

/**
 * Notices that time has passed without this process: the monotonic clock stands still during a suspend on some
 * platforms and goes on on others, the wall clock shows it everywhere but may also have been set.
 */
export class SuspendWatch {
  readonly #clock: Clock;
  readonly #interval: number;
  #wall: number;
  #monotonic: number;

  constructor(clock: Clock, interval: number) {
    this.#clock = clock;
    this.#interval = interval;
    this.#wall = clock.now();
    this.#monotonic = clock.monotonic();
  }

  /** To be called once per interval. True when a gap lies behind this tick. */
  tick(): boolean {
    const wall = this.#clock.now();
    const monotonic = this.#clock.monotonic();
    const late = Math.max(wall - this.#wall, monotonic - this.#monotonic) - this.#interval;
    this.#wall = wall;
    this.#monotonic = monotonic;
    return late > slack;
  }
}
