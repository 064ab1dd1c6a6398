import { MemoryBridgeError } from '../../core/errors.ts';
import { httpStatusOf, toWireError } from '../../protocol/wireError.ts';

/** Every refused request ends here, so that all of them have the same body. */
export function refusal(
  error: MemoryBridgeError,
  options: { status?: number; headers?: Record<string, string> } = {},
): Response {
  const headers: Record<string, string> = { 'cache-control': 'no-store', ...options.headers };
  if (error.retryAfter !== undefined)
    headers['retry-after'] = String(Math.max(1, Math.ceil(error.retryAfter)));
  return Response.json(toWireError(error), { status: options.status ?? httpStatusOf(error), headers });
}

export function methodNotAllowed(method: string, path: string, allowed: string): Response {
  return refusal(
    new MemoryBridgeError('invalid_input', `${method} is not possible on ${path}. Use ${allowed}.`),
    { status: 405, headers: { allow: allowed } },
  );
}
