import { describe, expect, it } from 'vitest';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';
import type { UnitOfWork } from '../../../src/store/ports/unitOfWork.ts';
import { GivenStore, type OpenStore } from './givenStore.ts';

/** What is kept beside memories: values, projects, replies. */
export function describeRecords(openStore: OpenStore): void {
  const given = new GivenStore(openStore);
  const { read, write } = given;

  describe('values', () => {
    it('are kept as JSON, by namespace and key', async () => {
      const values = { b: { list: [1, null, 'ü'] }, a: 'text', c: false, '!': 0 };
      await write(async (unit) => {
        for (const [key, value] of Object.entries(values)) await unit.keyValues.set('n', key, value, 50, 0);
        await unit.keyValues.set('other', 'a', 1, null, 0);
        await unit.keyValues.set('n', 'none', undefined, null, 0);
      });
      expect(await read((unit) => unit.keyValues.list('n', 0))).toEqual([
        { key: '!', value: 0, expiresAt: 50 },
        { key: 'a', value: 'text', expiresAt: 50 },
        { key: 'b', value: values.b, expiresAt: 50 },
        { key: 'c', value: false, expiresAt: 50 },
        { key: 'none', value: null, expiresAt: null },
      ]);
      await write((unit) => unit.keyValues.remove('n', 'never there'));
      expect(await read((unit) => unit.keyValues.get('other', 'a', 0))).toBe(1);
      expect(await read((unit) => unit.keyValues.get('nowhere', 'a', 0))).toBeUndefined();
    });

    it('are gone when their time is over', async () => {
      await write(async (unit) => {
        await unit.keyValues.set('n', 'forever', { a: [1] }, null, 0);
        await unit.keyValues.set('n', 'short', 1, 10, 0);
        await unit.keyValues.set('n', 'short', 2, 20, 0);
        await unit.keyValues.set('other', 'key', null, null, 0);
      });
      const keys = async (now: number) =>
        (await read((unit) => unit.keyValues.list('n', now))).map(({ key }) => key);
      expect(await read((unit) => unit.keyValues.get('n', 'short', 19))).toBe(2);
      expect(await read((unit) => unit.keyValues.get('n', 'short', 20))).toBeUndefined();
      expect(await read((unit) => unit.keyValues.get('n', 'forever', 99))).toEqual({ a: [1] });
      expect([await keys(19), await keys(20)]).toEqual([['forever', 'short'], ['forever']]);
      await write((unit) => unit.keyValues.set('earlier', 'forever', 'once more', null, 0));
      await write((unit) => unit.keyValues.set('earlier', 'only there', 1, 20, 0));
      const count = (now: number, ...of: string[]) => read((unit) => unit.keyValues.count(of, now));
      // One that an earlier name of the project has too is one.
      expect([await count(19, 'n', 'earlier'), await count(20, 'n', 'earlier')]).toEqual([3, 1]);
      expect([await count(0, 'n'), await count(0, 'other'), await count(0, 'nowhere')]).toEqual([2, 1, 0]);
      await write((unit) => unit.keyValues.remove('earlier', 'forever'));
      expect(await write((unit) => unit.keyValues.removeExpired(20))).toBe(2);
      await write((unit) => unit.keyValues.remove('n', 'forever'));
      expect(await keys(0)).toEqual([]);
    });
  });

  describe('projects', () => {
    it.each([
      ['nothing', async () => {}, true],
      ['a tombstone', ({ memories }) => memories.insert(makeMemory({ project: 'one', deletedAt: 1 })), true],
      ['a memory', ({ memories }) => memories.insert(makeMemory({ project: 'one' })), false],
      [
        'a memory under another name',
        ({ memories }) => memories.insert(makeMemory({ project: 'uno' })),
        false,
      ],
      ['a value', ({ keyValues }) => keyValues.set('values:one', 'a', 1, null, 0), false],
      ['a value of another project', ({ keyValues }) => keyValues.set('values:two', 'a', 1, null, 0), true],
      ['a mode', ({ projects }) => projects.setMode('one', { mode: 'off', until: null, since: null }), false],
    ] as const satisfies readonly (readonly [string, (unit: UnitOfWork) => Promise<unknown>, boolean])[])(
      'are taken out when they are empty: with %s',
      async (_what, put, isRemoved) => {
        await write(async (unit) => {
          await unit.projects.upsert({ id: 'one', name: 'one', aliases: ['uno'] });
          await put(unit);
        });
        expect(await write(({ projects }) => projects.removeEmpty('one'))).toBe(isRemoved);
        const found = await read(({ projects }) => projects.findByReference('uno'));
        expect(found?.id).toBe(isRemoved ? undefined : 'one');
      },
    );

    it('are found by their id before others by their alias, and by an alias before a root', async () => {
      await write(async ({ projects }) => {
        await projects.upsert({ id: 'one', name: 'one', aliases: ['two', '/root'] });
        await projects.upsert({ id: 'two', name: 'two', aliases: [], root: '/root' });
        await projects.upsert({ id: 'two', name: 'Two', aliases: [] });
      });
      const found = async (reference: string) =>
        (await read(({ projects }) => projects.findByReference(reference)))?.id;
      expect([await found('two'), await found('/root')]).toEqual(['two', 'one']);
      expect((await read(({ projects }) => projects.list())).map(({ name, root }) => [name, root])).toEqual([
        ['one', undefined],
        ['Two', '/root'],
      ]);
    });

    it('are found by every name they ever had', async () => {
      const project = { id: 'example.org/group/app', name: 'app', aliases: ['group-app', 'root:abc'] };
      await write(async (unit) => {
        await unit.projects.upsert({ ...project, root: '/home/me/app' });
        await unit.projects.upsert({ ...project, name: 'App', aliases: ['newer'] });
        await unit.projects.upsert({ id: 'other', name: 'other', aliases: [] });
      });
      const whole = {
        ...project,
        name: 'App',
        aliases: ['group-app', 'newer', 'root:abc'],
        root: '/home/me/app',
      };
      for (const reference of [project.id, 'group-app', 'newer', 'root:abc', '/home/me/app'])
        expect(await read((unit) => unit.projects.findByReference(reference))).toEqual(whole);
      expect(await read((unit) => unit.projects.findByReference('unknown'))).toBeUndefined();
      expect(await read((unit) => unit.projects.list())).toHaveLength(2);
      await write((unit) => unit.projects.upsert({ id: 'other', name: 'other', aliases: ['newer'] }));
      expect((await read((unit) => unit.projects.findByReference('newer')))?.id).toBe('other');
    });
  });

  describe('replies', () => {
    it('go with the work that they answer', async () => {
      const entry = { operation: 'remember', inputHash: 'h', reply: '{}', at: 10 };
      await write(async (unit) => {
        await unit.idempotency.put('k', entry);
        throw new Error('no');
      }).catch(() => {});
      await write((unit) => unit.idempotency.put('k', entry));
      expect(await read((unit) => unit.idempotency.find('k'))).toBeDefined();
    });

    it('are stored once for each key', async () => {
      const entry = { operation: 'remember', inputHash: 'h', reply: '{}', at: 10 };
      await write((unit) => unit.idempotency.put('k', entry));
      await expect(
        write((unit) => unit.idempotency.put('k', { ...entry, reply: 'x' })),
      ).rejects.toMatchObject({
        code: 'conflict',
      });
      const { at: _, ...known } = entry;
      expect(await read((unit) => unit.idempotency.find('k'))).toEqual(known);
      expect(await write((unit) => unit.idempotency.removeBefore(10))).toBe(0);
      expect(await write((unit) => unit.idempotency.removeBefore(11))).toBe(1);
      expect(await read((unit) => unit.idempotency.find('k'))).toBeUndefined();
    });
  });
}
