import { describe, expect, it } from 'vitest';
import { mergeEmbedder, sameEmbedder } from '../../../src/extension/embedding/editorEmbedder.ts';
import { incrementOf, newsOf, TroubleWatch } from '../../../src/extension/embedding/embeddingNews.ts';
import { readImportAnswer } from '../../../src/extension/embedding/importAnswer.ts';
import { type EmbedderSettings, modelManifestSchema } from '../../../src/protocol/embedderSettings.ts';
import type { EmbeddingStatus } from '../../../src/protocol/embeddingStatus.ts';

const builtIn: EmbedderSettings = { provider: 'built-in' };

describe('mergeEmbedder', () => {
  const settingsOf = (current: EmbedderSettings, chosen: Parameters<typeof mergeEmbedder>[1]) => {
    const merged = mergeEmbedder(current, chosen);
    if (merged.kind === 'problem') throw new Error(merged.message);
    return merged.settings;
  };

  it('takes the manifest of a model that was imported a moment ago, and keeps it', () => {
    const file = { path: 'a', bytes: 1, sha256: 'a'.repeat(64) };
    const manifest = modelManifestSchema.parse({
      name: 'o/m',
      weights: file,
      tokenizer: file,
      dimensions: 8,
    });
    const chosen = settingsOf(builtIn, { provider: 'local', manifest });
    expect(chosen).toEqual({ provider: 'local', manifest });
    expect(settingsOf(chosen, { provider: 'local' })).toEqual(chosen);
  });

  it('leaves what was chosen elsewhere while nothing is chosen here', () => {
    const current: EmbedderSettings = { provider: 'openai', model: 'm', baseUrl: 'https://llm.example/v1' };
    expect(settingsOf(current, { provider: undefined, model: '', baseUrl: '', dimensions: null })).toEqual(
      current,
    );
  });

  it('adds the proxy of the editor and a mirror to a choice made elsewhere', () => {
    const chosen = {
      provider: undefined,
      proxy: 'http://proxy.example:8080',
      mirror: 'https://mirror.example',
    };
    expect(settingsOf({ provider: 'local' }, chosen)).toEqual({
      provider: 'local',
      proxy: 'http://proxy.example:8080',
      mirror: 'https://mirror.example',
    });
    expect(settingsOf({ provider: 'local', proxy: 'http://own.example:1' }, chosen).proxy).toBe(
      'http://own.example:1',
    );
  });

  it('replaces everything with what belongs to a provider that is chosen here', () => {
    const current: EmbedderSettings = { provider: 'openai', model: 'm', baseUrl: 'https://llm.example/v1' };
    expect(settingsOf(current, { provider: 'ollama', dimensions: 256 })).toEqual({
      provider: 'ollama',
      dimensions: 256,
    });
    expect(
      settingsOf(current, { provider: 'built-in', baseUrl: 'https://left.example', dimensions: 256 }),
    ).toEqual(builtIn);
  });

  it('keeps the description of a local model that it names or leaves unnamed', () => {
    const file = { path: 'model.onnx', bytes: 10, sha256: 'a'.repeat(64) };
    const manifest = {
      name: 'org/model',
      revision: 'main',
      weights: file,
      tokenizer: { ...file, path: 'tokenizer.json' },
      dimensions: 384,
      maxTokens: 256,
      pooling: 'mean',
      queryPrefix: '',
      documentPrefix: '',
    } as const;
    const current: EmbedderSettings = { provider: 'local', manifest };
    expect(settingsOf(current, { provider: 'local' }).manifest).toEqual(manifest);
    expect(settingsOf(current, { provider: 'local', model: 'org/model' }).manifest).toEqual(manifest);
    expect(settingsOf(current, { provider: 'local', model: 'other' }).manifest).toBeUndefined();
    expect(settingsOf(builtIn, { provider: 'local' })).toEqual({ provider: 'local' });
  });

  it('never writes a password of a proxy, nor a proxy that cannot be used', () => {
    for (const proxy of ['http://me:secret@proxy.example:1', 'socks5://proxy.example:1', 'nonsense'])
      expect(settingsOf(builtIn, { provider: 'local', proxy })).toEqual({ provider: 'local' });
  });

  it.each([
    ['baseUrl', { provider: 'openai', baseUrl: 'http://llm.example/v1' }, 'https'],
    ['baseUrl', { provider: 'openai', baseUrl: 'https://me:pw@llm.example' }, 'password'],
    ['mirror', { provider: 'local', mirror: 'ftp://mirror.example' }, 'https'],
  ] as const)('names the setting %s that cannot be used', (field, chosen, message) => {
    expect(mergeEmbedder(builtIn, chosen)).toMatchObject({
      kind: 'problem',
      field,
      message: expect.stringContaining(message),
    });
  });

  it('sees that two settings are the same in any order', () => {
    expect(sameEmbedder({ provider: 'local', model: 'm' }, { model: 'm', provider: 'local' })).toBe(true);
    expect(sameEmbedder({ provider: 'local' }, { provider: 'local', model: 'm' })).toBe(false);
  });
});

const status = (change: Partial<EmbeddingStatus>): EmbeddingStatus => ({
  active: { provider: 'built-in', model: 'b', dimensions: 8 },
  wanted: { provider: 'openai', model: 'm' },
  state: 'ready',
  message: null,
  progress: null,
  download: null,
  missingKey: null,
  ...change,
});

describe('newsOf', () => {
  it.each<[Partial<EmbeddingStatus>, ReturnType<typeof newsOf>]>([
    [{}, { kind: 'ready' }],
    [
      { state: 'downloading', download: { received: 1, total: 4 } },
      { kind: 'progress', of: 'download', done: 1, total: 4 },
    ],
    [
      { state: 'reindexing', progress: { done: 3, total: 4 } },
      { kind: 'progress', of: 'memories', done: 3, total: 4 },
    ],
    [
      { state: 'waiting', message: 'It is prepared.' },
      { kind: 'progress', of: 'start' },
    ],
    [
      { state: 'waiting', message: 'It requires a key.', missingKey: 'https://a.example' },
      { kind: 'key', origin: 'https://a.example', message: 'It requires a key.' },
    ],
    [
      { state: 'failed', message: 'No.' },
      { kind: 'trouble', message: 'No.' },
    ],
  ])('of %j', (change, news) => {
    expect(newsOf(status(change))).toEqual(news);
  });

  it('counts up to a hundred and never back', () => {
    const at = (done: number, before: number) =>
      incrementOf({ kind: 'progress', of: 'memories', done, total: 200 }, before);
    expect(at(50, 0)).toEqual({ percent: 25, increment: 25 });
    expect(at(200, 25)).toEqual({ percent: 100, increment: 75 });
    expect(at(2, 25)).toEqual({ percent: 1, increment: 0 });
    expect(incrementOf({ kind: 'progress', of: 'start' }, 40)).toEqual({ percent: 40, increment: 0 });
  });
});

describe('TroubleWatch', () => {
  const setUp = () => {
    const clock = { now: 0 };
    return { clock, watch: new TroubleWatch(() => clock.now) };
  };
  const failed = status({ state: 'failed', message: 'No.' });

  it('waits whether a trouble passes, and tells it once', () => {
    const { clock, watch } = setUp();
    expect(watch.see(failed)).toEqual({ againIn: 20_000 });
    clock.now = 15_000;
    expect(watch.see(failed)).toEqual({ againIn: 5_000 });
    clock.now = 20_000;
    expect(watch.see(failed)).toEqual({ tell: { kind: 'trouble', message: 'No.' } });
    clock.now = 90_000;
    expect(watch.see(failed)).toEqual({});
  });

  it('begins anew after another state, and tells again what comes back after all was well', () => {
    const { clock, watch } = setUp();
    watch.see(failed);
    clock.now = 19_000;
    watch.see(status({ state: 'reindexing' }));
    expect(watch.see(failed)).toEqual({ againIn: 20_000 });
    watch.told('No.');
    expect(watch.see(failed)).toEqual({});
    watch.see(status({ state: 'reindexing' }));
    expect(watch.see(failed)).toEqual({});
    watch.see(status({}));
    expect(watch.see(failed)).toEqual({ againIn: 20_000 });
  });
});

describe('readImportAnswer', () => {
  it('finds what is missing, also when the command says that it failed', () => {
    expect(readImportAnswer('{"name":"m","missing":["tokenizer.json"]}', 'warning')).toEqual({
      kind: 'model',
      missing: ['tokenizer.json'],
      pointers: [],
      manifest: undefined,
    });
  });

  it('finds the sentence of an error', () => {
    const stderr = '(node:1) Warning\n{"error":{"code":"not_found","message":"No file of it was found."}}\n';
    expect(readImportAnswer('', stderr)).toEqual({ kind: 'error', message: 'No file of it was found.' });
    expect(readImportAnswer('', 'spawn ENOENT')).toEqual({ kind: 'error', message: 'spawn ENOENT' });
  });
});
