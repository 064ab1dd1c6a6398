import { parseBoundedJson } from '../../core/text/boundedJson.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import { refusal } from './refusal.ts';
import type { MiddlewareHandler } from 'hono';

/** Largest request body in bytes: far above any memory, small enough to hold a hundred at once. */
export const bodyLimit = 1024 * 1024;

function tooLarge(): MemoryBridgeError {
  return new MemoryBridgeError(
    'too_large',
    `The request is larger than ${bodyLimit / 1024 / 1024} MiB. Send less text, or several requests.`,
  );
}

/** Refuses by the declared length before anything is read; the connection ends, so that the rest is not read either. */
export function declaredLength(): MiddlewareHandler {
  return async (context, next) => {
    if (Number(context.req.header('content-length') ?? 0) > bodyLimit) {
      return refusal(tooLarge(), { headers: { connection: 'close' } });
    }
    await next();
    return undefined;
  };
}

/** The body as text, `''` when there is none. Bodies without a declared length are counted while they arrive. */
export async function readText(request: Request): Promise<string> {
  if (request.body === null) return '';
  const reader = request.body.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      bytes += value.byteLength;
      if (bytes > bodyLimit) throw tooLarge();
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    void reader.cancel().catch(() => undefined);
    if (MemoryBridgeError.is(error)) throw error;
    if (error instanceof TypeError && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      throw new MemoryBridgeError('invalid_input', 'The request body is not valid UTF-8.', { cause: error });
    }
    throw new MemoryBridgeError('invalid_input', 'The request body could not be read to its end.', {
      cause: error,
    });
  }
}

/** The body of an operation: a JSON object. An empty body stands for an empty object. */
export async function readJsonObject(request: Request): Promise<Record<string, unknown>> {
  const text = await readText(request);
  if (text.trim() === '') return {};
  requireJson(request);
  let value: unknown;
  try {
    value = parseBoundedJson(text);
  } catch (error) {
    if (MemoryBridgeError.is(error)) throw error;
    throw new MemoryBridgeError('invalid_input', `The request body is not valid JSON: ${reason(error)}.`, {
      cause: error,
    });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MemoryBridgeError(
      'invalid_input',
      `The request body must be a JSON object, not ${kindOf(value)}.`,
    );
  }
  return value as Record<string, unknown>;
}

function requireJson(request: Request): void {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') return;
  throw new MemoryBridgeError(
    'invalid_input',
    `The request body must be JSON with the header "Content-Type: application/json", not ${type ?? 'without a type'}.`,
  );
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

/** The place of the mistake without the text around it: the body may hold what must not be repeated in logs. */
function reason(error: unknown): string {
  const position = error instanceof Error ? /position \d+/.exec(error.message)?.[0] : undefined;
  return position ? `there is a mistake at ${position}` : 'it ends too early or holds something unexpected';
}
