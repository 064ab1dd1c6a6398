import { oneLine } from './text/oneLine.ts';

/** Codes that cross every border: HTTP, MCP, CLI and the editor map each one to what a person can do about it. */
export type ErrorCode =
  | 'invalid_input'
  | 'not_found'
  | 'conflict'
  | 'unauthorized'
  | 'forbidden'
  | 'too_large'
  | 'rate_limited'
  | 'draining'
  | 'unavailable'
  | 'owner_elsewhere'
  | 'owner_hung'
  | 'port_taken'
  | 'port_mismatch'
  | 'newer_database'
  | 'newer_owner'
  | 'corrupt'
  | 'disk_full'
  | 'read_only'
  | 'unknown_operation'
  | 'internal';

/** Codes after which the same call, with the same idempotency key, may be sent again. */
const retryable: ReadonlySet<ErrorCode> = new Set(['draining', 'unavailable', 'rate_limited']);

/**
 * The one error class of the domain. `message` is a plain sentence for a person or a model and says what to do
 * next; `code` is what programs look at. It stays on one line, whatever names and references it quotes.
 */
export class MemoryBridgeError extends Error {
  readonly code: ErrorCode;
  /** Seconds to wait before a retry makes sense, where the server knows it. */
  readonly retryAfter: number | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; retryAfter?: number; details?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(oneLine(message), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'MemoryBridgeError';
    this.code = code;
    this.retryAfter = options.retryAfter;
    this.details = options.details;
  }

  /** By its name: each file of a program that is bundled in several has a class of its own. */
  static is(value: unknown, ...codes: ErrorCode[]): value is MemoryBridgeError {
    if (!(value instanceof Error) || value.name !== 'MemoryBridgeError') return false;
    return codes.length === 0 || codes.includes((value as MemoryBridgeError).code);
  }

  get isRetryable(): boolean {
    return retryable.has(this.code);
  }
}
