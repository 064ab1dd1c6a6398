import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../core/ports.ts';

export interface QueryLimits {
  /** A question waits so long for its vector, ms. */
  readonly timeoutMs: number;
  /** A model that was not asked for so long may have to be loaded again, ms. */
  readonly idleMs: number;
  /** The first question after that waits so long. Loading goes on after it, ms. */
  readonly firstTimeoutMs: number;
  /** Loading that takes longer has failed, ms. */
  readonly longestLoadMs: number;
  /** After an answer that came too late the model is left alone for so long, ms. */
  readonly slowRestMs: number;
  /** After a failure; doubles with each one in a row, up to `longestRestMs`. */
  readonly failureRestMs: number;
  readonly longestRestMs: number;
}

export const usualQueryLimits: QueryLimits = {
  timeoutMs: 400,
  idleMs: 60_000,
  firstTimeoutMs: 1_500,
  longestLoadMs: 120_000,
  slowRestMs: 10_000,
  failureRestMs: 30_000,
  longestRestMs: 300_000,
};

/** Why a model is being left alone. */
export type QueryTrouble =
  | { readonly kind: 'slow' | 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * Asks a model for the vector of a question, but never for long: one that fails or is slow is left alone for a while,
 * so that only the first question pays for finding out. One that has been idle may be out of memory: the first question
 * waits longer for it, and one that came too soon does not end its loading.
 */
export class QueryGuard {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #limits: QueryLimits;
  #restsUntil = -Infinity;
  #failures = 0;
  #trouble: QueryTrouble | undefined;
  #answeredAt: number;
  /** The question that a model is loaded for. */
  #loading: Promise<unknown> | undefined;

  constructor(clock: Pick<Clock, 'monotonic'>, limits: QueryLimits = usualQueryLimits) {
    this.#clock = clock;
    this.#limits = limits;
    this.#answeredAt = clock.monotonic();
  }

  get isResting(): boolean {
    return this.#loading !== undefined || this.#clock.monotonic() < this.#restsUntil;
  }

  /** Of the last question, until one is answered in time. */
  get trouble(): QueryTrouble | undefined {
    return this.#trouble;
  }

  /** Resolves when a model that was too slow to load has been loaded, or has failed to. */
  get loaded(): Promise<unknown> | undefined {
    return this.#loading;
  }

  /** The answer of `ask`, or undefined when it did not come in time or the model rests. Never throws. */
  async ask<T>(ask: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    if (this.isResting) return undefined;
    const { idleMs, timeoutMs, longestLoadMs } = this.#limits;
    if (this.#clock.monotonic() < this.#answeredAt + idleMs) return this.#askWithin(timeoutMs, ask);
    return this.#askFirst(this.#askWithin(longestLoadMs, ask));
  }

  /** Gives the model another chance at once. */
  reset(): void {
    this.#restsUntil = -Infinity;
    this.#failures = 0;
    this.#trouble = undefined;
    this.#loading = undefined;
  }

  async #askFirst<T>(answer: Promise<T | undefined>): Promise<T | undefined> {
    const patience = new AbortController();
    const tooLate = delay(this.#limits.firstTimeoutMs, true, { signal: patience.signal, ref: false });
    const isTooLate = await Promise.race([answer.then(() => false), tooLate.catch(() => false)]);
    patience.abort();
    if (!isTooLate) return answer;
    this.#trouble = { kind: 'loading' };
    const loading = answer.finally(() => {
      if (this.#loading === loading) this.#loading = undefined;
    });
    this.#loading = loading;
    return undefined;
  }

  async #askWithin<T>(
    milliseconds: number,
    ask: (signal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> {
    const timeout = AbortSignal.timeout(milliseconds);
    try {
      // An embedder that does not listen to the signal is not waited for either.
      const answer = await Promise.race([ask(timeout), whenAborted(timeout)]);
      this.#answeredAt = this.#clock.monotonic();
      this.#restsUntil = -Infinity;
      this.#failures = 0;
      this.#trouble = undefined;
      return answer;
    } catch (error) {
      if (timeout.aborted) this.#rest({ kind: 'slow' }, this.#limits.slowRestMs);
      else this.#rest({ kind: 'failed', error }, this.#failureRest());
      return undefined;
    }
  }

  #failureRest(): number {
    const { failureRestMs, longestRestMs } = this.#limits;
    return Math.min(longestRestMs, failureRestMs * 2 ** this.#failures++);
  }

  #rest(trouble: QueryTrouble, milliseconds: number): void {
    this.#trouble = trouble;
    this.#restsUntil = this.#clock.monotonic() + milliseconds;
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
