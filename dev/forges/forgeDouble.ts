import { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse, createServer } from 'node:http';

export interface ForgeRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** An answer instead of what was recorded. */
export interface ForgeReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface ForgeDouble {
  /** Without a slash at its end. */
  readonly origin: string;
  readonly requests: ForgeRequest[];
  /** Said to every request that it returns something for. */
  rule: (request: ForgeRequest) => ForgeReply | undefined;
  /** Every token that this host has seen, in whatever header or address. */
  tokens(): string[];
  close(): Promise<void>;
}

/**
 * One host of a forge on the loopback. `bodies` are recorded answers by what stands at the end of their paths; each has
 * an ETag, and is not sent again to whoever has it.
 */
export async function startForgeDouble(bodies: Readonly<Record<string, unknown>> = {}): Promise<ForgeDouble> {
  const requests: ForgeRequest[] = [];
  const double: Pick<ForgeDouble, 'requests' | 'rule'> = { requests, rule: () => undefined };
  const server = createServer((request, response) => answer(request, response, double, bodies));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  return Object.assign(double, {
    origin: `http://127.0.0.1:${address.port}`,
    tokens: () =>
      requests.flatMap(
        ({ path, headers }) => `${path} ${JSON.stringify(headers)}`.match(/tok-[\w-]+/g) ?? [],
      ),
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}

function answer(
  { method = '', url = '', headers }: IncomingMessage,
  response: ServerResponse,
  double: Pick<ForgeDouble, 'requests' | 'rule'>,
  bodies: Readonly<Record<string, unknown>>,
): void {
  const request = { method, path: url, headers };
  double.requests.push(request);
  const reply = double.rule(request);
  if (reply) return send(response, reply);
  const recorded = Object.entries(bodies).find(([end]) => method === 'GET' && url.endsWith(`/${end}`));
  if (!recorded) return send(response, { status: 404, body: { message: '404 Not found' } });
  const etag = `W/"${recorded[0]}"`;
  if (headers['if-none-match'] === etag) return send(response, { status: 304, headers: { etag } });
  send(response, { status: 200, headers: { etag }, body: recorded[1] });
}

function send(response: ServerResponse, { status, headers = {}, body }: ForgeReply): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body));
}
