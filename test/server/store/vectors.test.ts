import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import type { SqliteVectorRepository } from '../../../src/store/sqlite/repositories/sqliteVectorRepository.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';
import { randomVector } from '../../../dev/random/randomVector.ts';
import { expectSearchIsRight } from '../../../dev/store/expectSearchIsRight.ts';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { StoreBench, titlesIn } from '../../../dev/store/storeBench.ts';
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
const change = (memory: Memory, changes: Partial<Memory>): Memory => ({
  ...memory,
  ...changes,
  revision: memory.revision + 1,
});

describe('spaces of vectors', () => {
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
});

describe('a vector', () => {
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
