import { describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import type { Change } from '../../../src/core/memory/history.ts';
import type { Session } from '../../../src/core/session/session.ts';
import type { UnitOfWork } from '../../../src/store/ports/unitOfWork.ts';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { GivenStore, type OpenStore } from './givenStore.ts';

/** Units of work: whole or not at all, and each by itself. */
export function describeUnits(openStore: OpenStore): void {
  const given = new GivenStore(openStore);
  const { read, write, check } = given;
  const sampleChange = (memoryId: string): Change => ({
    id: v7(),
    groupId: v7(),
    memoryId,
    action: 'create',
    actor: { kind: 'user' },
    at: 1,
    before: null,
    revision: 1,
    undoneBy: null,
  });
  const sampleSession: Session = {
    id: 's',
    project: null,
    agent: null,
    title: null,
    state: 'active',
    startedAt: 1,
    heartbeatAt: 1,
    endedAt: null,
    summary: null,
    handOver: null,
    continues: null,
    metadata: {},
  };

  describe('a unit of work', () => {
    it('is undone as a whole when it throws, and the next one works', async () => {
      await expect(
        write(async (unit) => {
          const memory = sampleMemory({ title: 'half' });
          await unit.memories.insert(memory);
          await unit.history.append(sampleChange(memory.id));
          await unit.keyValues.set('a', 'b', 1, null, 0);
          throw new Error('stop');
        }),
      ).rejects.toThrow('stop');
      await given.add({ title: 'whole' });
      expect(await given.listed()).toEqual(['whole']);
      expect(await read((unit) => unit.keyValues.get('a', 'b', 0))).toBeUndefined();
      expect(await check()).toBe('ok');
    });

    it('counts up without losing a step when many ask at once', async () => {
      await Promise.all(
        Array.from({ length: 50 }, () =>
          write(async (unit) => {
            const value = Number((await unit.keyValues.get('n', 'n', 0)) ?? 0);
            await new Promise((resolve) => setImmediate(resolve));
            await unit.keyValues.set('n', 'n', value + 1, null, 0);
          }),
        ),
      );
      expect(await read((unit) => unit.keyValues.get('n', 'n', 0))).toBe(50);
    });

    it('writes nothing when it was asked to read', async () => {
      await expect(
        read((unit) => (unit as UnitOfWork).memories.insert(sampleMemory())),
      ).rejects.toMatchObject({
        code: 'read_only',
      });
      await given.add({ title: 'after' });
      expect(await given.listed()).toEqual(['after']);
    });

    it('sees what it has written itself, and nobody else does before it is over', async () => {
      const writing = write(async (unit) => {
        const memory = sampleMemory({ title: 'zebra' });
        await unit.memories.insert(memory);
        await unit.sessions.upsert(sampleSession);
        const query = { terms: [{ text: 'zebra' }], phrases: [] };
        return [
          (await unit.memories.list({}, { limit: 9 })).total,
          (await unit.texts.search(query, {}, 9)).length,
          (await unit.sessions.list({})).length,
        ];
      });
      const reading = read((unit) => unit.memories.list({}, { limit: 9 }));
      expect(await writing).toEqual([1, 1, 1]);
      // Whichever came first: all of the other, or nothing of it.
      expect([0, 1]).toContain((await reading).total);
    });

    it('takes back all that it did in every part of the store', async () => {
      const kept = await given.addOne({ title: 'kept' });
      await write(async (unit) => {
        await unit.memories.update({ ...kept, title: 'changed', revision: 2 });
        await unit.memories.markRecalled([kept.id], 5);
        await unit.history.append(sampleChange(kept.id));
        await unit.sessions.upsert(sampleSession);
        await unit.claims.put({ resource: 'r', project: null, sessionId: 's', note: null, claimedAt: 1 });
        await unit.projects.upsert({ id: 'p', name: 'p', aliases: ['q'] });
        await unit.idempotency.put('k', { operation: 'o', inputHash: 'h', reply: '{}', at: 1 });
        await unit.captures.setCursor('p', '/root', 'sha');
        await unit.jobs.enqueue({ id: v7(), kind: 'k', project: null, payload: {}, createdAt: 1 });
        await unit.vectors.openSpace({ provider: 'p', model: 'm', dimensions: 4 }, 1);
        throw new Error('stop');
      }).catch(() => {});
      await read(async (unit) => {
        expect(await unit.memories.get(kept.id)).toEqual(kept);
        expect(await unit.history.ofMemory(kept.id)).toEqual([]);
        expect(await unit.sessions.list({})).toEqual([]);
        expect(await unit.claims.list({})).toEqual([]);
        expect(await unit.projects.list()).toEqual([]);
        expect(await unit.idempotency.find('k')).toBeUndefined();
        expect(await unit.captures.getCursor('p', '/root')).toBeUndefined();
        expect(await unit.jobs.list({})).toEqual([]);
        expect(await unit.vectors.spaces()).toEqual([]);
      });
      expect(await check()).toBe('ok');
    });
  });

  describe('closing', () => {
    it('finishes what was asked for and refuses the rest', async () => {
      const { store } = given;
      const writes = [given.add({ title: 'one' }), given.add({ title: 'two' })];
      const closed = store.close();
      await expect(given.add({ title: 'three' })).rejects.toMatchObject({ code: 'unavailable' });
      await expect(given.listed()).rejects.toMatchObject({ code: 'unavailable' });
      await Promise.all([...writes, closed, store.close()]);
      await given.reopen();
      expect(await given.listed()).toEqual(['two', 'one']);
    });

    it('leaves the store as it was, for whoever opens it', async () => {
      const memory = await given.addOne({ tags: ['x'], entities: ['!1'] });
      const space = await write((unit) =>
        unit.vectors.openSpace({ provider: 'p', model: 'm', dimensions: 4 }, 1),
      );
      await write((unit) =>
        unit.vectors.put(space.id, [{ memoryId: memory.id, vector: Float32Array.of(1, 0, 0, 0) }]),
      );
      const before = await given.store.info();
      await given.reopen();
      expect(await given.get(memory.id)).toEqual(memory);
      await read(async (unit) => {
        expect(await unit.memories.findByEntities(['!1'], {}, 9)).toEqual([memory]);
        const [hit] = await unit.vectors.search(space.id, Float32Array.of(1, 0, 0, 0), {}, 1);
        expect(hit?.cosine).toBeCloseTo(1, 4);
      });
      expect((await given.store.info()).schemaVersion).toBe(before.schemaVersion);
      expect(before.databaseBytes).toBeGreaterThan(0);
    });
  });
}
