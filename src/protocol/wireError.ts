import * as z from 'zod';
import { MemoryBridgeError, type ErrorCode } from '../core/errors.ts';

/** Body of every refused request. */
export const wireErrorSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
});
export type WireError = z.output<typeof wireErrorSchema>;

const statusByCode: Record<ErrorCode, number> = {
  invalid_input: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  unknown_operation: 404,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  internal: 500,
  corrupt: 500,
  disk_full: 507,
  draining: 503,
  unavailable: 503,
  owner_elsewhere: 409,
  owner_hung: 503,
  port_taken: 409,
  port_mismatch: 409,
  newer_database: 409,
  newer_owner: 409,
  read_only: 403,
};

export function httpStatusOf(error: MemoryBridgeError): number {
  return statusByCode[error.code];
}

export function toWireError(error: MemoryBridgeError): WireError {
  return {
    error: {
      code: error.code,
      message: error.message,
      ...(error.details === undefined ? {} : { details: { ...error.details } }),
    },
  };
}

/** Rebuilds the error on the client's side; a body of another shape becomes `internal`. */
export function fromWireError(body: unknown, status: number, retryAfter?: number): MemoryBridgeError {
  const parsed = wireErrorSchema.safeParse(body);
  const options = retryAfter === undefined ? {} : { retryAfter };
  if (!parsed.success)
    return new MemoryBridgeError('internal', `The memory server answered with status ${status}.`, options);
  const { code, message, details } = parsed.data.error;
  return new MemoryBridgeError(
    code in statusByCode ? (code as ErrorCode) : 'internal',
    message,
    details ? { ...options, details } : options,
  );
}
