import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryBridgeError } from '../../../src/core/errors.ts';
import type { Logger } from '../../../src/core/ports.ts';
import type { Patience } from '../../../src/embed/api/apiClient.ts';
import { ApiEmbedder } from '../../../src/embed/api/apiEmbedder.ts';
import { dialects } from '../../../src/embed/api/dialects.ts';
import { type ApiProvider, resolveApi } from '../../../src/embed/api/resolveApi.ts';
import type { EmbedderSettings } from '../../../src/protocol/embedderSettings.ts';
import { type EmbeddingApi, doubleVector, startEmbeddingApi } from '../../../dev/embedding/embeddingApi.ts';
import { freePort } from '../../../dev/processes/processes.ts';

const secret = 'sk-very-secret-key-0123456789';
const hasty: Patience = { attempts: 3, idleMs: 400, longestPauseSeconds: 2, backoffMs: 5 };

let api: EmbeddingApi;
const logged: string[] = [];
const log = (message: string, fields?: object) => void logged.push(`${message} ${JSON.stringify(fields)}`);
const logger: Logger = { trace: log, debug: log, info: log, warn: log, error: log };

beforeEach(async () => {
  api = await startEmbeddingApi();
  logged.length = 0;
});
afterEach(() => api.close());

const baseOf = (provider: ApiProvider) => (provider === 'ollama' ? api.origin : `${api.origin}/v1`);
const connect = (provider: ApiProvider, settings: Partial<EmbedderSettings> = {}) =>
  ApiEmbedder.connect({
    api: resolveApi({ baseUrl: baseOf(provider), ...settings, provider }),
    key: () => secret,
    network: { env: {} },
    logger,
    patience: { query: hasty, document: hasty },
  });
const failure = async (promise: Promise<unknown>): Promise<MemoryBridgeError> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(MemoryBridgeError);
  return error as MemoryBridgeError;
};
const unit = (vector: readonly number[]) => {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
};
const texts = ['deploy', 'the port is 9824', 'größer'];

describe.each<[ApiProvider, string]>([
  ['openai', '/v1/embeddings'],
  ['voyage', '/v1/embeddings'],
  ['ollama', '/api/embed'],
])('vectors of %s', (provider, path) => {
  it('come in order, with unit length', async () => {
    const embedder = await connect(provider, { model: 'plain-model' });
    expect(embedder).toMatchObject({ provider, model: 'plain-model', dimensions: 8 });
    const vectors = await embedder.embed(texts, 'document');
    for (const [at, text] of texts.entries())
      for (const [index, value] of unit(doubleVector(text, 8)).entries())
        expect(vectors[at]?.[index]).toBeCloseTo(value, 5);
    expect(api.requests.at(-1)).toMatchObject({
      path,
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: { model: 'plain-model', input: texts },
    });
  });

  it('are as short as asked', async () => {
    expect((await connect(provider, { dimensions: 16 })).dimensions).toBe(16);
    const name = provider === 'voyage' ? 'output_dimension' : 'dimensions';
    expect(api.requests.at(-1)?.body).toMatchObject({ [name]: 16 });
  });

  it('are asked for again after what passes', async () => {
    const embedder = await connect(provider);
    api.queue.push({ status: 503 }, 'cut');
    expect(await embedder.embed(['x'], 'document')).toHaveLength(1);
    api.queue.push({ status: 429, headers: { 'retry-after': '1' } });
    const before = performance.now();
    expect(await embedder.embed(['x'], 'query')).toHaveLength(1);
    expect(performance.now() - before).toBeGreaterThan(990);
  });

  it('are not waited for when the server wants a long pause', async () => {
    const embedder = await connect(provider);
    api.queue.push({ status: 429, headers: { 'retry-after': '120' } });
    const error = await failure(embedder.embed(['x'], 'document'));
    expect(error).toMatchObject({ code: 'rate_limited', retryAfter: 120 });
    expect(api.queue).toEqual([]);
  });

  it.each<[string, Parameters<typeof api.queue.push>[0], MemoryBridgeError['code'], RegExp]>([
    [
      'a key that is not accepted',
      { status: 401, body: { error: { message: `Incorrect API key provided: ${secret}` } } },
      'unauthorized',
      /does not accept the key\. Set .*MEMORY_BRIDGE_EMBEDDING_KEY/,
    ],
    [
      'a key that may not',
      { status: 403, body: { detail: 'Not for this model' } },
      'forbidden',
      /does not allow.*It says: Not for this model/,
    ],
    [
      'a model that is not there',
      { status: 404, body: { error: 'model "x" not found, try pulling it first' } },
      'not_found',
      /has no model/,
    ],
    [
      'a redirect',
      { status: 307, headers: { location: 'https://elsewhere.example/v1/embeddings?x=1' } },
      'forbidden',
      /points to https:\/\/elsewhere\.example\/v1\/embeddings\. Text and keys are not sent there/,
    ],
    [
      'a refusal',
      { status: 400, body: { detail: 'bad things' } },
      'invalid_input',
      /refuses the request \(status 400\)\. It says: bad things/,
    ],
    [
      'an account without credit',
      { status: 429, body: { error: { code: 'insufficient_quota' } } },
      'forbidden',
      /no credit left/,
    ],
    ['a web page', 'page', 'unavailable', /other than a list of vectors\. Check baseUrl/],
    ['another shape', 'other shape', 'unavailable', /other than a list of vectors/],
    ['too few vectors', 'one too few', 'unavailable', /other than a list of vectors/],
    ['no numbers', 'not numbers', 'unavailable', /other than a list of vectors/],
  ])('are refused with a clear message after %s', async (_case, answer, code, message) => {
    const embedder = await connect(provider, { model: 'x' });
    api.rule = () => answer;
    const error = await failure(embedder.embed(texts, 'document'));
    expect({ code: error.code, message: error.message }).toEqual({
      code,
      message: expect.stringMatching(message),
    });
    expect(error.details).toMatchObject({ advice: expect.stringMatching(/\.$|\S$/) });
    expect(JSON.stringify([error.message, error.details, String(error.cause), logged])).not.toContain(secret);
  });

  it('are refused when the server stays broken, silent or away', async () => {
    const embedder = await connect(provider);
    api.rule = () => ({ status: 500, body: { error: { message: 'boom' } } });
    expect((await failure(embedder.embed(['x'], 'document'))).message).toMatch(/status 500.*Try again later/);
    expect(api.requests).toHaveLength(4);
    api.rule = () => 'hang';
    expect((await failure(embedder.embed(['x'], 'query'))).message).toMatch(/stopped answering/);
    await api.close();
    expect(await failure(embedder.embed(['x'], 'query'))).toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(
        provider === 'ollama' ? /Start Ollama/ : /Nobody answers at 127\.0\.0\.1/,
      ),
    });
  });

  it('of another length than before are an error', async () => {
    const embedder = await connect(provider);
    api.dimensions = 12;
    expect(await failure(embedder.embed(['x'], 'query'))).toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/12 dimensions; before, it was 8.*choose it again/),
    });
  });

  it('can be cancelled', async () => {
    const embedder = await connect(provider);
    api.rule = () => 'hang';
    const cut = new AbortController();
    const promise = embedder.embed(['x'], 'document', cut.signal);
    setTimeout(() => cut.abort(new Error('enough')), 30);
    await expect(promise).rejects.toThrow('enough');
  });
});

describe('requests to APIs', () => {
  it('keep to the limits of each', async () => {
    const openai = await connect('openai');
    api.requests.length = 0;
    const many = Array.from({ length: 600 }, (_, at) => `text ${at}`);
    expect(await openai.embed(many, 'document')).toHaveLength(600);
    expect(api.requests.map(({ body }) => body.input.length)).toEqual([256, 256, 88]);
    api.requests.length = 0;
    const long = Array.from({ length: 40 }, () => 'word '.repeat(8_000));
    await openai.embed(long, 'document');
    for (const { body } of api.requests) {
      const bytes = body.input.map((text) => Buffer.byteLength(text));
      expect(Math.max(...bytes)).toBeLessThanOrEqual(24_000);
      expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(750_000);
    }
    api.requests.length = 0;
    await (await connect('ollama')).embed(many.slice(0, 70), 'document');
    expect(api.requests.slice(1).map(({ body }) => body.input.length)).toEqual([32, 32, 6]);
  });

  it('share a connection', async () => {
    const embedder = await connect('openai');
    for (let round = 0; round < 3; round++) await embedder.embed(['x'], 'query');
    expect(api.requests).toHaveLength(4);
    expect(api.connections).toBe(1);
  });

  it('never carry an empty text', async () => {
    const embedder = await connect('openai');
    expect(await embedder.embed(['', ' \n', 'x'], 'document')).toHaveLength(3);
    expect(api.requests.at(-1)?.body.input).toEqual(['-', '-', 'x']);
  });

  it('tell questions from documents where the model does', async () => {
    const voyage = await connect('voyage');
    await voyage.embed(['x'], 'query');
    expect(api.requests.at(-1)?.body).toMatchObject({ input_type: 'query', truncation: true });
    await voyage.embed(['x'], 'document');
    expect(api.requests.at(-1)?.body).toMatchObject({ input_type: 'document' });
    const nomic = await connect('ollama');
    await nomic.embed(['x'], 'query');
    expect(api.requests.at(-1)?.body.input).toEqual(['search_query: x']);
    await nomic.embed(['x'], 'document');
    expect(api.requests.at(-1)?.body.input).toEqual(['search_document: x']);
  });

  it('are made once more with shorter texts when a server finds one too long', async () => {
    const embedder = await connect('openai');
    const tooLong = (limit: number, said: string) => {
      api.requests.length = 0;
      api.rule = ({ body }) =>
        body.input.some((text) => text.length > limit)
          ? { status: 400, body: { error: { message: said, type: 'invalid_request_error' } } }
          : undefined;
    };
    tooLong(600, "This model's maximum context length is 512 tokens, however you requested 2000 tokens.");
    expect(await embedder.embed(['short', 'x'.repeat(5_000)], 'document')).toHaveLength(2);
    expect(api.requests.map(({ body }) => body.input.map((text) => text.length))).toEqual([
      [5, 5_000],
      [5, 512],
    ]);
    tooLong(2_100, 'input is too long');
    expect(await embedder.embed(['é'.repeat(4_000)], 'document')).toHaveLength(1);
    tooLong(10, 'input is too long');
    expect(await failure(embedder.embed(['x'.repeat(5_000)], 'document'))).toMatchObject({
      code: 'too_large',
      message: expect.stringMatching(/finds a text too long.*Choose a model/),
    });
    expect(api.requests).toHaveLength(2);
  });

  it('read floats in Base64 too', () => {
    const embedding = Buffer.from(Float32Array.of(1.5, -2).buffer).toString('base64');
    expect(dialects.openai.read({ data: [{ index: 0, embedding }] })).toEqual([Float32Array.of(1.5, -2)]);
    expect(dialects.openai.read({ data: [{ index: 1, embedding }] })).toBeUndefined();
    const { base } = resolveApi({ provider: 'openai' });
    expect(base.href).toBe('https://api.openai.com/v1/');
    expect(dialects.openai.body(resolveApi({ provider: 'openai' }), ['x'], 'query')).toEqual({
      model: 'text-embedding-3-small',
      input: ['x'],
      encoding_format: 'base64',
    });
  });

  it('do not follow a redirect with the key', async () => {
    const seen: string[] = [];
    const thief = createServer((request, response) => {
      seen.push(request.headers.authorization ?? 'nothing');
      response.end('{}');
    });
    const port = await freePort();
    await new Promise<void>((resolve) => thief.listen(port, '127.0.0.1', resolve));
    const embedder = await connect('openai');
    api.rule = () => ({ status: 308, headers: { location: `http://127.0.0.1:${port}/v1/embeddings` } });
    expect((await failure(embedder.embed(['x'], 'query'))).code).toBe('forbidden');
    expect(seen).toEqual([]);
    await new Promise((resolve) => thief.close(resolve));
  });
});
