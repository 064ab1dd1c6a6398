import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';
import { vectorBytes } from '../../../src/store/sqlite/vectors/storedVector.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';
import { randomVector } from '../../../dev/random/randomVector.ts';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';
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
  it('leave no row behind when the text changes', async () => {
    const { id: space } = await openSpace();
    const memory = sampleMemory();
    await store.write(async (unit) => {
      await unit.memories.insert(memory);
      await unit.vectors.put(space, [{ memoryId: memory.id, vector: anyVector(), passages: [anyVector()] }]);
    });
    await store.write((unit) => unit.memories.update({ ...memory, content: 'Another', revision: 2 }));
    await store.close();
    expect(await rowsIn('passage_vectors')).toBe(0);
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
