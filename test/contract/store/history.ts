import { describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import type { Change } from '../../../src/core/memory/history.ts';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { GivenStore, type OpenStore } from './givenStore.ts';

/** What was changed, by whom, and what it was before. */
export function describeHistory(openStore: OpenStore): void {
  const given = new GivenStore(openStore);
  const { read, write } = given;

  describe('history', () => {
    const change = (fields: Partial<Change>): Change => ({
      id: v7(),
      groupId: v7(),
      memoryId: 'm',
      action: 'edit',
      actor: { kind: 'agent', name: 'opencode' },
      at: 5,
      before: sampleMemory(),
      revision: 2,
      undoneBy: null,
      ...fields,
    });

    it('comes back whole, oldest first, by memory, change, group or the end of either', async () => {
      const groupId = v7();
      const first = change({ groupId, action: 'create', before: null, actor: { kind: 'user' } });
      const second = change({ groupId, memoryId: 'n' });
      const third = change({});
      await write(async (unit) => {
        for (const each of [third, second, first]) await unit.history.append(each);
      });
      const find = (id: string) => read((unit) => unit.history.find(id));
      expect(await read((unit) => unit.history.ofMemory('m'))).toEqual([first, third]);
      expect(await find(third.id)).toEqual([third]);
      expect(await find(groupId)).toEqual([first, second]);
      expect(await find(groupId.slice(-10))).toEqual([first, second]);
      expect(await find(second.id.slice(-12))).toEqual([second]);
      // The end is right, the beginning is not.
      expect(await find(`00000000-0000-7000-8000-${first.id.slice(-12)}`)).toEqual([]);
      await write((unit) => unit.history.markUndone([first.id, second.id], third.id));
      expect((await find(groupId)).map(({ undoneBy }) => undoneBy)).toEqual([third.id, third.id]);
    });

    it('comes page by page from its end, as many as fit', async () => {
      const changes = Array.from({ length: 5 }, (_, at) =>
        change({ before: sampleMemory({ content: 'x'.repeat(at === 1 ? 5_000 : 10) }), revision: at + 1 }),
      );
      await write(async (unit) => {
        for (const each of [...changes, change({ memoryId: 'n' })]) await unit.history.append(each);
      });
      const page = async (limit: number, characters: number, before?: string) => {
        const found = await read((unit) => unit.history.page('m', { limit, characters, before }));
        return [found.changes.map(({ revision }) => revision), found.total, found.hasMore];
      };
      expect(await page(2, 1e6)).toEqual([[4, 5], 5, true]);
      expect(await page(9, 1e6)).toEqual([[1, 2, 3, 4, 5], 5, false]);
      expect(await page(9, 1e6, changes[3]?.id)).toEqual([[1, 2, 3], 5, false]);
      // A long text takes the place of many, and one change always fits.
      expect(await page(9, 3_000)).toEqual([[3, 4, 5], 5, true]);
      expect(await page(9, 1, changes[2]?.id)).toEqual([[2], 5, true]);
      expect(await read((unit) => unit.history.page('nobody', { limit: 9, characters: 9 }))).toEqual({
        changes: [],
        total: 0,
        hasMore: false,
      });
    });

    it('tells what an actor did last, undoing left out', async () => {
      const mine = { kind: 'editor', name: 'vscode' } as const;
      const [first, second, ...others] = [
        change({ actor: mine }),
        change({ actor: mine }),
        change({ actor: mine, action: 'undo' }),
        change({ actor: { kind: 'editor' } }),
        change({ actor: { kind: 'agent', name: 'vscode' } }),
      ];
      await write(async (unit) => {
        for (const each of [first, second, ...others]) if (each) await unit.history.append(each);
      });
      expect(await read((unit) => unit.history.newestBy(mine))).toEqual([second, first]);
      expect(await read((unit) => unit.history.newestBy({ kind: 'editor' }))).toEqual([others[1]]);
    });

    it('forgets old texts, so many at a time, and nothing else', async () => {
      const changes = [1, 2, 3, 4].map((at) => change({ at, ...(at === 1 && { before: null }) }));
      await write(async (unit) => {
        for (const each of changes) await unit.history.append(each);
      });
      const thin = () => write((unit) => unit.history.thin(4, 1));
      expect([await thin(), await thin(), await thin()]).toEqual([1, 1, 0]);
      expect(await read((unit) => unit.history.ofMemory('m'))).toEqual(
        changes.map((each) => (each.at < 4 ? { ...each, before: null } : each)),
      );
    });
  });
}
