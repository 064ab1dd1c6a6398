import { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse, createServer } from 'node:http';

export interface EmbeddingRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: {
    readonly model: string;
    readonly input: readonly string[];
    readonly [name: string]: unknown;
  };
}

/** An answer instead of vectors. */
export interface Refusal {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Answer = Refusal | 'hang' | 'cut' | 'page' | 'other shape' | 'one too few' | 'not numbers';

export interface EmbeddingApi {
  /** Without a slash at its end. */
  readonly origin: string;
  readonly requests: EmbeddingRequest[];
  /** Connections that were made. */
  connections: number;
  /** Played one by one before vectors are given. */
  readonly queue: Answer[];
  /** Said to every request that it returns something for. */
  rule: (request: EmbeddingRequest) => Answer | undefined;
  /** Of the vectors, unless a request names another number. */
  dimensions: number;
  close(): Promise<void>;
}

/**
 * The embedding routes of OpenAI and Voyage (`/v1/embeddings`) and of Ollama (`/api/embed`), in the shapes of their
 * documentation, with vectors that depend on the text alone and are not of unit length.
 */
export async function startEmbeddingApi(dimensions = 8): Promise<EmbeddingApi> {
  const api: Omit<EmbeddingApi, 'origin' | 'close'> = {
    requests: [],
    connections: 0,
    queue: [],
    rule: () => undefined,
    dimensions,
  };
  const server = createServer((request, response) => void serve(request, response, api));
  server.on('connection', () => api.connections++);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  return Object.assign(api, {
    origin: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}

/** The vector that the double gives a text. */
export function doubleVector(text: string, dimensions: number): number[] {
  let state = 7;
  for (const character of text) state = (Math.imul(state, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return Array.from({ length: dimensions }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 32 - 0.5) * 6;
  });
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  api: Omit<EmbeddingApi, 'origin' | 'close'>,
): Promise<void> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const entry: EmbeddingRequest = {
    path: request.url ?? '',
    headers: request.headers,
    body: JSON.parse(text) as EmbeddingRequest['body'],
  };
  api.requests.push(entry);
  const answer = api.queue.shift() ?? api.rule(entry);
  if (answer === 'hang') return;
  if (answer === 'cut') return void response.destroy();
  if (answer === 'page') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>');
    return;
  }
  if (answer === 'other shape') return json(response, 200, { result: [] });
  if (typeof answer === 'object') return json(response, answer.status, answer.body ?? {}, answer.headers);
  const { input, model } = entry.body;
  const size = Number(entry.body['dimensions'] ?? entry.body['output_dimension'] ?? api.dimensions);
  let vectors = input.map((each) => doubleVector(each, size));
  if (answer === 'one too few') vectors = vectors.slice(1);
  const shown = (vector: number[]) =>
    answer === 'not numbers' ? vector.map(() => 'x') : encoded(vector, entry);
  if (entry.path.endsWith('/api/embed'))
    return json(response, 200, {
      model,
      embeddings: vectors.map(shown),
      total_duration: 14_143_917,
      load_duration: 1_019_500,
      prompt_eval_count: 8,
    });
  const data = vectors.map((vector, index) => ({ object: 'embedding', index, embedding: shown(vector) }));
  // Nobody promises an order.
  json(response, 200, {
    object: 'list',
    data: data.toReversed(),
    model,
    usage: { prompt_tokens: 8, total_tokens: 8 },
  });
}

function encoded(vector: number[], { body }: EmbeddingRequest): unknown {
  return body['encoding_format'] === 'base64'
    ? Buffer.from(Float32Array.from(vector).buffer).toString('base64')
    : vector;
}

function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
