import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forever } from '../../../dev/embedding/scriptedEmbedder.ts';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { until } from '../../../dev/processes/until.ts';
import type { Turn } from '../../../src/core/conversation/turn.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import { mostPassagesOfTurns, mostTurnsWithVectors } from '../../../src/store/ports/turnVectors.ts';
import { vectorBytes } from '../../../src/store/sqlite/vectors/storedVector.ts';
import { EmbeddingBench, settingsOf } from './embeddingBench.ts';

let bench: EmbeddingBench;
/** Texts of which the built-in model has made vectors. */
const embedded: string[] = [];

beforeEach(async () => {
  bench = await EmbeddingBench.create();
  embedded.length = 0;
  const embedOne = bench.builtIn.embedOne.bind(bench.builtIn);
  bench.builtIn.embedOne = (text) => {
    embedded.push(text);
    return embedOne(text);
  };
});
afterEach(() => bench[Symbol.asyncDispose]());

/** Long enough to stand by itself. */
const telling = (word: string) => `${`${word} `.repeat(200 / (word.length + 1))}and so on`;
const turn = (at: number, content: string): Turn => ({
  key: `m${at}`,
  speaker: at % 2 === 0 ? 'user' : 'assistant',
  saidAt: at,
  content,
});

async function talk(...contents: string[]): Promise<Memory> {
  const memory = sampleMemory({ category: 'conversation', content: 'A conversation' });
  await bench.store.write((unit) => unit.memories.insert(memory));
  await say(memory, ...contents.map((content, at) => turn(at, content)));
  return memory;
}

async function say(memory: Memory, ...turns: Turn[]): Promise<void> {
  await bench.store.write((unit) => unit.turns.put(memory, turns));
  bench.coordinator.memoriesChanged();
}

/** The space of a model, once nothing that was said awaits a vector in it. */
const filled = (model = 'words-1') =>
  until(
    async () => {
      const space = (await bench.spaces()).find((each) => each.model === model);
      const missing = space && (await bench.store.read((unit) => unit.turnVectors.missing(space.id, 1)));
      return space && !missing ? space.id : undefined;
    },
    { intervalMs: 5, what: `the vectors of what was said of ${model}` },
  );

async function rows(): Promise<Record<string, number>> {
  await bench.close();
  const database = await openDatabase(bench.files.file);
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  const counts = ['turn_vectors', 'turn_passages', 'turn_pending'].map((table) => [
    table,
    Number(database.get(`SELECT count(*) AS count FROM ${table}`)?.['count']),
  ]);
  database.close();
  await bench.open();
  return Object.fromEntries(counts) as Record<string, number>;
}

const nothing = { turn_vectors: 0, turn_passages: 0, turn_pending: 0 };

describe('vectors of what was said', () => {
  it('are made of what is new alone, and of a turn that was changed', async () => {
    const memory = await talk(telling('harbour'), telling('keyring'));
    await filled();
    expect(embedded.filter((text) => text.includes('and so on'))).toEqual([
      telling('harbour'),
      telling('keyring'),
    ]);
    embedded.length = 0;
    await say(memory, turn(2, telling('mast')), turn(3, 'thanks'));
    await filled();
    expect(embedded.filter((text) => text.includes('and so on'))).toEqual([telling('mast')]);
    embedded.length = 0;
    await say(memory, turn(1, telling('lantern')));
    await filled();
    expect(embedded.filter((text) => text.includes('and so on'))).toEqual([telling('lantern')]);
    expect(await rows()).toEqual({ turn_vectors: 3, turn_passages: 4, turn_pending: 0 });
  });

  it('of a short turn that comes late are read with what was said before, and go with it', async () => {
    const memory = await talk('which port is it');
    await filled();
    await say(memory, turn(1, 'number four'));
    await filled();
    expect(embedded).toContain('which port is it\n\nnumber four');
    embedded.length = 0;
    await say(memory, turn(0, 'which harbour is it'));
    await filled();
    // Nothing of what the question was is left in the meaning of the answer.
    expect(embedded).toEqual(expect.arrayContaining(['which harbour is it\n\nnumber four']));
    expect(await rows()).toEqual({ turn_vectors: 1, turn_passages: 2, turn_pending: 0 });
  });

  it('are counted in the status while they are missing, the newest of each conversation', async () => {
    const left = async () => (await bench.status()).turnsAwaiting;
    // Nobody makes any.
    await bench.coordinator.stop();
    const long = Array.from({ length: mostTurnsWithVectors + 5 }, (_, at) => `number ${at}`);
    await talk(...long);
    for (let each = 0; each < 45; each++) await talk(telling('harbour'), 'ok');
    expect(await left()).toBe(mostTurnsWithVectors + 90);
    await bench.restart();
    await filled();
    expect(await left()).toBe(0);
  });

  it('leave no row and no byte when the conversation is purged, and those of others stay', async () => {
    const memory = await talk(telling('harbour'));
    await talk(telling('keyring'));
    await filled();
    const vectors = [telling('harbour'), telling('keyring')].map((text) => bench.builtIn.embedOne(text));
    const found = () =>
      vectors.map((vector) =>
        [bench.files.file, `${bench.files.file}-wal`].some(
          (file) => existsSync(file) && readFileSync(file).includes(Buffer.from(vectorBytes(vector))),
        ),
      );
    expect(found()).toEqual([true, true]);
    await bench.store.write((unit) => unit.memories.purge([memory.id]));
    await bench.store.scrub();
    expect(found()).toEqual([false, true]);
    expect(await rows()).toEqual({ turn_vectors: 1, turn_passages: 1, turn_pending: 0 });
    expect(await bench.store.checkIntegrity()).toBe('ok');
  });

  it('leave no row when it is deleted, as when it expires, and are made anew when it comes back', async () => {
    const memory = await talk(telling('harbour'), 'ok');
    const after = { ...memory, deletedAt: 5, revision: 2 };
    await filled();
    expect(await rows()).toEqual({ turn_vectors: 1, turn_passages: 2, turn_pending: 0 });
    await bench.store.write((unit) => unit.memories.update(after));
    expect(await rows()).toEqual(nothing);
    await bench.store.write((unit) => unit.memories.update({ ...after, deletedAt: null, revision: 3 }));
    bench.coordinator.memoriesChanged();
    await filled();
    expect(await rows()).toEqual({ turn_vectors: 1, turn_passages: 2, turn_pending: 0 });
    expect(await bench.store.checkIntegrity()).toBe('ok');
  });

  it('are not looked for in a space whose unit was rolled back', async () => {
    const memory = await talk(telling('harbour'));
    const space = await filled();
    const lost = bench.store.write(async (unit) => {
      await unit.turns.put(memory, [turn(1, telling('keyring'))]);
      const awaiting = await unit.turnVectors.missing(space, 5);
      const vector = bench.builtIn.embedOne('keyring');
      await unit.turnVectors.put(space, memory.id, [{ vector, turns: awaiting?.turns ?? [] }], []);
      expect((await unit.turnVectors.search(space, vector, {}, 1))[0]?.first.key).toBe('m1');
      throw new Error('The cursor could not be kept');
    });
    await expect(lost).rejects.toThrow('could not be kept');
    const [hit] = await bench.store.read((unit) =>
      unit.turnVectors.search(space, bench.builtIn.embedOne('keyring'), {}, 1),
    );
    expect(hit?.first.key).toBe('m0');
  });

  it('are those of the newest passages of an endless conversation', async () => {
    const memory = await talk();
    const many = Array.from({ length: mostPassagesOfTurns + 30 }, (_, at) => turn(at, telling(`word${at}`)));
    await say(memory, ...many);
    const space = await filled();
    const nearest = async (word: string) =>
      (
        await bench.store.read((unit) =>
          unit.turnVectors.vectorsOf(space, word === 'first' ? [1] : [many.length]),
        )
      ).size;
    expect([await nearest('first'), await nearest('last')]).toEqual([0, 1]);
    const { turn_vectors, turn_pending } = await rows();
    expect([turn_vectors, turn_pending]).toEqual([mostPassagesOfTurns, 0]);
  });
});

describe('a model besides the built-in one', () => {
  it('gets what was said when it stays on this computer', async () => {
    await talk(telling('harbour'), telling('keyring'));
    await bench.choose(settingsOf('one', 'local'));
    const space = await filled('one');
    const [hit] = await bench.store.read((unit) =>
      unit.turnVectors.search(space, new Float32Array(16).fill(0.25), {}, 1),
    );
    expect(hit?.memory.category).toBe('conversation');
    await bench.choose(settingsOf('two', 'local'));
    await filled('two');
    await bench.statusLike({ state: 'ready' });
    expect(bench.model('two').documents.filter((text) => text.includes('and so on'))).toHaveLength(2);
    await until(async () => (await bench.modelNames()).join() === 'words-1,two', {
      intervalMs: 5,
      what: 'the vectors of the first model to be dropped',
    });
    await bench.store.packVectors();
    expect(await rows()).toEqual({ turn_vectors: 4, turn_passages: 4, turn_pending: 0 });
  });

  it('gets none of it when texts leave this computer', async () => {
    await talk(telling('harbour'));
    await bench.choose(settingsOf('far', 'openai'));
    await bench.statusLike({ state: 'ready' });
    await bench.remember('a note');
    await until(() => Promise.resolve(bench.model('far').documents.some((text) => text.includes('a note'))), {
      intervalMs: 5,
      what: 'the note to be embedded',
    });
    expect(bench.model('far').documents.filter((text) => text.includes('harbour'))).toEqual([]);
  });

  it('goes on with what is missing after an end in the middle', async () => {
    await talk(...Array.from({ length: 20 }, (_, at) => telling(`word${at}`)));
    const model = bench.model('one');
    const asked: string[] = [];
    model.before = async (texts, kind, signal) => {
      if (kind !== 'document' || !texts.some((text) => text.includes('and so on'))) return;
      // The second time nobody ever hears of an answer.
      if (asked.length > 0) return forever(signal);
      asked.push(...texts);
    };
    await bench.choose(settingsOf('one', 'local'));
    await until(() => Promise.resolve(model.asked.filter(({ kind }) => kind === 'document').length > 2), {
      intervalMs: 5,
      what: 'the second batch',
    });
    expect(asked).toHaveLength(8);
    await bench.close();
    const before = model.documents.length;
    model.before = () => {};
    await bench.open();
    await filled('one');
    const later = model.documents.slice(before).filter((text) => text.includes('and so on'));
    expect(later).toHaveLength(12);
    expect(later.filter((text) => asked.includes(text))).toEqual([]);
  });

  it('is not asked again for what it refuses, which holds up nothing else', async () => {
    const { MemoryBridgeError } = await import('../../../src/core/errors.ts');
    await talk(telling('harbour'), telling('poison'), telling('keyring'));
    bench.model('one').before = (texts) => {
      if (texts.some((text) => text.includes('poison')))
        throw new MemoryBridgeError('invalid_input', 'No such text.');
    };
    await bench.choose(settingsOf('one', 'local'));
    const space = await filled('one');
    const vectors = await bench.store.read((unit) => unit.turnVectors.vectorsOf(space, [1, 2, 3]));
    expect([...vectors.keys()]).toEqual([1, 3]);
  });
});
