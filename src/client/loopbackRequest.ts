import http from 'node:http';

export interface LoopbackRequest {
  readonly port: number;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Silence for this long ends it, ms. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** A connection of its own when missing. */
  readonly agent?: http.Agent;
}

export interface LoopbackResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** Nobody listens, the other side went away, or it said nothing in time. */
export class LoopbackError extends Error {
  readonly kind: 'refused' | 'broken' | 'silent' | 'aborted';

  constructor(kind: LoopbackError['kind'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'LoopbackError';
    this.kind = kind;
  }

  static is(value: unknown): value is LoopbackError {
    return value instanceof LoopbackError;
  }
}

/** Answers of ours are small; whatever talks longer on our port is not ours. */
const maxBody = 64 * 1024 * 1024;

/** One request to the literal 127.0.0.1: `localhost` may be somebody else's `::1`. */
export function loopbackRequest(request: LoopbackRequest): Promise<LoopbackResponse> {
  return new Promise((resolve, reject) => {
    const outgoing = openRequest(request, reject);
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = [];
      let size = 0;
      incoming.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxBody) outgoing.destroy(new LoopbackError('broken', 'The answer is too long.'));
        else chunks.push(chunk);
      });
      incoming.once('error', (error) => reject(asLoopbackError(error)));
      incoming.once('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    outgoing.end(request.body);
  });
}

/** The bare request, for answers that are read as they come. The caller ends it. */
export function openRequest(
  { port, method, path, headers = {}, body, timeoutMs, signal, agent }: LoopbackRequest,
  onError: (error: LoopbackError) => void,
): http.ClientRequest {
  const outgoing = http.request({
    host: '127.0.0.1',
    port,
    method,
    path,
    agent: agent ?? false,
    timeout: timeoutMs,
    headers: body === undefined ? headers : { ...headers, 'content-length': Buffer.byteLength(body) },
    ...(signal ? { signal } : {}),
  });
  outgoing.once('timeout', () => outgoing.destroy(new LoopbackError('silent', 'No answer in time.')));
  outgoing.on('error', (error) => onError(asLoopbackError(error)));
  return outgoing;
}

function asLoopbackError(error: Error): LoopbackError {
  if (LoopbackError.is(error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (error.name === 'AbortError') return new LoopbackError('aborted', 'The call was cancelled.', error);
  if (code === 'ECONNREFUSED')
    return new LoopbackError('refused', 'Nothing is listening on the port.', error);
  return new LoopbackError('broken', `The connection was lost: ${code || error.message}.`, error);
}
