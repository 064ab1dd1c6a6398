import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';
import { vectorBytes } from '../../../src/store/sqlite/vectors/storedVector.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';
import { randomVector } from '../../../dev/random/randomVector.ts';
import { sampleMemory, StoreBench } from '../../../dev/store/storeBench.ts';
import { dimensions, spaceName } from '../../../dev/store/vectorSamples.ts';

let bench: StoreBench;
let store: SqliteStore;
let random: () => number;

beforeEach(async () => {
  bench = await StoreBench.create();
  store = await bench.open();
  random = seededRandom(25);
});
afterEach(() => bench[Symbol.asyncDispose]());

const anyVector = () => randomVector(random, dimensions);
const openSpace = (model = spaceName.model) =>
  store.write((unit) => unit.vectors.openSpace({ ...spaceName, model }, 1));
const nearest = async (space: number, query: Float32Array, filter = {}, limit = 1) => {
  const hits = await store.read((unit) => unit.vectors.search(space, query, filter, limit));
  return hits.map(({ memory, cosine }) => [memory.title, Number(cosine.toFixed(3))]);
};
const missing = async (space: number) =>
  (await store.read((unit) => unit.vectors.missing(space, 10))).map(({ title }) => title);
async function rowsIn(table: string): Promise<number> {
  const database = await openDatabase(bench.file);
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  const row = database.get(`SELECT count(*) AS count FROM ${table}`);
  database.close();
  return Number(row?.['count']);
}

describe('passages of a memory', () => {
  it('make it as near as the nearest of them, whatever the filter, once in an answer', async () => {
    const { id: space } = await openSpace();
    const long = sampleMemory({ title: 'long', session: 's1', tags: ['kept'] });
    const vectors = Array.from({ length: 30 }, anyVector);
    const [vector = anyVector(), ...passages] = vectors;
    await store.write(async (unit) => {
      await unit.memories.insert(long);
      await unit.vectors.put(space, [{ memoryId: long.id, vector, passages }]);
      for (let other = 0; other < 40; other += 1) {
        const short = sampleMemory({ title: 'short' });
        await unit.memories.insert(short);
        await unit.vectors.put(space, [{ memoryId: short.id, vector: anyVector() }]);
      }
    });
    for (const query of vectors)
      for (const filter of [{}, { session: 's1' }, { tag: 'kept' }, { since: long.createdAt }])
        expect(await nearest(space, query, filter)).toEqual([['long', 1]]);
    const cosines = await store.read((unit) => unit.vectors.cosines(space, passages[7] ?? vector, [long.id]));
    expect(cosines.get(long.id)).toBeCloseTo(1, 5);
    // So many passages of one memory come first that the others are only found by looking further.
    const titles = (await nearest(space, vector, {}, 41)).map(([title]) => title);
    expect(titles.filter((title) => title === 'long')).toHaveLength(1);
    expect(titles).toHaveLength(41);
  });

  it('do not hide a memory whose passage is nearer than the last of an answer', async () => {
    const { id: space } = await openSpace();
    const query = anyVector();
    const away = anyVector();
    const near = (share: number) => query.map((value, at) => share * value + (1 - share) * (away[at] ?? 0));
    const put = (title: string, vector: Float32Array, passages: Float32Array[]) =>
      store.write(async (unit) => {
        const memory = sampleMemory({ title });
        await unit.memories.insert(memory);
        await unit.vectors.put(space, [{ memoryId: memory.id, vector, passages }]);
      });
    await put(
      'crowd',
      away,
      Array.from({ length: 31 }, () => near(0.95)),
    );
    await put('second', away, [near(0.9)]);
    for (let other = 0; other < 40; other += 1) await put('other', near(0.2), []);
    expect((await nearest(space, query, {}, 2)).map(([title]) => title)).toEqual(['crowd', 'second']);
  });

  it('go when its text changes, when others take their place, and while it is deleted', async () => {
    const { id: space } = await openSpace();
    const memory = sampleMemory({ title: 'long' });
    const passage = anyVector();
    const put = (revision: number, passages: Float32Array[]) =>
      store.write((unit) =>
        unit.vectors.put(space, [{ memoryId: memory.id, vector: anyVector(), passages, revision }]),
      );
    const isThere = async () => (await nearest(space, passage)).some(([, cosine]) => cosine === 1);
    await store.write((unit) => unit.memories.insert(memory));
    await put(1, [passage, anyVector()]);
    expect(await isThere()).toBe(true);
    // Neither stored for a text of the past.
    expect(await put(0, [anyVector()])).toBe(0);
    expect(await isThere()).toBe(true);
    await store.write((unit) => unit.memories.update({ ...memory, pinned: true, revision: 2 }));
    expect(await isThere()).toBe(true);
    await store.write((unit) => unit.memories.update({ ...memory, deletedAt: 5, revision: 3 }));
    expect(await isThere()).toBe(false);
    await store.write((unit) => unit.memories.update({ ...memory, revision: 4 }));
    expect(await isThere()).toBe(true);
    await put(4, [anyVector()]);
    expect(await isThere()).toBe(false);
    await put(4, [passage]);
    expect(await isThere()).toBe(true);
    await store.write((unit) => unit.memories.update({ ...memory, content: 'Another', revision: 5 }));
    expect(await isThere()).toBe(false);
    expect(await missing(space)).toEqual(['long']);
    expect(await store.checkIntegrity()).toBe('ok');
    await store.close();
    expect(await rowsIn('passage_vectors')).toBe(0);
  });

  it('never were when their unit of work is rolled back', async () => {
    const { id: space } = await openSpace();
    const memory = sampleMemory({ title: 'long' });
    const passage = anyVector();
    await store.write((unit) => unit.memories.insert(memory));
    const failing = store.write(async (unit) => {
      await unit.vectors.put(space, [{ memoryId: memory.id, vector: anyVector(), passages: [passage] }]);
      expect(await unit.vectors.search(space, passage, {}, 1)).toHaveLength(1);
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    expect(await nearest(space, passage)).toEqual([]);
    expect(await missing(space)).toEqual(['long']);
  });

  it('leave no note behind once the index has read it, and are there after a restart', async () => {
    const { id: space } = await openSpace();
    const passages = Array.from({ length: 300 }, anyVector);
    await store.write(async (unit) => {
      for (let at = 0; at < passages.length; at += 30) {
        const memory = sampleMemory({ title: `long ${at}` });
        await unit.memories.insert(memory);
        await unit.vectors.put(space, [
          { memoryId: memory.id, vector: anyVector(), passages: passages.slice(at, at + 30) },
        ]);
      }
    });
    await store.packVectors();
    await store.close();
    expect(await rowsIn('passage_changes')).toBe(1);
    store = await bench.open();
    for (const at of [0, 131, 299])
      expect(await nearest(space, passages[at] ?? anyVector())).toEqual([
        [`long ${Math.floor(at / 30) * 30}`, 1],
      ]);
  });

  it('leave no byte in the files when the memory, or what it said earlier, is purged', async () => {
    const { id: space } = await openSpace();
    const memories = [sampleMemory(), sampleMemory()];
    const passages = memories.map(anyVector);
    await store.write(async (unit) => {
      for (const [at, memory] of memories.entries()) {
        await unit.memories.insert(memory);
        const passage = passages[at] ?? anyVector();
        await unit.vectors.put(space, [{ memoryId: memory.id, vector: anyVector(), passages: [passage] }]);
      }
    });
    await store.packVectors();
    const found = () =>
      passages.map((passage) =>
        [bench.file, `${bench.file}-wal`].some(
          (file) => existsSync(file) && readFileSync(file).includes(Buffer.from(vectorBytes(passage))),
        ),
      );
    expect(found()).toEqual([true, true]);
    const [first, second] = memories;
    await store.write(async (unit) => {
      if (second) await unit.memories.update({ ...second, content: 'Another', revision: 2 });
    });
    await store.write((unit) => unit.memories.purge([first?.id ?? '']));
    await store.write((unit) => unit.memories.purgeVersions([second?.id ?? '']));
    await store.scrub();
    expect(found()).toEqual([false, false]);
    expect(await store.checkIntegrity()).toBe('ok');
  });
});

describe('a database without passages', () => {
  it('makes them for long memories, whose vectors serve until then', async () => {
    await store.close();
    const long = 'A word of many. '.repeat(200);
    const memories = ['long', 'short', 'deleted', 'dying'].map((title) =>
      sampleMemory({
        title,
        content: title === 'short' ? 'One.' : long,
        deletedAt: title === 'deleted' ? 3 : null,
      }),
    );
    const old = await StoreBench.create();
    await using _ = old;
    await old.makeOld(5, memories);
    const vectors = memories.map(anyVector);
    const hex = vectors.map((vector) => Buffer.from(vectorBytes(vector)).toString('hex'));
    await old.tamper(
      `INSERT INTO vector_spaces (id, provider, model, dimensions, created_at) VALUES
         (1, 'built-in', 'words', ${dimensions}, 1), (2, 'openai', 'model', ${dimensions}, 1)`,
      ...[1, 2].flatMap((space) =>
        hex.map(
          (bytes, at) =>
            `INSERT INTO memory_vectors (space, memory, vector) VALUES (${space}, ${at + 1}, x'${bytes}')`,
        ),
      ),
      'DELETE FROM vector_pending',
    );
    store = await old.open();
    expect(await store.checkIntegrity()).toBe('ok');
    expect(await missing(1)).toEqual([]);
    expect(await missing(2)).toEqual(['dying', 'long']);
    const [vector = anyVector()] = vectors;
    expect(await nearest(2, vector)).toEqual([['long', 1]]);
    const passage = anyVector();
    await store.write((unit) =>
      unit.vectors.put(2, [{ memoryId: memories[0]?.id ?? '', vector, passages: [passage] }]),
    );
    expect(await missing(2)).toEqual(['dying']);
    expect(await nearest(2, passage)).toEqual([['long', 1]]);
    // Those that were deleted, before or meanwhile, await both when they come back.
    for (const memory of memories.slice(2)) {
      await store.write((unit) => unit.memories.update({ ...memory, deletedAt: 4, revision: 2 }));
      await store.write((unit) => unit.memories.update({ ...memory, deletedAt: null, revision: 3 }));
    }
    expect(await missing(2)).toEqual(['dying', 'deleted']);
    expect(await store.checkIntegrity()).toBe('ok');
  });
});
