import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { calibrateModel } from '../../../src/recall/embedding/calibrateModel.ts';
import { forever, ScriptedEmbedder } from '../../../dev/embedding/scriptedEmbedder.ts';
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

describe('the built-in vectors', () => {
  it('are there when a write is, also after an edit, a rollback and a change of many', async () => {
    const [first] = await bench.remember('the harbour is closed');
    expect(await bench.nearest('harbour closed')).toBe('the harbour is closed');
    if (!first) throw new Error('Nothing was remembered.');
    await bench.edit(first, 'the bakery has opened');
    const failing = bench.store.write(async (unit) => {
      await unit.memories.update({ ...first, content: 'never', revision: 3 });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await bench.remember(...words(50));
    expect(await bench.nearest('bakery opened')).toBe('the bakery has opened');
    const [space] = await bench.spaces();
    expect(space).toMatchObject({ model: 'words-1', embedded: 51, total: 51 });
    expect(await bench.status()).toEqual({
      active: builtInActive,
      wanted: { provider: 'built-in', model: 'words-1' },
      state: 'ready',
      message: null,
      progress: null,
      turnsAwaiting: 0,
      download: null,
      missingKey: null,
    });
  });

  it('are made anew for another built-in model while what is there serves, and the old ones go', async () => {
    await bench.remember(...words(300));
    await bench.close();
    bench.builtIn = new ScriptedEmbedder('built-in', 'words-2', 12);
    await bench.open();
    await bench.remember('written meanwhile');
    expect(await bench.nearest('written meanwhile')).toBe('written meanwhile');
    await bench.statusLike({ state: 'ready' });
    await until(async () => (await bench.modelNames()).join() === 'words-2');
    expect(await bench.spaces()).toMatchObject([{ embedded: 301, total: 301 }]);
    expect(await bench.store.checkIntegrity()).toBe('ok');
  });

  it('are made anew on demand', async () => {
    await bench.remember(...words(20));
    const [before] = await bench.spaces();
    (await bench.store.write((unit) => bench.coordinator.restart(unit, 'built-in')))();
    bench.coordinator.retry();
    await until(async () => {
      const [space] = await bench.spaces();
      return space?.embedded === 20 && space.id !== before?.id;
    });
    expect(await bench.nearest('subjecta')).toContain('subjecta');
  });

  it('let a text that the model stumbles over be remembered all the same', async () => {
    const embedOne = bench.builtIn.embedOne.bind(bench.builtIn);
    bench.builtIn.embedOne = (text) => {
      if (text.includes('stone')) throw new Error('stumbled');
      return embedOne(text);
    };
    await bench.remember('a stone', 'a flower');
    expect(await bench.spaces()).toMatchObject([{ embedded: 1, total: 2 }]);
    await bench.restart();
    await bench.statusLike({ state: 'ready' });
  });
});

describe('a change of model', () => {
  it('lets the old vectors serve until the new ones are complete, newest first, and drops the old ones then', async () => {
    await bench.remember(...words(30));
    await bench.choose(settingsOf('one'));
    await bench.statusLike({ state: 'ready', active: activeModel('one') });
    expect(bench.model('one').documents[0]).toContain('29');

    let letGo: () => void = () => {};
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    bench.model('two').before = (_texts, kind) => (kind === 'document' ? gate : undefined);
    await bench.choose(settingsOf('two'));
    await bench.statusLike({
      state: 'reindexing',
      active: activeModel('one'),
      progress: { done: 0, total: 30 },
    });
    const answered = await bench.coordinator.embedQuery('subjectc');
    expect(answered).toMatchObject({ second: { model: 'one' }, isBuiltIn: false });
    expect(await bench.nearest('subjectc')).toContain('subjectc');
    expect(await bench.modelNames()).toEqual(['words-1', 'one', 'two']);

    await bench.remember('for one no more');
    letGo();
    await bench.statusLike({ state: 'ready', active: activeModel('two'), progress: null });
    await until(async () => (await bench.modelNames()).join() === 'words-1,two');
    expect(bench.model('one').documents.join()).not.toContain('for one no more');
    expect(bench.model('two').documents).toHaveLength(31);
    expect(bench.handle('one').isDisposed).toBe(true);
    expect(await bench.nearest('for one no more')).toBe('for one no more');
  });

  it('goes back to the built-in model at once, and forgets the other', async () => {
    await bench.remember(...words(10));
    await bench.choose(settingsOf('one'));
    await bench.statusLike({ state: 'ready', active: activeModel('one') });
    await bench.choose({ provider: 'built-in' });
    expect(await bench.status()).toMatchObject({ state: 'ready', active: builtInActive });
    await until(async () => (await bench.modelNames()).join() === 'words-1');
    expect(bench.handle('one').isDisposed).toBe(true);
  });

  it('ends at once what leaves this computer when a model on it is chosen', async () => {
    await bench.remember(...words(10));
    await bench.choose(settingsOf('one'));
    await bench.statusLike({ state: 'ready', active: activeModel('one') });
    bench.begins.set('here', { kind: 'downloading', received: 5, total: 50 });
    await bench.choose(settingsOf('here', 'local'));
    expect(await bench.status()).toMatchObject({
      state: 'downloading',
      download: { received: 5, total: 50 },
      active: builtInActive,
    });
    expect(bench.handle('one').isDisposed).toBe(true);
    const asked = bench.model('one').asked.length;
    expect(await bench.coordinator.embedQuery('subjecta')).toMatchObject({ isBuiltIn: true });
    expect(bench.model('one').asked).toHaveLength(asked);
  });

  it('can be taken back half way', async () => {
    await bench.remember(...words(10));
    await bench.choose(settingsOf('one'));
    await bench.statusLike({ state: 'ready', active: activeModel('one') });
    bench.model('two').before = (_texts, _kind, signal) => forever(signal);
    await bench.choose(settingsOf('two'));
    await bench.choose(settingsOf('one'));
    await bench.statusLike({ state: 'ready', active: activeModel('one') });
    await until(async () => (await bench.modelNames()).join() === 'words-1,one');
    expect(bench.model('one').documents).toHaveLength(10);
  });

  it('keeps the vectors when only the way to the model changes', async () => {
    await bench.remember(...words(10));
    await bench.choose(settingsOf('one'));
    await bench.statusLike({ state: 'ready', active: activeModel('one') });
    await bench.choose({ ...settingsOf('one'), proxy: 'http://proxy.example:8080' });
    await bench.choose({ ...settingsOf('one'), baseUrl: 'https://other.example/v1' });
    await bench.statusLike({ state: 'ready', active: activeModel('one') });
    expect(bench.model('one').documents).toHaveLength(10);
  });

  it('is taken up where it was left, and the model before it goes on', async () => {
    await bench.remember(...words(40));
    await bench.choose(settingsOf('one'));
    await bench.statusLike({ state: 'ready', active: activeModel('one') });
    let batches = 0;
    bench.model('two').before = (_texts, kind, signal) =>
      kind === 'document' && ++batches > 2 ? forever(signal) : undefined;
    await bench.choose(settingsOf('two'));
    await bench.statusLike({ progress: { done: 16, total: 40 } });
    // What a kill leaves behind: nothing is closed, nothing is written any more.
    const { coordinator } = bench;
    await bench.open(bench.files.crashCopy('killed'));
    await bench.statusLike({
      state: 'reindexing',
      active: activeModel('one'),
      progress: { done: 16, total: 40 },
    });
    expect(await bench.coordinator.embedQuery('subjecta')).toMatchObject({ second: { model: 'one' } });
    await coordinator.stop();
    bench.model('two').before = () => {};
    await bench.restart();
    await bench.statusLike({ state: 'ready', active: activeModel('two') });
    // What was stored before the kill was not asked for again.
    expect(bench.model('two').documents.filter((text) => text.includes('subjectn 39'))).toHaveLength(1);
  });

  it('never embeds the same twice at a time', async () => {
    await bench.remember(...words(60));
    await bench.choose(settingsOf('one'));
    for (let at = 0; at < 20; at++) {
      bench.coordinator.retry();
      bench.coordinator.memoriesChanged();
      await bench.coordinator.reconfigure();
    }
    await bench.statusLike({ state: 'ready', active: activeModel('one') });
    expect(bench.model('one').mostAtOnce).toBe(1);
    expect(bench.model('one').documents).toHaveLength(60);
  });
});

describe('new memories', () => {
  beforeEach(async () => {
    await bench.remember(...words(10));
    await bench.choose(settingsOf('one'));
    await bench.statusLike({ state: 'ready', active: activeModel('one') });
  });

  it('and edited ones get their vector soon after', async () => {
    const [memory] = await bench.remember('pumpkin');
    await until(async () => (await bench.spaces())[1]?.embedded === 11);
    if (!memory) throw new Error('Nothing was remembered.');
    await bench.edit(memory, 'lantern');
    await until(() => bench.model('one').documents.at(-1)?.includes('lantern'));
    await until(async () => (await bench.spaces())[1]?.embedded === 11);
    expect(await bench.nearest('lantern')).toBe('lantern');
    expect((await bench.status()).state).toBe('ready');
  });

  it('that are many let the built-in vectors answer until theirs are there', async () => {
    let batches = 0;
    bench.model('one').before = (_texts, kind, signal) =>
      kind === 'document' && ++batches > 1 ? forever(signal) : undefined;
    await bench.remember(...words(100, 10));
    const progress = { done: 18, total: 110 };
    const behind = { state: 'reindexing', active: builtInActive, progress } as const;
    expect(await bench.statusLike(behind)).toMatchObject(behind);
    await bench.restart();
    bench.model('one').before = () => {};
    await bench.restart();
    await bench.statusLike({ state: 'ready', active: activeModel('one') });
    await until(async () => (await bench.spaces())[1]?.embedded === 110);
  });
});

describe('a model besides the words', () => {
  it('adds its vector to theirs, with what its cosines mean, also after a restart', async () => {
    await bench.remember(...words(10));
    let calibrations = 0;
    bench.calibrate = async () => ({ unlike: 0.7, spread: 0.02, alike: 0.8 + calibrations++ / 100 });
    await bench.choose(settingsOf('one'));
    await bench.statusLike({ state: 'ready', active: activeModel('one') });
    const added = { model: 'one', fit: { unlike: 0.7, spread: 0.02, alike: 0.8 } };
    const asked = await bench.coordinator.embedQuery('subjecta');
    expect(asked).toMatchObject({ model: 'words-1', second: added });
    expect(asked?.words?.weightOf('subjecta')).toBeDefined();
    await bench.restart();
    await bench.statusLike({ state: 'ready', active: activeModel('one') });
    expect(await bench.coordinator.embedQuery('subjecta')).toMatchObject({ second: added });
    expect(calibrations).toBe(1);
  });

  it('does not answer before it is known what its cosines mean', async () => {
    await bench.remember(...words(10));
    let failures = 2;
    bench.calibrate = (embedder, signal) =>
      failures-- > 0 ? Promise.reject(outOfReach()) : calibrateModel(embedder, signal);
    await bench.choose(settingsOf('one'));
    await bench.statusLike({ state: 'failed', active: builtInActive });
    expect(await bench.coordinator.embedQuery('subjecta')).toMatchObject({ isBuiltIn: true });
    await bench.statusLike({ state: 'ready', active: activeModel('one') });
    const { fit } = (await bench.coordinator.embedQuery('subjecta'))?.second ?? {};
    expect(fit?.alike).toBeGreaterThan(fit?.unlike ?? 1);
  });
});

it('stops in the middle of a request, and uses the store no more', async () => {
  await bench.remember(...words(10));
  bench.model('one').before = (_texts, _kind, signal) => forever(signal);
  await bench.choose(settingsOf('one'));
  await until(() => bench.model('one').asked.length === 1);
  await bench.close();
  expect(bench.warnings).toEqual([]);
  await bench.open();
});

it('goes on with the new space when the old one is thrown away while the model works for it', async () => {
  await bench.remember(...words(10));
  let answer = (): void => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const model = bench.model('one');
  model.before = (_texts, kind) => (kind === 'document' ? answered : undefined);
  await bench.choose(settingsOf('one'));
  await until(() => model.documents.length > 0, { what: 'the model to be asked', intervalMs: 1 });
  (await bench.store.write((unit) => bench.coordinator.restart(unit, 'wanted')))();
  answer();
  await bench.statusLike({ state: 'ready', active: activeModel('one') });
  expect(bench.warnings).toEqual([]);
});

it('makes the vectors of the wanted model anew on demand', async () => {
  await bench.remember(...words(10));
  await bench.choose(settingsOf('one'));
  await bench.statusLike({ state: 'ready', active: activeModel('one') });
  (await bench.store.write((unit) => bench.coordinator.restart(unit, 'wanted')))();
  expect(await bench.status()).toMatchObject({ state: 'reindexing', active: builtInActive });
  bench.coordinator.retry();
  await bench.statusLike({ state: 'ready', active: activeModel('one') });
  expect(bench.model('one').documents).toHaveLength(20);
});
