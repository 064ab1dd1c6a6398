import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import type { SqliteVectorRepository } from '../../../src/store/sqlite/repositories/sqliteVectorRepository.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';
import { randomVector } from '../../../dev/random/randomVector.ts';
import { expectSearchIsRight } from '../../../dev/store/expectSearchIsRight.ts';
import { sampleMemory, StoreBench, titlesIn } from '../../../dev/store/storeBench.ts';
import { anyMemory, anyOf, dimensions, fill, spaceName } from '../../../dev/store/vectorSamples.ts';

let bench: StoreBench;
let store: SqliteStore;
let random: () => number;

beforeEach(async () => {
  bench = await StoreBench.create();
  store = await bench.open();
  random = seededRandom(19);
});
afterEach(() => bench[Symbol.asyncDispose]());

const openSpace = (model = spaceName.model) =>
  store.write((unit) => unit.vectors.openSpace({ ...spaceName, model }, 1));
const progress = (space: number) => store.read((unit) => unit.vectors.progress(space));
const change = (memory: Memory, changes: Partial<Memory>): Memory => ({
  ...memory,
  ...changes,
  revision: memory.revision + 1,
});
const nearest = async (space: number, query: Float32Array, limit = 1) => {
  const hits = await store.read((unit) => unit.vectors.search(space, query, {}, limit));
  return hits.map(({ memory }) => memory.title);
};

describe('spaces of vectors', () => {
  it('await a vector for each living memory, newest first', async () => {
    const memories = ['a', 'b', 'c', 'd'].map((title) => sampleMemory({ title }));
    await store.write(async (unit) => {
      for (const memory of memories) await unit.memories.insert(memory);
      await unit.memories.update(change(memories[1] ?? sampleMemory(), { deletedAt: 5 }));
    });
    const space = await openSpace();
    expect(space).toEqual({ id: space.id, ...spaceName, createdAt: 1 });
    expect(await openSpace()).toEqual(space);
    const missing = await store.read((unit) => unit.vectors.missing(space.id, 2));
    expect(missing.map(({ title }) => title)).toEqual(['d', 'c']);
    expect(await progress(space.id)).toEqual({ embedded: 0, total: 3 });

    const stored = await store.write((unit) =>
      unit.vectors.put(
        space.id,
        ['d', 'a', 'never'].map((title) => ({
          memoryId: memories.find((memory) => memory.title === title)?.id ?? title,
          vector: randomVector(random, dimensions),
        })),
      ),
    );
    expect(stored).toBe(2);
    await store.write((unit) => unit.memories.insert(sampleMemory({ title: 'e' })));
    const still = await store.read((unit) => unit.vectors.missing(space.id, 10));
    expect(still.map(({ title }) => title)).toEqual(['e', 'c']);
    expect(await store.read((unit) => unit.vectors.spaces())).toEqual([{ ...space, embedded: 2, total: 4 }]);
  });

  it('are kept apart, and leave nothing when they are dropped', async () => {
    const [first, second] = [await openSpace('one'), await openSpace('two')];
    const memories = Array.from({ length: 300 }, () => anyMemory(random));
    await fill(store, first, memories, random);
    await store.write((unit) =>
      unit.vectors.put(
        second.id,
        memories.map(({ id }) => ({ memoryId: id, vector: randomVector(random, dimensions) })),
      ),
    );
    await store.packVectors();
    await store.read(async (unit) => {
      await expectSearchIsRight(unit, first, random);
      await expectSearchIsRight(unit, second, random);
    });
    await store.write((unit) => unit.vectors.dropSpace(first.id, 2));
    await expect(store.read((unit) => unit.vectors.progress(first.id))).rejects.toMatchObject({
      code: 'not_found',
    });
    const again = await openSpace('one');
    expect(again.id).not.toBe(first.id);
    await store.packVectors();
    await store.read((unit) => expectSearchIsRight(unit, second, random));
    expect(await store.checkIntegrity()).toBe('ok');
    await store.close();
    const database = await openDatabase(bench.file);
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    const left = ['memory_vectors', 'passage_vectors', 'vector_pending', 'vector_chunks'].map((table) =>
      database.get(`SELECT count(*) AS count FROM ${table} WHERE space = ?`, first.id),
    );
    expect(left).toEqual(Array.from({ length: 4 }, () => ({ count: 0 })));
    expect(database.get('SELECT 1 FROM vector_spaces WHERE id = ?', first.id)).toBeUndefined();
    database.close();
  });

  it('refuse vectors of another length and what is no number, and take those that find nothing', async () => {
    const space = await openSpace();
    const memory = sampleMemory();
    await store.write((unit) => unit.memories.insert(memory));
    const put = (vector: Float32Array) =>
      store.write((unit) => unit.vectors.put(space.id, [{ memoryId: memory.id, vector }]));
    await expect(put(new Float32Array(dimensions + 1))).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(put(new Float32Array(dimensions).fill(Number.NaN))).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect(await put(new Float32Array(dimensions))).toBe(1);
    expect(await progress(space.id)).toEqual({ embedded: 1, total: 1 });
    expect(await nearest(space.id, randomVector(random, dimensions))).toEqual([]);
  });

  it('store vectors at unit length', async () => {
    const space = await openSpace();
    const memory = sampleMemory();
    const vector = randomVector(random, dimensions);
    await store.write(async (unit) => {
      await unit.memories.insert(memory);
      await unit.vectors.put(space.id, [{ memoryId: memory.id, vector: vector.map((value) => value * 7) }]);
    });
    const [hit] = await store.read((unit) => unit.vectors.search(space.id, vector, {}, 1));
    expect(hit?.cosine).toBeCloseTo(1, 5);
  });

  it('give back the vector of each memory that has one, which stays what it is', async () => {
    const space = await openSpace();
    const memories = [sampleMemory(), sampleMemory(), sampleMemory()];
    const vectors = [randomVector(random, dimensions), randomVector(random, dimensions)];
    await store.write(async (unit) => {
      for (const memory of memories) await unit.memories.insert(memory);
      await unit.vectors.put(
        space.id,
        vectors.map((vector, index) => ({ memoryId: memories[index]?.id ?? '', vector })),
      );
    });
    const ids = memories.map(({ id }) => id);
    const found = await store.read((unit) => unit.vectors.vectorsOf(space.id, ids));
    await nearest(space.id, randomVector(random, dimensions));
    expect([...found.keys()]).toEqual(ids.slice(0, 2));
    for (const [index, vector] of vectors.entries())
      for (const [at, value] of vector.entries())
        expect(found.get(ids[index] ?? '')?.[at]).toBeCloseTo(value, 5);
    await expect(store.read((unit) => unit.vectors.vectorsOf(99, ids))).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('search by meaning', () => {
  it('filters as lists do, while memories come, change, die and come back', async () => {
    const space = await openSpace();
    let living = Array.from({ length: 400 }, () => anyMemory(random));
    await fill(store, space, living, random);
    for (let round = 0; round < 6; round += 1) {
      await store.read((unit) => expectSearchIsRight(unit, space, random));
      const changed = living.map((memory) => {
        if (random() < 0.8) return memory;
        return change(memory, {
          status: anyOf(random, ['active', 'archived'] as const),
          ...(random() < 0.3 && { deletedAt: memory.deletedAt === null ? 1 : null }),
          ...(random() < 0.3 && { project: 'example.org/else', scope: 'project' }),
          ...(random() < 0.2 && { content: `New ${round}` }),
        });
      });
      await store.write(async (unit) => {
        for (const [index, memory] of changed.entries())
          if (memory !== living[index]) await unit.memories.update(memory);
        await expectSearchIsRight(unit, space, random, 4);
      });
      living = changed;
      await fill(
        store,
        space,
        Array.from({ length: 30 }, () => anyMemory(random)),
        random,
      );
      if (round % 2 === 1) await store.packVectors();
    }
    expect(await store.checkIntegrity()).toBe('ok');
    await store.close();
    store = await bench.open();
    expect(await store.hasLoadedVectors(space.id)).toBe(false);
    await store.loadVectors(space.id);
    expect(await store.hasLoadedVectors(space.id)).toBe(true);
    await store.read((unit) => expectSearchIsRight(unit, space, random, 30));
  });

  it('looks further when times within one second hide what is wanted', async () => {
    const space = await openSpace();
    const second = Date.UTC(2026, 5, 1);
    const memories = Array.from({ length: 600 }, (_, index) =>
      sampleMemory({ createdAt: second + (index < 590 ? 100 : 900) }),
    );
    await fill(store, space, memories, random);
    const hits = await store.read((unit) =>
      unit.vectors.search(space.id, randomVector(random, dimensions), { since: second + 500 }, 5),
    );
    expect(hits).toHaveLength(5);
    for (const { memory } of hits) expect(memory.createdAt).toBe(second + 900);
  });
});

describe('a vector', () => {
  it('goes when the text changes, stays for other changes, and is not stored for a text of the past', async () => {
    const space = await openSpace();
    const memory = sampleMemory();
    const vector = randomVector(random, dimensions);
    const put = (revision?: number) =>
      store.write((unit) =>
        unit.vectors.put(space.id, [
          { memoryId: memory.id, vector, ...(revision !== undefined && { revision }) },
        ]),
      );
    await store.write((unit) => unit.memories.insert(memory));
    await put();
    await store.write((unit) => unit.memories.update({ ...memory, pinned: true, revision: 2 }));
    expect(await nearest(space.id, vector)).toEqual([memory.title]);
    for (const [index, words] of [
      { title: 'Another' },
      { content: 'Another' },
      { what: 'a' },
      { why: 'b' },
      { learned: 'c' },
      { tags: ['d'] },
    ].entries()) {
      await store.write((unit) => unit.memories.update({ ...memory, ...words, revision: 3 + index }));
      expect(await nearest(space.id, vector)).toEqual([]);
      expect(await progress(space.id)).toEqual({ embedded: 0, total: 1 });
      expect(await put(2 + index)).toBe(0);
      expect(await put(3 + index)).toBe(1);
      expect(await nearest(space.id, vector)).toHaveLength(1);
    }
  });

  it('is not found while its memory is deleted, and again when that is undone', async () => {
    const space = await openSpace();
    const memory = sampleMemory();
    await fill(store, space, [memory], random);
    const query = randomVector(random, dimensions);
    await store.write((unit) => unit.memories.update(change(memory, { deletedAt: 3 })));
    expect(await nearest(space.id, query)).toEqual([]);
    expect(await progress(space.id)).toEqual({ embedded: 0, total: 0 });
    await store.write((unit) => unit.memories.update({ ...memory, revision: 3 }));
    expect(await nearest(space.id, query)).toEqual([memory.title]);
    expect(await progress(space.id)).toEqual({ embedded: 1, total: 1 });
  });

  it('never was when its unit of work is rolled back, whatever the index had read by then', async () => {
    const space = await openSpace();
    const memories = Array.from({ length: 300 }, () => anyMemory(random));
    await fill(store, space, memories, random);
    for (let round = 0; round < 4; round += 1) {
      const failing = store.write(async (unit) => {
        for (const memory of memories.slice(round * 20, round * 20 + 20))
          await unit.memories.update(change(memory, { status: 'rejected', deletedAt: round % 2 ? 9 : null }));
        const added = Array.from({ length: 280 }, () => anyMemory(random));
        for (const memory of added) await unit.memories.insert(memory);
        await unit.vectors.put(
          space.id,
          added.map(({ id }) => ({ memoryId: id, vector: randomVector(random, dimensions) })),
        );
        await unit.memories.purge([memories[round]?.id ?? '']);
        await expectSearchIsRight(unit, space, random, 4);
        await (unit.vectors as SqliteVectorRepository).pack();
        throw new Error('Not today');
      });
      await expect(failing).rejects.toThrow('Not today');
      // Memories that take the numbers of those that never were.
      await fill(
        store,
        space,
        Array.from({ length: 5 }, () => anyMemory(random)),
        random,
      );
      await store.read((unit) => expectSearchIsRight(unit, space, random));
    }
    await store.packVectors();
    await store.close();
    store = await bench.open();
    await store.read((unit) => expectSearchIsRight(unit, space, random));
  });

  it('of a space that was rolled back leaves no index behind for the next one', async () => {
    const failing = store.write(async (unit) => {
      const { id } = await unit.vectors.openSpace({ ...spaceName, dimensions: 16 }, 1);
      await unit.vectors.search(id, randomVector(random, 16), {}, 1);
      throw new Error('Not today');
    });
    await expect(failing).rejects.toThrow('Not today');
    const space = await openSpace();
    await fill(store, space, [sampleMemory({ title: 'here' })], random);
    expect(await nearest(space.id, randomVector(random, dimensions))).toEqual(['here']);
  });
});

it('adds vectors to a database of the first version and keeps its memories', async () => {
  await store.close();
  const home = bench.join('first');
  await bench.makeOld(1, [sampleMemory({ title: 'kept', tags: ['old', 'old'] })], home);
  store = await bench.open({ home });
  const tagged = await store.read((unit) => unit.memories.list({ tag: 'old' }, { limit: 5 }));
  expect(tagged.memories.map(({ tags }) => tags)).toEqual([['old', 'old']]);
  expect(await titlesIn(store)).toEqual(['kept']);
  const space = await openSpace();
  const missing = await store.read((unit) => unit.vectors.missing(space.id, 5));
  expect(missing.map(({ title }) => title)).toEqual(['kept']);
  expect(await store.checkIntegrity()).toBe('ok');
});
