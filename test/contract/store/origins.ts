import { describe, expect, it } from 'vitest';
import type { Origin } from '../../../src/store/ports/originRepository.ts';
import { GivenStore, type OpenStore } from './givenStore.ts';

/** Where memories came from, and how far sources were read. */
export function describeOrigins(openStore: OpenStore): void {
  const { read, write } = new GivenStore(openStore);
  const origin = (fields: Partial<Origin> = {}): Origin => ({
    system: 'opencode-memory',
    place: '/home/ada/notes/memory.db',
    ref: '42',
    memory: 'a',
    fingerprint: null,
    at: 5,
    ...fields,
  });

  describe('where a memory came from', () => {
    it('is kept, replaced and removed under the name that it has there', async () => {
      await write(async ({ origins }) => {
        await origins.put(origin({ memory: 'old' }));
        await origins.put(origin({ fingerprint: 'f' }));
      });
      expect(await read(({ origins }) => origins.get(origin()))).toEqual(origin({ fingerprint: 'f' }));
      expect(await read(({ origins }) => origins.get(origin({ ref: '4' })))).toBeUndefined();
      expect(await write(({ origins }) => origins.remove(origin()))).toBe(true);
      expect(await write(({ origins }) => origins.remove(origin()))).toBe(false);
      expect(await read(({ origins }) => origins.get(origin()))).toBeUndefined();
    });

    it('is found by the name alone, by the memory, and page by page of one place', async () => {
      const [first, second, other, elsewhere] = [
        origin(),
        origin({ ref: '7', memory: 'b' }),
        origin({ system: 'mem0', place: 'export', memory: 'c', at: 9 }),
        origin({ place: '/elsewhere', ref: '8', memory: 'a' }),
      ];
      await write(async ({ origins }) => {
        for (const each of [first, second, other, elsewhere]) await origins.put(each);
      });
      expect(await read(({ origins }) => origins.findByRef('42'))).toEqual([other, first]);
      expect(await read(({ origins }) => origins.placesBelow('opencode-memory', '/'))).toEqual([
        '/elsewhere',
        '/home/ada/notes/memory.db',
      ]);
      expect(await read(({ origins }) => origins.placesBelow('opencode-memory', '/home/'))).toEqual([
        '/home/ada/notes/memory.db',
      ]);
      expect(await read(({ origins }) => origins.placesBelow('mem0', '/'))).toEqual([]);
      expect(await read(({ origins }) => origins.ofMemory('a'))).toEqual([elsewhere, first]);
      expect(await read(({ origins }) => origins.getMany(first, ['7', '42', '8']))).toEqual(
        new Map([
          ['42', first],
          ['7', second],
        ]),
      );
      const page = { after: undefined, limit: 1 };
      expect(await read(({ origins }) => origins.ofPlace(first, page))).toEqual([first]);
      expect(await read(({ origins }) => origins.ofPlace(first, { ...page, after: '42' }))).toEqual([second]);
      expect(await read(({ origins }) => origins.ofPlace(first, { ...page, after: '7' }))).toEqual([]);
    });
  });

  describe('how far a source was read', () => {
    it('is kept with what was read, source by source', async () => {
      const place = { feed: 'opencode', source: '/a.db', cursor: { at: 5, ids: ['ü'] }, readAt: 7 };
      await write(async ({ feeds }) => {
        await feeds.set({ ...place, cursor: null });
        await feeds.set(place);
        await feeds.set({ ...place, source: '/0.db' });
        await feeds.set({ ...place, feed: 'claude-code' });
      });
      expect(await read(({ feeds }) => feeds.get('opencode', '/a.db'))).toEqual(place);
      expect((await read(({ feeds }) => feeds.list('opencode'))).map(({ source }) => source)).toEqual([
        '/0.db',
        '/a.db',
      ]);
      const lost = write(async ({ feeds }) => {
        await feeds.set({ ...place, cursor: { at: 6 } });
        throw new Error('the item could not be kept');
      });
      await expect(lost).rejects.toThrow('could not be kept');
      expect(await read(({ feeds }) => feeds.get('opencode', '/a.db'))).toEqual(place);
      expect(await write(({ feeds }) => feeds.remove('opencode', '/a.db'))).toBe(true);
      expect(await read(({ feeds }) => feeds.get('opencode', '/a.db'))).toBeUndefined();
    });
  });
}
