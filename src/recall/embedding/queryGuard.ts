import type { Clock } from '../../core/ports.ts';

export interface QueryLimits {
  /** A question waits so long for its vector, ms. */
  readonly timeoutMs: number;
  /** After an answer that came too late the model is left alone for so long, ms. */
  readonly slowRestMs: number;
  /** After a failure; doubles with each one in a row, up to `longestRestMs`. */
  readonly failureRestMs: number;
  readonly longestRestMs: number;
}

export const usualQueryLimits: QueryLimits = {
  timeoutMs: 400,
  slowRestMs: 10_000,
  failureRestMs: 30_000,
  longestRestMs: 300_000,
};

/** Why a model is being left alone. */
export type QueryTrouble = { readonly kind: 'slow' } | { readonly kind: 'failed'; readonly error: unknown };

/**
 * Asks a model for the vector of a question, but never for long: one that fails or is slow is left alone for a while,
 * so that only the first question pays for finding out.
 */
export class QueryGuard {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #limits: QueryLimits;
  #restsUntil = -Infinity;
  #failures = 0;
  #trouble: QueryTrouble | undefined;

  constructor(clock: Pick<Clock, 'monotonic'>, limits: QueryLimits = usualQueryLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  get isResting(): boolean {
    return this.#clock.monotonic() < this.#restsUntil;
  }

  /** Of the last question, until one is answered in time. */
  get trouble(): QueryTrouble | undefined {
    return this.#trouble;
  }

  /** The answer of `ask`, or undefined when it did not come in time or the model rests. Never throws. */
  async ask<T>(ask: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    if (this.isResting) return undefined;
    const timeout = AbortSignal.timeout(this.#limits.timeoutMs);
    try {
      // An embedder that does not listen to the signal is not waited for either.
      const answer = await Promise.race([ask(timeout), whenAborted(timeout)]);
      this.reset();
      return answer;
    } catch (error) {
      if (timeout.aborted) this.#rest({ kind: 'slow' }, this.#limits.slowRestMs);
      else this.#rest({ kind: 'failed', error }, this.#failureRest());
      return undefined;
    }
  }

  /** Gives the model another chance at once. */
  reset(): void {
    this.#restsUntil = -Infinity;
    this.#failures = 0;
    this.#trouble = undefined;
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
