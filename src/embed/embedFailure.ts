import { type ErrorCode, MemoryBridgeError } from '../core/errors.ts';

/** What happened and what to do about it, for places that show them apart. */
export interface FailureText {
  readonly message: string;
  readonly advice: string;
}

interface FailureOptions {
  readonly cause?: unknown;
  /** Seconds. */
  readonly retryAfter?: number | undefined;
}

/** An error whose message says what happened and then what to do; both are in `details` too. */
export function embedFailure(
  code: ErrorCode,
  message: string,
  advice: string,
  { cause, retryAfter }: FailureOptions = {},
): MemoryBridgeError {
  return new MemoryBridgeError(code, `${message} ${advice}`, {
    cause,
    details: { message, advice },
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}

/** The two sentences of an error, whoever made it. */
export function failureText(error: unknown): FailureText {
  const details = MemoryBridgeError.is(error) ? error.details : undefined;
  const { message, advice } = details ?? {};
  if (typeof message === 'string' && typeof advice === 'string') return { message, advice };
  return {
    message: error instanceof Error ? error.message : String(error),
    advice: 'Check the log of the memory server.',
  };
}
