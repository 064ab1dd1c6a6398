import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryBridgeError } from '../../../src/core/errors.ts';
import { forever } from '../../../dev/embedding/scriptedEmbedder.ts';
import { until } from '../../../dev/processes/until.ts';
import { EmbeddingBench, outOfReach, settingsOf } from './embeddingBench.ts';

let bench: EmbeddingBench;
beforeEach(async () => {
  bench = await EmbeddingBench.create();
});
afterEach(() => bench[Symbol.asyncDispose]());

const words = (count: number, from = 0) =>
  Array.from(
    { length: count },
    (_, index) => `subject${'abcdefghijklmnopqrstuvwxyz'[(index + from) % 26]} ${index + from}`,
  );
const builtInActive = { provider: 'built-in', model: 'words-1', dimensions: 8 };
const activeModel = (model: string) => ({ provider: 'openai', model, dimensions: 16 });

describe('a model that', () => {
  beforeEach(async () => {
    await bench.remember(...words(10));
  });

  it('fails at questions is left alone for a while, and the built-in one answers', async () => {
    await bench.choose(settingsOf('one'));
    await bench.statusLike({ state: 'ready', active: activeModel('one') });
    const { asked } = bench.model('one');
    bench.model('one').before = () => {
      throw outOfReach();
    };
    const before = asked.length;
    for (let at = 0; at < 3; at++)
      expect(await bench.coordinator.embedQuery('subjecta')).toMatchObject({ isBuiltIn: true });
    expect(asked.length).toBe(before + 1);
    expect(await bench.status()).toMatchObject({
      state: 'failed',
      active: builtInActive,
      message: expect.stringContaining('does not answer'),
    });
    bench.model('one').before = () => {};
    bench.now += 31_000;
    expect(await bench.coordinator.embedQuery('subjecta')).toMatchObject({ second: { model: 'one' } });
    expect((await bench.status()).state).toBe('ready');
  });

  it('is slow at questions is not waited for', async () => {
    await bench.choose(settingsOf('one'));
    await bench.statusLike({ state: 'ready', active: activeModel('one') });
    // It does not listen to the signal either.
    bench.model('one').before = () => forever(undefined);
    expect(await bench.coordinator.embedQuery('subjecta')).toMatchObject({
      isBuiltIn: true,
      withoutModel: { model: 'one', why: 'slow' },
    });
    expect(await bench.status()).toMatchObject({
      state: 'ready',
      active: builtInActive,
      message: expect.stringContaining('slow'),
    });
    bench.model('one').before = () => {};
    bench.coordinator.retry();
    expect(await bench.coordinator.embedQuery('subjecta')).toMatchObject({ second: { model: 'one' } });
  });

  it('has to be loaded after idle minutes is waited for once, and the answer says so', async () => {
    await bench.choose(settingsOf('one'));
    await bench.statusLike({ state: 'ready', active: activeModel('one') });
    // Within the patience of a first question.
    bench.now += 120_000;
    bench.model('one').before = () => delay(20);
    const early = await bench.coordinator.embedQuery('subjecta');
    expect(early).toMatchObject({ second: { model: 'one' } });
    expect(early?.withoutModel).toBeUndefined();
    bench.now += 120_000;
    let load = () => {};
    bench.model('one').before = () => new Promise<void>((resolve) => (load = resolve));
    const asked = bench.model('one').asked.length;
    for (const question of ['subjecta', 'subjectb', 'subjectc'])
      expect(await bench.coordinator.embedQuery(question)).toMatchObject({
        isBuiltIn: true,
        withoutModel: { model: 'one', why: 'loading' },
      });
    expect(bench.model('one').asked.length).toBe(asked + 1);
    expect((await bench.status()).message).toContain('is being loaded');
    bench.model('one').before = () => {};
    load();
    await bench.statusLike({ state: 'ready', active: activeModel('one'), message: null });
    expect(await bench.coordinator.embedQuery('subjecta')).toMatchObject({ second: { model: 'one' } });
  });

  it('fails at documents is tried again, and the reason is told', async () => {
    let failures = 3;
    bench.model('one').before = (_texts, kind) => {
      if (kind === 'document' && failures-- > 0) throw outOfReach();
    };
    await bench.choose(settingsOf('one'));
    await bench.statusLike({
      state: 'failed',
      message: 'The server does not answer. Try again later.',
      progress: { done: 0, total: 10 },
      active: builtInActive,
    });
    await bench.statusLike({ state: 'ready', active: activeModel('one'), message: null });
    expect(bench.model('one').documents).toHaveLength(3 * 8 + 10);
  });

  it('makes vectors of another length fails with the reason', async () => {
    bench.model('one').madeDimensions = 12;
    await bench.choose(settingsOf('one'));
    const { message } = await bench.statusLike({ state: 'failed' }).catch(() => bench.status());
    expect(message).toContain('12 dimensions where 16 were expected');
    expect(await bench.coordinator.embedQuery('subjecta')).toMatchObject({ isBuiltIn: true });
  });

  it('reads only the beginning of a text knows what the last paragraph of a long one says', async () => {
    const model = bench.model('one');
    model.dimensions = 256;
    model.reads = 1_600;
    for (const [asked, said] of [
      ['kennwort', 'passphrase'],
      ['abgelaufen', 'expires'],
    ] as const)
      model.synonyms.set(asked, said);
    const filler = Array.from({ length: 3_200 }, (_, at) => (at % 9 === 0 ? 'harbour. ' : 'berth '));
    const long = `${filler.join('').slice(0, 19_000)}\n\nThe passphrase of the tide gauge expires yearly.`;
    expect(long.length).toBeGreaterThan(19_000);
    await bench.remember(long);
    await bench.choose(settingsOf('one'));
    await bench.statusLike({ state: 'ready', active: { ...activeModel('one'), dimensions: 256 } });
    expect(await bench.nearest('kennwort abgelaufen')).toBe(long);
    // It is one memory, and costs no more than so many vectors.
    const texts = model.documents.filter((text) => text.includes('berth') || text.includes('passphrase'));
    expect(texts.length).toBeGreaterThan(10);
    expect(texts.length).toBeLessThanOrEqual(32);
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(1_600);
    await bench.restart();
    await bench.statusLike({ state: 'ready', active: { ...activeModel('one'), dimensions: 256 } });
    expect(await bench.nearest('kennwort abgelaufen')).toBe(long);
  });

  it('refuses a text gets all others', async () => {
    bench.model('one').before = (texts) => {
      if (texts.some((text) => text.includes('subjectd')))
        throw new MemoryBridgeError('too_large', 'Too long.');
    };
    await bench.choose(settingsOf('one'));
    const { message } = await bench.statusLike({ state: 'ready', active: activeModel('one') });
    expect(message).toContain('does not take the text of one memory');
    expect((await bench.spaces())[1]).toMatchObject({ embedded: 9, total: 10 });
  });

  it('refuses everything is not asked memory by memory', async () => {
    bench.model('one').before = () => {
      throw new MemoryBridgeError('invalid_input', 'There is no such model.');
    };
    await bench.choose(settingsOf('one'));
    await bench.statusLike({ state: 'failed', message: 'There is no such model.' });
    expect(
      bench
        .model('one')
        .asked.slice(0, 2)
        .map(({ texts }) => texts.length),
    ).toEqual([8, 1]);
  });

  it('lacks a key waits, says so, and goes on when it is there', async () => {
    bench.missingKey = 'https://api.example.com';
    bench.begins.set('one', { kind: 'failed', message: 'It requires a key.', advice: 'Enter one.' });
    await bench.choose(settingsOf('one'));
    expect(await bench.status()).toMatchObject({
      state: 'waiting',
      message: 'It requires a key. Enter one.',
      missingKey: 'https://api.example.com',
    });
    bench.missingKey = undefined;
    bench.coordinator.retry();
    expect(bench.handle('one').retries).toBe(1);
    bench.handle('one').become({ kind: 'ready' });
    await bench.statusLike({ state: 'ready', active: activeModel('one') });
  });

  it('breaks down later is replaced by the built-in one, and comes back', async () => {
    await bench.choose(settingsOf('one'));
    await bench.statusLike({ state: 'ready', active: activeModel('one') });
    bench.handle('one').become({ kind: 'waiting', why: 'It is being loaded.' });
    expect(await bench.coordinator.embedQuery('subjecta')).toMatchObject({ isBuiltIn: true });
    await bench.remember('while it was away');
    bench.handle('one').become({ kind: 'ready' });
    await until(async () => (await bench.spaces())[1]?.embedded === 11);
    expect(await bench.nearest('while it was away')).toBe('while it was away');
  });
});
