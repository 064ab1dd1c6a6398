import { MemoryBridgeError } from '../../core/errors.ts';
import type { Clock, Logger } from '../../core/ports.ts';
import type { DispatchReply } from '../../operations/dispatch/dispatcher.ts';
import type { Metrics } from './metrics.ts';
import type { CallContext, OperationDispatcher } from './operationDispatcher.ts';

export interface GuardOptions {
  /** Longest time one operation may take, in ms. */
  readonly timeoutMs: number;
}

/**
 * What every call gets, whichever way it came in: a time limit, a count, and an error that a caller can act on. What
 * went wrong inside is for the log; the caller learns only that it did.
 */
export class GuardedDispatcher implements OperationDispatcher {
  readonly #inner: OperationDispatcher;
  readonly #metrics: Metrics;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #options: GuardOptions;

  constructor(
    inner: OperationDispatcher,
    parts: { metrics: Metrics; clock: Clock; logger: Logger; options: GuardOptions },
  ) {
    this.#inner = inner;
    this.#metrics = parts.metrics;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
    this.#options = parts.options;
  }

  async dispatch(name: string, rawInput: unknown, context: CallContext): Promise<DispatchReply> {
    const started = this.#clock.monotonic();
    let outcome = 'ok';
    try {
      return await this.#withTimeLimit(name, rawInput, context);
    } catch (error) {
      const known = this.#known(name, error);
      outcome = known.code;
      throw known;
    } finally {
      // A name that nobody defined is not a label: labels live as long as the process.
      const operation = outcome === 'unknown_operation' ? 'unknown' : name;
      this.#metrics.recordOperation(operation, outcome, (this.#clock.monotonic() - started) / 1000);
    }
  }

  async #withTimeLimit(name: string, rawInput: unknown, context: CallContext): Promise<DispatchReply> {
    const limit = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const expired = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        const seconds = Math.round(this.#options.timeoutMs / 1000);
        const error = new MemoryBridgeError(
          'unavailable',
          `${name} did not finish within ${seconds} s. Send it again with the same idempotency key.`,
          { retryAfter: 1 },
        );
        limit.abort(error);
        reject(error);
      }, this.#options.timeoutMs);
      timer.unref();
    });
    try {
      const signal = AbortSignal.any([context.signal, limit.signal]);
      return await Promise.race([this.#inner.dispatch(name, rawInput, { ...context, signal }), expired]);
    } finally {
      clearTimeout(timer);
    }
  }

  #known(name: string, error: unknown): MemoryBridgeError {
    if (MemoryBridgeError.is(error)) return error;
    this.#logger.error('An operation failed', {
      operation: name,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return new MemoryBridgeError(
      'internal',
      'The memory server could not do that because of a fault of its own. Its log has the reason.',
      { cause: error },
    );
  }
}
