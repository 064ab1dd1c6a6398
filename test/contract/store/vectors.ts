import { describe, expect, it } from 'vitest';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { randomVector } from '../../../dev/random/randomVector.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';
import type { Memory } from '../../../src/core/memory/memory.ts';
import type { UnitOfWork } from '../../../src/store/ports/unitOfWork.ts';
import { GivenStore, type OpenStore } from './givenStore.ts';
import { anyFilter, anyMemory, dimensions, fill, spaceName } from '../../../dev/store/vectorSamples.ts';

/** Memories by meaning: spaces, vectors, the nearest. */
export function describeVectors(openStore: OpenStore): void {
  const given = new GivenStore(openStore);
  const { read, write, add, change } = given;
  const random = seededRandom(19);
  const anyVector = () => randomVector(random, dimensions);
  const openSpace = (model = spaceName.model) =>
    write((unit) => unit.vectors.openSpace({ ...spaceName, model }, 1));
  const progress = (space: number) => read((unit) => unit.vectors.progress(space));
  const nearest = async (space: number, query: Float32Array, limit = 1) => {
    const hits = await read((unit) => unit.vectors.search(space, query, {}, limit));
    return hits.map(({ memory }) => memory.title);
  };

  describe('spaces of vectors', () => {
    it('await a vector for each living memory, newest first', async () => {
      const memories = ['a', 'b', 'c', 'd'].map((title) => sampleMemory({ title }));
      await write(async (unit) => {
        for (const memory of memories) await unit.memories.insert(memory);
      });
      await change(memories[1] ?? sampleMemory(), { deletedAt: 5 });
      const space = await openSpace();
      expect(space).toEqual({ id: space.id, ...spaceName, createdAt: 1 });
      expect(await openSpace()).toEqual(space);
      const missing = await read((unit) => unit.vectors.missing(space.id, 2));
      expect(missing.map(({ title }) => title)).toEqual(['d', 'c']);
      expect(await progress(space.id)).toEqual({ embedded: 0, total: 3 });
      expect(await read((unit) => unit.vectors.lag(space.id))).toEqual(
        await read((unit) => unit.vectors.lag(undefined)),
      );
      expect(await read((unit) => unit.vectors.lag(space.id))).toMatchObject({ count: 3 });

      const stored = await write((unit) =>
        unit.vectors.put(
          space.id,
          ['d', 'a', 'never'].map((title) => ({
            memoryId: memories.find((memory) => memory.title === title)?.id ?? title,
            vector: randomVector(random, dimensions),
          })),
        ),
      );
      expect(stored).toBe(2);
      await write((unit) => unit.memories.insert(sampleMemory({ title: 'e' })));
      const still = await read((unit) => unit.vectors.missing(space.id, 10));
      expect(still.map(({ title }) => title)).toEqual(['e', 'c']);
      expect(await read((unit) => unit.vectors.spaces())).toEqual([{ ...space, embedded: 2, total: 4 }]);
    });

    it('refuse vectors of another length and what is no number, and take those that find nothing', async () => {
      const space = await openSpace();
      const memory = sampleMemory();
      await write((unit) => unit.memories.insert(memory));
      const put = (vector: Float32Array) =>
        write((unit) => unit.vectors.put(space.id, [{ memoryId: memory.id, vector }]));
      await expect(put(new Float32Array(dimensions + 1))).rejects.toMatchObject({ code: 'invalid_input' });
      await expect(put(new Float32Array(dimensions).fill(Number.NaN))).rejects.toMatchObject({
        code: 'invalid_input',
      });
      expect(await put(new Float32Array(dimensions))).toBe(1);
      expect(await progress(space.id)).toEqual({ embedded: 1, total: 1 });
      expect(await read((unit) => unit.vectors.lag(space.id))).toEqual({ count: 0, since: undefined });
      expect(await nearest(space.id, randomVector(random, dimensions))).toEqual([]);
    });

    it('store vectors at unit length', async () => {
      const space = await openSpace();
      const memory = sampleMemory();
      const vector = randomVector(random, dimensions);
      await write(async (unit) => {
        await unit.memories.insert(memory);
        await unit.vectors.put(space.id, [{ memoryId: memory.id, vector: vector.map((value) => value * 7) }]);
      });
      const [hit] = await read((unit) => unit.vectors.search(space.id, vector, {}, 1));
      expect(hit?.cosine).toBeCloseTo(1, 5);
    });

    it('are gone when they are dropped, and are others when they are opened again', async () => {
      const [first, second] = [await openSpace('one'), await openSpace('two')];
      const memory = sampleMemory();
      await fill(given.store, first, [memory], random);
      await write((unit) => unit.vectors.put(second.id, [{ memoryId: memory.id, vector: anyVector() }]));
      await write((unit) => unit.vectors.dropSpace(first.id, 2));
      const gone: ((unit: UnitOfWork) => Promise<unknown>)[] = [
        (unit) => unit.vectors.progress(first.id),
        (unit) => unit.vectors.search(first.id, anyVector(), {}, 1),
        (unit) => unit.vectors.cosines(first.id, anyVector(), [memory.id]),
        (unit) => unit.vectors.missing(first.id, 1),
        (unit) => unit.vectors.put(first.id, []),
        (unit) => unit.vectors.dropSpace(first.id, 3),
      ];
      for (const work of gone) await expect(write(work)).rejects.toMatchObject({ code: 'not_found' });
      const again = await openSpace('one');
      expect(again.id).not.toBe(first.id);
      expect(await progress(again.id)).toEqual({ embedded: 0, total: 1 });
      expect(await progress(second.id)).toEqual({ embedded: 1, total: 1 });
      const spaces = await read((unit) => unit.vectors.spaces());
      expect(spaces.map(({ id }) => id)).toEqual([second.id, again.id]);
    });

    it('give back the vector of each memory that has one, which stays what it is', async () => {
      const space = await openSpace();
      const memories = [sampleMemory(), sampleMemory(), sampleMemory()];
      const vectors = [randomVector(random, dimensions), randomVector(random, dimensions)];
      await write(async (unit) => {
        for (const memory of memories) await unit.memories.insert(memory);
        await unit.vectors.put(
          space.id,
          vectors.map((vector, index) => ({ memoryId: memories[index]?.id ?? '', vector })),
        );
      });
      const ids = memories.map(({ id }) => id);
      const found = await read((unit) => unit.vectors.vectorsOf(space.id, ids));
      await nearest(space.id, randomVector(random, dimensions));
      expect([...found.keys()]).toEqual(ids.slice(0, 2));
      for (const [index, vector] of vectors.entries())
        for (const [at, value] of vector.entries())
          expect(found.get(ids[index] ?? '')?.[at]).toBeCloseTo(value, 5);
      await expect(read((unit) => unit.vectors.vectorsOf(99, ids))).rejects.toMatchObject({
        code: 'not_found',
      });
    });
  });

  describe('search by meaning', () => {
    it('lets through what lists do, nearest first, with the cosines that the vectors have', async () => {
      const space = await openSpace();
      const memories = Array.from({ length: 200 }, () => anyMemory(random));
      await fill(given.store, space, memories, random);
      for (let round = 0; round < 12; round += 1) {
        const query = anyVector();
        const filter = round === 0 ? {} : anyFilter(random, memories);
        await read(async (unit) => {
          const passed = await unit.memories.list(filter, { limit: 1_000 });
          const ids = passed.memories.map(({ id }) => id);
          const best = [...(await unit.vectors.cosines(space.id, query, ids))]
            .sort((a, b) => b[1] - a[1])
            .slice(0, 10);
          const hits = await unit.vectors.search(space.id, query, filter, 10);
          expect(hits.map(({ memory }) => memory.id)).toEqual(best.map(([id]) => id));
          for (const [at, { memory, cosine }] of hits.entries()) {
            expect(memory).toEqual(memories.find(({ id }) => id === memory.id));
            expect(cosine).toBeCloseTo(best[at]?.[1] ?? Number.NaN, 4);
          }
        });
      }
    });

    it('knows the cosines of vectors, and of memories without one nothing', async () => {
      const space = await openSpace();
      const [one, two, bare] = await add({}, {}, {});
      const [a, b] = [anyVector(), anyVector()];
      await write((unit) =>
        unit.vectors.put(space.id, [
          { memoryId: one?.id ?? '', vector: a },
          { memoryId: two?.id ?? '', vector: b },
        ]),
      );
      const ids = [one, two, bare].map((memory) => memory?.id ?? '');
      const cosines = await read((unit) => unit.vectors.cosines(space.id, a, [...ids, 'nobody']));
      const product = a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
      expect([...cosines.keys()].toSorted()).toEqual(ids.slice(0, 2).toSorted());
      expect(cosines.get(ids[0] ?? '')).toBeCloseTo(1, 4);
      expect(cosines.get(ids[1] ?? '')).toBeCloseTo(product, 4);
    });

    it('looks further when times within one second hide what is wanted', async () => {
      const space = await openSpace();
      const second = Date.UTC(2026, 5, 1);
      const memories = Array.from({ length: 600 }, (_, index) =>
        sampleMemory({ createdAt: second + (index < 590 ? 100 : 900) }),
      );
      await fill(given.store, space, memories, random);
      const hits = await read((unit) =>
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
        write((unit) =>
          unit.vectors.put(space.id, [
            { memoryId: memory.id, vector, ...(revision !== undefined && { revision }) },
          ]),
        );
      await write((unit) => unit.memories.insert(memory));
      await put();
      await write((unit) => unit.memories.update({ ...memory, pinned: true, revision: 2 }));
      expect(await nearest(space.id, vector)).toEqual([memory.title]);
      for (const [index, words] of [
        { title: 'Another' },
        { content: 'Another' },
        { what: 'a' },
        { why: 'b' },
        { learned: 'c' },
        { tags: ['d'] },
      ].entries()) {
        await write((unit) => unit.memories.update({ ...memory, ...words, revision: 3 + index }));
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
      await fill(given.store, space, [memory], random);
      const query = randomVector(random, dimensions);
      await change(memory, { deletedAt: 3 });
      expect(await nearest(space.id, query)).toEqual([]);
      expect(await progress(space.id)).toEqual({ embedded: 0, total: 0 });
      await write((unit) => unit.memories.update({ ...memory, revision: 3 }));
      expect(await nearest(space.id, query)).toEqual([memory.title]);
      expect(await progress(space.id)).toEqual({ embedded: 1, total: 1 });
    });

    it('of a space that was rolled back leaves no index behind for the next one', async () => {
      const failing = write(async (unit) => {
        const { id } = await unit.vectors.openSpace({ ...spaceName, dimensions: 16 }, 1);
        await unit.vectors.search(id, randomVector(random, 16), {}, 1);
        throw new Error('Not today');
      });
      await expect(failing).rejects.toThrow('Not today');
      const space = await openSpace();
      await fill(given.store, space, [sampleMemory({ title: 'here' })], random);
      expect(await nearest(space.id, randomVector(random, dimensions))).toEqual(['here']);
    });
  });

  describe('vectors that a store makes', () => {
    let written: readonly Memory[][] = [];
    let isBroken = false;
    const made = new GivenStore(openStore, {
      vectorise: async (unit, memories) => {
        if (isBroken) throw new Error('no model');
        written = [...written, [...memories]];
        const { id } = await unit.vectors.openSpace(spaceName, 1);
        await unit.vectors.put(
          id,
          memories.map((memory) => ({ memoryId: memory.id, vector: anyVector(), revision: memory.revision })),
        );
      },
    });

    it('are there with the memory, which is not there without them', async () => {
      [written, isBroken] = [[], false];
      const memory = sampleMemory({ title: 'first' });
      const last = { ...memory, title: 'last', revision: 2 };
      await made.write(async (unit) => {
        await unit.memories.insert(memory);
        await unit.memories.update(last);
        await unit.keyValues.set('n', 'k', 1, null, 0);
      });
      // As the unit leaves them, once, and not for a unit that writes none.
      expect(written).toEqual([[last]]);
      await made.write((unit) => unit.keyValues.remove('n', 'k'));
      expect(written).toHaveLength(1);
      const [space] = await made.read((unit) => unit.vectors.spaces());
      expect(space).toMatchObject({ embedded: 1, total: 1 });
      isBroken = true;
      await expect(made.add({ title: 'never' })).rejects.toThrow('no model');
      expect(await made.listed()).toEqual(['last']);
      isBroken = false;
      await made
        .write(async (unit) => {
          await unit.memories.insert(sampleMemory({ title: 'taken back' }));
          throw new Error('no');
        })
        .catch(() => {});
      // Of units that were rolled back nothing is left for the next one.
      const next = await made.addOne({ title: 'next' });
      expect(written.at(-1)).toEqual([next]);
      expect(await made.listed()).toEqual(['next', 'last']);
    });
  });
}
