import { describe, expect, it } from 'vitest';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { GivenStore, type OpenStore } from './givenStore.ts';

/** Chains of memories that supersede each other always end. */
export function describeSuccessors(openStore: OpenStore): void {
  const given = new GivenStore(openStore);
  const { read, write, add, get } = given;
  const supersede = (memory: Memory, supersededBy: string | null): Memory => ({
    ...memory,
    status: supersededBy === null ? 'active' : 'superseded',
    supersededBy,
    revision: memory.revision + 1,
  });
  const three = async (): Promise<[Memory, Memory, Memory]> => {
    const [a, b, c] = await add({}, {}, {});
    if (!a || !b || !c) throw new Error('Nothing was added');
    return [a, b, c];
  };
  const circles = () => read((unit) => unit.memories.supersedeCircles());

  describe('a unit of work', () => {
    it('that leads a memory to itself is rolled back, at whatever remove', async () => {
      const [a, b, c] = await three();
      await expect(write((unit) => unit.memories.update(supersede(a, a.id)))).rejects.toMatchObject({
        code: 'conflict',
      });
      await write((unit) => unit.memories.update(supersede(a, b.id)));
      await write((unit) => unit.memories.update(supersede(b, c.id)));
      await expect(
        write(async (unit) => {
          await unit.keyValues.set('n', 'k', 1, null, 0);
          await unit.memories.update(supersede(c, a.id));
        }),
      ).rejects.toMatchObject({ code: 'conflict', details: { memoryId: c.id, supersededBy: a.id } });
      expect(await get(c.id)).toEqual(c);
      expect(await read((unit) => unit.keyValues.get('n', 'k', 0))).toBeUndefined();
      expect(await circles()).toEqual([]);
    });

    it('may turn two round, since only what it leaves behind counts', async () => {
      const [a, b] = await three();
      await write((unit) => unit.memories.update(supersede(a, b.id)));
      await write(async (unit) => {
        await unit.memories.update(supersede(b, a.id));
        await unit.memories.update({ ...supersede(a, null), revision: 3 });
      });
      expect([(await get(a.id))?.supersededBy, (await get(b.id))?.supersededBy]).toEqual([null, a.id]);
    });

    it('may insert a successor with what it supersedes, and one that is not there', async () => {
      const [a] = await three();
      await write((unit) => unit.memories.update(supersede(a, 'never there')));
      expect((await get(a.id))?.supersededBy).toBe('never there');
      expect(await circles()).toEqual([]);
    });
  });
}
