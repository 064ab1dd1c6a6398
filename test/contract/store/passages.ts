import { describe, expect, it } from 'vitest';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { randomVector } from '../../../dev/random/randomVector.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';
import { GivenStore, type OpenStore } from './givenStore.ts';
import { dimensions, spaceName } from '../../../dev/store/vectorSamples.ts';

/** Further vectors of long memories. */
export function describePassages(openStore: OpenStore): void {
  const given = new GivenStore(openStore);
  const { read, write, check } = given;
  const random = seededRandom(25);
  const anyVector = () => randomVector(random, dimensions);
  const openSpace = () => write((unit) => unit.vectors.openSpace(spaceName, 1));
  const nearest = async (space: number, query: Float32Array, filter = {}, limit = 1) => {
    const hits = await read((unit) => unit.vectors.search(space, query, filter, limit));
    return hits.map(({ memory, cosine }) => [memory.title, Number(cosine.toFixed(3))]);
  };
  const missing = async (space: number) =>
    (await read((unit) => unit.vectors.missing(space, 10))).map(({ title }) => title);

  describe('passages of a memory', () => {
    it('make it as near as the nearest of them, whatever the filter, once in an answer', async () => {
      const { id: space } = await openSpace();
      const long = sampleMemory({ title: 'long', session: 's1', tags: ['kept'] });
      const vectors = Array.from({ length: 30 }, anyVector);
      const [vector = anyVector(), ...passages] = vectors;
      await write(async (unit) => {
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
      const cosines = await read((unit) => unit.vectors.cosines(space, passages[7] ?? vector, [long.id]));
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
        write(async (unit) => {
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
        write((unit) =>
          unit.vectors.put(space, [{ memoryId: memory.id, vector: anyVector(), passages, revision }]),
        );
      const isThere = async () => (await nearest(space, passage)).some(([, cosine]) => cosine === 1);
      await write((unit) => unit.memories.insert(memory));
      await put(1, [passage, anyVector()]);
      expect(await isThere()).toBe(true);
      // Neither stored for a text of the past.
      expect(await put(0, [anyVector()])).toBe(0);
      expect(await isThere()).toBe(true);
      await write((unit) => unit.memories.update({ ...memory, pinned: true, revision: 2 }));
      expect(await isThere()).toBe(true);
      await write((unit) => unit.memories.update({ ...memory, deletedAt: 5, revision: 3 }));
      expect(await isThere()).toBe(false);
      await write((unit) => unit.memories.update({ ...memory, revision: 4 }));
      expect(await isThere()).toBe(true);
      await put(4, [anyVector()]);
      expect(await isThere()).toBe(false);
      await put(4, [passage]);
      expect(await isThere()).toBe(true);
      await write((unit) => unit.memories.update({ ...memory, content: 'Another', revision: 5 }));
      expect(await isThere()).toBe(false);
      expect(await missing(space)).toEqual(['long']);
      expect(await check()).toBe('ok');
    });

    it('never were when their unit of work is rolled back', async () => {
      const { id: space } = await openSpace();
      const memory = sampleMemory({ title: 'long' });
      const passage = anyVector();
      await write((unit) => unit.memories.insert(memory));
      const failing = write(async (unit) => {
        await unit.vectors.put(space, [{ memoryId: memory.id, vector: anyVector(), passages: [passage] }]);
        expect(await unit.vectors.search(space, passage, {}, 1)).toHaveLength(1);
        throw new Error('rolled back');
      });
      await expect(failing).rejects.toThrow('rolled back');
      expect(await nearest(space, passage)).toEqual([]);
      expect(await missing(space)).toEqual(['long']);
    });
  });
}
