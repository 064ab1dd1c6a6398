import { MemoryBridgeError, type ErrorCode } from '../../core/errors.ts';
import type { Clock, Logger } from '../../core/ports.ts';
import { SecretRedactor } from '../../safety/secretRedactor.ts';

export interface FinishedCall {
  readonly operation: string;
  readonly outcome: 'ok' | ErrorCode;
  /** Monotonic, ms. */
  readonly durationMs: number;
  /** Answered from the reply of an earlier call with the same key. */
  readonly replayed: boolean;
}

export interface CallGuardParts {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly logger: Pick<Logger, 'error'>;
  /** Longest time that one call may take, ms. */
  readonly timeoutMs?: number | undefined;
  /** Told about every call, for metrics. */
  readonly onFinished?: ((call: FinishedCall) => void) | undefined;
}

const usualTimeout = 60_000;
const redactor = new SecretRedactor();

/**
 * What every call gets, whichever way it came in: a time limit, a count, and an error that a caller can act on. What
 * went wrong inside is for the log; the caller learns only that it did.
 */
export class CallGuard {
  readonly #parts: CallGuardParts;

  constructor(parts: CallGuardParts) {
    this.#parts = parts;
  }

  /** Does `work` with a signal that ends when the caller gives up or the time is over. */
  async run<T>(
    name: string,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<{ readonly reply: T; readonly replayed?: boolean }>,
  ): Promise<T> {
    const { clock, onFinished } = this.#parts;
    const started = clock.monotonic();
    let outcome: FinishedCall['outcome'] = 'ok';
    let replayed = false;
    try {
      const answer = await this.#inTime(name, signal, work);
      replayed = answer.replayed ?? false;
      return answer.reply;
    } catch (error) {
      const known = withoutSecrets(this.#known(name, error));
      outcome = known.code;
      throw known;
    } finally {
      // A name that nobody defined is no label: labels live as long as the process.
      const operation = outcome === 'unknown_operation' ? 'unknown' : name;
      onFinished?.({ operation, outcome, durationMs: clock.monotonic() - started, replayed });
    }
  }

  async #inTime<T>(
    name: string,
    given: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { timeoutMs = usualTimeout } = this.#parts;
    const limit = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const expired = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        const error = new MemoryBridgeError(
          'unavailable',
          `${name} did not finish within ${Math.round(timeoutMs / 1_000)} s. Send it again with the same idempotency key.`,
          { retryAfter: 1 },
        );
        limit.abort(error);
        reject(error);
      }, timeoutMs);
      timer.unref();
    });
    try {
      const signal = given ? AbortSignal.any([given, limit.signal]) : limit.signal;
      return await Promise.race([work(signal), expired]);
    } finally {
      clearTimeout(timer);
    }
  }

  #known(name: string, error: unknown): MemoryBridgeError {
    if (MemoryBridgeError.is(error)) return error;
    this.#parts.logger.error('An operation failed', {
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

/** A refusal quotes what was said, such as the name of a file, and whoever hears it may keep it. */
function withoutSecrets(error: MemoryBridgeError): MemoryBridgeError {
  const { message, details = {}, code, retryAfter, cause } = error;
  const quoted = Object.entries(details).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const { texts, found } = redactor.clean([message, ...quoted.map(([, text]) => text)]);
  if (found.length === 0) return error;
  const [said = '', ...values] = texts;
  return new MemoryBridgeError(code, said, {
    cause,
    ...(retryAfter === undefined ? {} : { retryAfter }),
    details: { ...details, ...Object.fromEntries(quoted.map(([name], at) => [name, values[at] ?? ''])) },
  });
}
