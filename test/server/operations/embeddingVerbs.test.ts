import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddingStatus } from '../../../src/protocol/embeddingStatus.ts';
import { configureOperation } from '../../../src/protocol/operations/system/configure.ts';
import { lendKeyOperation } from '../../../src/protocol/operations/embedding/lendKey.ts';
import { previewEmbedderOperation } from '../../../src/protocol/operations/embedding/previewEmbedder.ts';
import { recallOperation } from '../../../src/protocol/operations/recall/recall.ts';
import { reindexOperation } from '../../../src/protocol/operations/embedding/reindex.ts';
import { statsOperation } from '../../../src/protocol/operations/system/stats.ts';
import { startEmbeddingApi, type EmbeddingApi } from '../../../dev/embedding/embeddingApi.ts';
import { until } from '../../../dev/processes/until.ts';
import { OperationsBench, refusal } from '../../../dev/operations/operationsBench.ts';

let bench: OperationsBench;
let api: EmbeddingApi;
beforeEach(async () => {
  bench = await OperationsBench.open();
  api = await startEmbeddingApi();
});
afterEach(async () => {
  await bench.close();
  await api.close();
});

const status = async () => (await bench.call(statsOperation, {})).embedding;
const become = (state: EmbeddingStatus['state']) =>
  until(async () => {
    const found = await status();
    return found.state === state && found;
  });
const choose = async (model: string) => {
  await bench.call(configureOperation, {
    set: { embedder: { provider: 'openai', model, baseUrl: `${api.origin}/v1` } },
  });
  await bench.embedding.reconfigure();
};

describe('reindex', () => {
  it('makes the vectors of the chosen model anew', async () => {
    await bench.remember('The harbour is closed');
    await choose('one');
    await become('ready');
    const before = api.requests.length;
    const answer = await bench.call(reindexOperation, { restart: true });
    expect(await status()).toMatchObject({ state: 'reindexing', progress: { done: 0, total: 1 } });
    expect(answer.text).toContain('Building search vectors begins');
    expect(bench.events.at(-1)).toEqual({ kind: 'embedding' });
    expect(await bench.ended(answer)).toMatchObject({ state: 'done', progress: { done: 1, total: 1 } });
    await become('ready');
    expect(api.requests.slice(before).flatMap(({ body }) => body.input)).toEqual(['The harbour is closed']);
  });

  it('makes the built-in ones anew beside those of a model', async () => {
    await bench.remember('The harbour is closed');
    await choose('one');
    await become('ready');
    const ids = async () => (await bench.store.read((unit) => unit.vectors.spaces())).map(({ id }) => id);
    const [builtIn, chosen] = await ids();
    await bench.call(reindexOperation, { provider: 'built-in', restart: true });
    await until(async () => {
      const spaces = await bench.store.read((unit) => unit.vectors.spaces());
      return spaces.length === 2 && spaces.every(({ embedded }) => embedded === 1);
    });
    expect(await ids()).not.toContain(builtIn);
    expect(await ids()).toContain(chosen);
  });

  it('tries again what has failed', async () => {
    await bench.remember('The harbour is closed');
    api.rule = () => ({ status: 403, body: { error: { message: 'Not today.' } } });
    await choose('one');
    expect((await become('failed')).message).toContain('Not today.');
    api.rule = () => undefined;
    expect(await bench.ended(await bench.call(reindexOperation, {}))).toMatchObject({ state: 'done' });
    await become('ready');
  });

  it('refuses a provider that is not the chosen one', async () => {
    expect(await refusal(bench.call(reindexOperation, { provider: 'voyage', restart: true }))).toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('the settings ask for built-in'),
    });
  });

  it('is done once for a key that comes twice', async () => {
    const again = { idempotencyKey: 'again' };
    const { job } = await bench.call(reindexOperation, { restart: true }, again);
    const [first] = await bench.store.read((unit) => unit.vectors.spaces());
    expect((await bench.call(reindexOperation, { restart: true }, again)).job).toBe(job);
    expect(await bench.store.read((unit) => unit.vectors.spaces())).toMatchObject([{ id: first?.id }]);
  });
});

describe('lend_key', () => {
  const origin = 'https://api.voyageai.com';

  it('gives what waits its key, and takes it back', async () => {
    await bench.call(configureOperation, { set: { embedder: { provider: 'voyage' } } });
    await bench.embedding.reconfigure();
    expect(await become('waiting')).toMatchObject({ missingKey: origin });
    // Before it is lent: with a key it would be used.
    await bench.call(configureOperation, { set: { embedder: { provider: 'built-in' } } });
    await bench.embedding.reconfigure();
    expect(await bench.call(lendKeyOperation, { origin, key: 'secret-1' })).toMatchObject({ changed: true });
    expect(await bench.call(lendKeyOperation, { origin, key: 'secret-1' })).toMatchObject({ changed: false });
    const preview = () => bench.call(previewEmbedderOperation, { embedder: { provider: 'voyage' } });
    expect((await preview()).missingKey).toBeNull();
    expect(await bench.call(lendKeyOperation, { origin, key: null })).toMatchObject({ changed: true });
    expect((await preview()).missingKey).toBe(origin);
  });

  it('is for origins alone, and leaves no trace of the key', async () => {
    const key = 'sk-secret-that-nobody-may-see';
    const answer = await bench.call(
      lendKeyOperation,
      { origin: api.origin, key },
      { idempotencyKey: 'a-key' },
    );
    expect(answer.text).not.toContain(key);
    const refused = await refusal(bench.call(lendKeyOperation, { origin: `${api.origin}/v1`, key }));
    expect(refused.code).toBe('invalid_input');
    expect(refused.message).not.toContain(key);
    expect(await bench.store.read((unit) => unit.idempotency.find('a-key'))).toBeUndefined();
    await choose('one');
    await become('ready');
    expect(api.requests[0]?.headers.authorization).toBe(`Bearer ${key}`);
  });
});

it('preview_embedder says what a choice would mean, without asking anybody', async () => {
  for (const text of ['a', 'bb', 'ccc', 'dddd'])
    await bench.remember(`The harbour ${text.repeat(30)} is closed`);
  const answer = await bench.call(previewEmbedderOperation, { embedder: { provider: 'openai' } });
  expect(answer).toMatchObject({
    model: 'text-embedding-3-small',
    sendsTo: 'api.openai.com',
    missingKey: 'https://api.openai.com',
    downloadBytes: null,
    memories: 4,
    tokens: Math.ceil((4 * 'The harbour  is closed'.length + 30 * 10) / 4),
    requests: 1,
  });
  const local = await bench.call(previewEmbedderOperation, { embedder: { provider: 'local' } });
  expect(local).toMatchObject({ sendsTo: null, missingKey: null, requests: 0 });
  expect(local.downloadBytes).toBeGreaterThan(20_000_000);
  expect(api.requests).toEqual([]);
});

describe('recall without the chosen model', () => {
  it('says so in its text and its answer', async () => {
    await bench.remember('The harbour is closed');
    await choose('one');
    await become('ready');
    expect((await bench.call(recallOperation, { query: 'harbour' })).withoutModel).toBeUndefined();
    api.rule = () => ({ status: 403, body: { error: { message: 'Not today.' } } });
    for (const query of ['harbour', 'a bridge over the canal']) {
      const answer = await bench.call(recallOperation, { query });
      expect(answer.withoutModel).toEqual({ model: 'one', why: 'failed' });
      expect(answer.text).toContain('one cannot be used right now, so only the built-in model answered.');
    }
  });
});
