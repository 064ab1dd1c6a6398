import { writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiKeys } from '../../../src/embed/api/apiKeys.ts';
import { resolveApi } from '../../../src/embed/api/resolveApi.ts';
import { type EmbedderParts, createEmbedder } from '../../../src/embed/createEmbedder.ts';
import { filesAt, importModel } from '../../../src/embed/download/importModel.ts';
import { ModelFolder } from '../../../src/embed/download/modelFolder.ts';
import type { Embedder } from '../../../src/embed/embedder.ts';
import { embedderFacts, reembeddingCost } from '../../../src/embed/embedderFacts.ts';
import type { EmbedderHandle, EmbedderState } from '../../../src/embed/embedderHandle.ts';
import type { RuntimeFiles } from '../../../src/embed/onnx/runtimeFiles.ts';
import type { EmbedderSettings } from '../../../src/protocol/embedderSettings.ts';
import { type EmbeddingApi, startEmbeddingApi } from '../../../dev/embedding/embeddingApi.ts';
import { type ModelHub, startModelHub } from '../../../dev/embedding/modelHub.ts';
import { buildRuntime } from '../../../dev/embedding/onnx/buildRuntime.ts';
import { generateModel } from '../../../dev/embedding/onnx/generatedModel.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { until } from '../../../dev/processes/until.ts';

const model = generateModel('tests/handled');
const { manifest } = model;
const builtIn: Embedder = {
  provider: 'built-in',
  model: 'words',
  dimensions: 2,
  embed: (texts) => Promise.resolve(texts.map(() => Float32Array.of(1, 0))),
};

let temp: TempDirectory;
let runtime: RuntimeFiles;
let api: EmbeddingApi;
let hub: ModelHub;
let models: string;
let count = 0;
const handles: EmbedderHandle[] = [];

beforeAll(async () => {
  temp = await tempDirectory('handle');
  runtime = await buildRuntime(await temp.makeDirectory('dist'));
});
beforeEach(async () => {
  api = await startEmbeddingApi();
  hub = await startModelHub(model);
  models = temp.join(`models-${++count}`);
});
afterEach(async () => {
  for (const handle of handles.splice(0)) handle.dispose();
  await api.close();
  await hub.close();
});
afterAll(() => temp.dispose());

const create = (settings: EmbedderSettings, parts: Partial<EmbedderParts> = {}) => {
  const handle = createEmbedder(settings, {
    models,
    builtIn,
    keys: new ApiKeys({}),
    network: { env: {} },
    runtime,
    limits: { backoffMs: 5, attempts: 2, idleMs: 2_000 },
    patience: {
      query: { attempts: 1, idleMs: 1_000, longestPauseSeconds: 1, backoffMs: 5 },
      document: { attempts: 1, idleMs: 1_000, longestPauseSeconds: 1, backoffMs: 5 },
    },
    retryMs: 3_600_000,
    ...parts,
  });
  handles.push(handle);
  const states: EmbedderState[] = [];
  handle.onState((state) => states.push(state));
  const reaches = (kind: EmbedderState['kind']) =>
    until(() => handle.state.kind === kind && handle.state, { what: `the state ${kind}`, timeoutMs: 20_000 });
  return { handle, states, reaches };
};

describe('the embedder that is wanted', () => {
  it('is the built-in one at once, which is nobody else to put away', async () => {
    const { handle, reaches } = create({ provider: 'built-in' });
    await reaches('ready');
    expect(handle.embedder).toMatchObject({ provider: 'built-in', model: 'words', dimensions: 2 });
    expect(await handle.embedder?.embed(['x'], 'query')).toEqual([Float32Array.of(1, 0)]);
  });

  it('is a local one once it is downloaded, loaded and has answered', async () => {
    const { handle, states, reaches } = create({ provider: 'local', manifest, mirror: hub.url });
    expect(handle.embedder).toBeUndefined();
    await reaches('ready');
    expect(handle.embedder).toMatchObject({ provider: 'local', model: 'tests/handled', dimensions: 48 });
    expect(await handle.embedder?.embed(['x', 'y'], 'document')).toHaveLength(2);
    const total = manifest.weights.bytes + manifest.tokenizer.bytes;
    expect(states).toContainEqual({ kind: 'downloading', received: total, total });
    expect(states.slice(-2)).toEqual([
      { kind: 'waiting', why: 'tests/handled is being loaded.' },
      { kind: 'ready' },
    ]);
  });

  it('waits and comes by itself when the trouble passes', async () => {
    hub.fault = '500';
    const { handle, states, reaches } = create(
      { provider: 'local', manifest, mirror: hub.url },
      { retryMs: 30 },
    );
    const waiting = await until(() =>
      states.find((state) => state.kind === 'waiting' && /status 500/.test(state.why)),
    );
    expect(waiting).toMatchObject({
      why: expect.stringMatching(/It is tried again in 1 s\. Try again later/),
    });
    expect(handle.embedder).toBeUndefined();
    hub.fault = 'ok';
    await reaches('ready');
  });

  it('fails with what to do when it needs somebody, and comes after that', async () => {
    hub.fault = 'corrupt';
    const { handle, reaches } = create({ provider: 'local', manifest, mirror: hub.url });
    expect(await reaches('failed')).toMatchObject({
      message: expect.stringContaining('not the file that was expected'),
      advice: expect.stringContaining('memory-bridge model import'),
    });
    const stick = await temp.makeDirectory('stick');
    await writeFile(`${stick}/weights`, model.files.get(manifest.weights.path) ?? '');
    expect(await importModel(models, manifest, await filesAt([stick]))).toMatchObject({ missing: [] });
    handle.retry();
    await reaches('ready');
  });

  it('says what is wrong with settings', async () => {
    const { reaches } = create({ provider: 'local', model: 'nobody/knows' });
    expect(await reaches('failed')).toMatchObject({ message: expect.stringContaining('is not known here') });
  });

  it('fails when the worker does, and can be tried again', async () => {
    const { handle, reaches } = create(
      { provider: 'local', manifest, mirror: hub.url },
      { worker: { idleMs: 1 } },
    );
    await reaches('ready');
    // The worker has gone to rest; when it is needed again the file is broken.
    await writeFile(new ModelFolder(models, manifest).pathOf(manifest.weights), 'broken');
    await until(async () => {
      await handle.embedder?.embed(['x'], 'query').catch(() => {});
      return handle.state.kind === 'failed';
    });
    expect(handle.embedder).toBeUndefined();
    expect(handle.state).toMatchObject({ message: expect.stringContaining('cannot be run') });
    handle.retry();
    await reaches('ready');
  });

  it('stops downloading when it is put away', async () => {
    hub.fault = 'slow';
    const { handle, reaches, states } = create({ provider: 'local', manifest, mirror: hub.url });
    await reaches('downloading');
    handle.dispose();
    const before = states.length;
    // What was under way has reached the hub, or will not, once the hub has answered somebody else.
    await (await fetch(hub.url)).arrayBuffer();
    expect(states).toHaveLength(before);
    expect(await new ModelFolder(models, manifest).missing()).not.toEqual([]);
  });

  it('is an API once that has answered, and steps back when it does not any more', async () => {
    const { handle, reaches } = create({ provider: 'openai', baseUrl: `${api.origin}/v1` }, { retryMs: 50 });
    await reaches('ready');
    const { embedder } = handle;
    api.queue.push({ status: 429 });
    await expect(embedder?.embed(['x'], 'query')).rejects.toMatchObject({ code: 'rate_limited' });
    expect(handle.state).toEqual({ kind: 'ready' });
    api.queue.push({ status: 500 });
    await expect(embedder?.embed(['x'], 'query')).rejects.toMatchObject({ code: 'unavailable' });
    expect(handle.state).toMatchObject({ kind: 'waiting', why: expect.stringContaining('status 500') });
    expect(handle.embedder).toBeUndefined();
    await reaches('ready');
    api.queue.push({ status: 401 });
    await expect(handle.embedder?.embed(['x'], 'query')).rejects.toMatchObject({ code: 'unauthorized' });
    expect(handle.state).toMatchObject({
      kind: 'failed',
      advice: expect.stringContaining('MEMORY_BRIDGE_EMBEDDING_KEY'),
    });
  });

  it('asks nobody without the key that is needed, and nothing but a word with it', async () => {
    const { reaches } = create(
      { provider: 'voyage' },
      { network: { env: { HTTPS_PROXY: 'http://127.0.0.1:1' } } },
    );
    expect(await reaches('failed')).toMatchObject({
      message: 'api.voyageai.com requires a key.',
      advice: expect.stringContaining('VOYAGE_API_KEY or MEMORY_BRIDGE_EMBEDDING_KEY'),
    });
    const { handle, reaches: reachesToo } = create({ provider: 'ollama', baseUrl: api.origin });
    await reachesToo('ready');
    expect(handle.embedder?.dimensions).toBe(8);
    expect(api.requests.map(({ body }) => body.input)).toEqual([['memory']]);
  });
});

describe('keys', () => {
  const own = resolveApi({ provider: 'openai' });
  const other = resolveApi({ provider: 'openai', baseUrl: 'https://llm.example.com/v1' });

  it('of a service go to that service alone', () => {
    const keys = new ApiKeys({ OPENAI_API_KEY: ' sk-1 ', VOYAGE_API_KEY: 'pa-1' });
    expect(keys.keyFor(own)).toBe('sk-1');
    expect(keys.keyFor(resolveApi({ provider: 'voyage' }))).toBe('pa-1');
    expect(keys.keyFor(other)).toBeUndefined();
    expect(new ApiKeys({ MEMORY_BRIDGE_EMBEDDING_KEY: 'k' }).keyFor(other)).toBe('k');
  });

  it('that are lent go to the origin they were lent for, until they are taken back', () => {
    const keys = new ApiKeys({ OPENAI_API_KEY: 'sk-1' });
    expect(keys.lend('https://llm.example.com', 'lent')).toBe(true);
    expect(keys.lend('https://llm.example.com', 'lent')).toBe(false);
    expect(keys.keyFor(other)).toBe('lent');
    expect(keys.keyFor(own)).toBe('sk-1');
    expect(keys.lend('https://llm.example.com', undefined)).toBe(true);
    expect(keys.keyFor(other)).toBeUndefined();
  });
});

describe('what is said before', () => {
  it('tells where texts go and what it takes', () => {
    expect(embedderFacts({ provider: 'openai' })).toEqual({
      model: 'text-embedding-3-small',
      sendsTo: 'api.openai.com',
      downloadBytes: null,
      privacy: 'The text of every memory and every question is sent to api.openai.com.',
    });
    expect(embedderFacts({ provider: 'ollama' }).sendsTo).toBeNull();
    expect(embedderFacts({ provider: 'openai', baseUrl: 'http://localhost:1234/v1' }).privacy).toMatch(
      /on this computer/,
    );
    expect(embedderFacts({ provider: 'local' })).toMatchObject({ sendsTo: null, downloadBytes: 23_684_031 });
    expect(embedderFacts({ provider: 'built-in' })).toMatchObject({ sendsTo: null, downloadBytes: null });
  });

  it('counts tokens and requests, and names no price', () => {
    const memories = { texts: 1_000, characters: 400_000 };
    expect(reembeddingCost({ provider: 'voyage' }, memories)).toEqual({
      texts: 1_000,
      tokens: 100_000,
      requests: 4,
      note: '1000 texts, about 100000 tokens in 4 requests to api.voyageai.com, which may charge for them.',
    });
    expect(reembeddingCost({ provider: 'local' }, memories)).toMatchObject({
      requests: 0,
      note: expect.stringMatching(/no cost/),
    });
  });
});
