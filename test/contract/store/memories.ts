import { describe, expect, it } from 'vitest';
import { contentKey } from '../../../src/core/memory/contentKey.ts';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { GivenStore, type OpenStore } from './givenStore.ts';

/** Single memories: how they are written, changed, and found by what they are. */
export function describeMemories(openStore: OpenStore): void {
  const given = new GivenStore(openStore);
  const { read, write, add, addOne, change } = given;

  describe('a memory', () => {
    it('comes back as it was stored, every field of it', async () => {
      const memory = await addOne({
        session: 'ses_1',
        what: 'what',
        why: 'why',
        learned: 'learned',
        content: 'Umlauts äöü, emoji 🎉, NUL \0 and "quotes"\n\ttabs',
        entities: ['example.org/group/app!12', 'ADR-7'],
        anchors: [{ path: 'src/a.ts', startLine: 1, endLine: 9, contentHash: 'aa', commit: 'bb' }],
        tags: ['one', 'zwei'],
        source: { kind: 'commit', ref: 'abc', actor: 'Somebody' },
        confidence: 0.25,
        pinned: true,
        resolvedAt: 5,
        expiresAt: 6,
        lastRecalledAt: 7,
        recallCount: 8,
        supersededBy: 'other',
        evidence: [
          { kind: 'adr', says: 'stated', ref: 'abc', place: 'docs/adr/1.md', at: 3, files: ['ä.ts'] },
          { kind: 'commit', says: 'reverted', ref: 'def', unseen: true },
        ],
        links: [{ kind: 'replaces', to: 'other' }],
        metadata: { nested: { list: [1, null, 'x'] } },
      });
      expect(await read((unit) => unit.memories.get(memory.id))).toEqual(memory);
      expect(await read((unit) => unit.memories.get('nobody'))).toBeUndefined();
    });

    it('may be as long as a book', async () => {
      const content = 'x'.repeat(500_000) + 'ü'.repeat(100_000);
      const { id } = await addOne({ content });
      expect((await read((unit) => unit.memories.get(id)))?.content).toBe(content);
    });

    it('is not overwritten by someone who has not seen its last change', async () => {
      const memory = await addOne();
      await change(memory, { title: 'First' });
      await expect(change(memory, { title: 'Second' })).rejects.toMatchObject({ code: 'conflict' });
      await expect(change(sampleMemory(), {})).rejects.toMatchObject({ code: 'not_found' });
      expect((await read((unit) => unit.memories.get(memory.id)))?.title).toBe('First');
    });

    it('has an id that nothing else has', async () => {
      const memory = await addOne();
      await expect(write((unit) => unit.memories.insert(memory))).rejects.toMatchObject({
        code: 'conflict',
      });
    });

    it('is found by the end of its id', async () => {
      const [one, two] = await add(
        { id: '01890000-0000-7000-8000-00000000abcd' },
        { id: '01890000-0000-7000-8000-00000100abcd' },
      );
      const ids = (tail: string) => read((unit) => unit.memories.findByTail(tail));
      expect(await ids('00abcd')).toEqual([two?.id, one?.id]);
      expect(await ids('0100abcd')).toEqual([two?.id]);
      expect(await ids('ffffff')).toEqual([]);
    });

    it('comes in the order asked for, and many at once', async () => {
      const memories = await add(...Array.from({ length: 150 }, () => ({})));
      const ids = memories.map(({ id }) => id).toReversed();
      const got = await read((unit) => unit.memories.getMany([...ids, 'nobody']));
      expect(got.map(({ id }) => id)).toEqual(ids);
    });

    it('counts how often it is opened, once for whoever looks again within a minute', async () => {
      const memory = await addOne();
      const open = (at: number) => write((unit) => unit.memories.markOpened([memory.id, 'nobody'], at));
      for (const at of [1_000, 1_001, 60_999, 61_000, 200_000]) await open(at);
      expect(await read((unit) => unit.memories.get(memory.id))).toEqual({
        ...memory,
        openedCount: 3,
        lastOpenedAt: 200_000,
      });
    });

    it('counts its recalls without a new revision', async () => {
      const memory = await addOne();
      await write((unit) => unit.memories.markRecalled([memory.id], 77));
      await write((unit) => unit.memories.markRecalled([memory.id, memory.id, 'nobody'], 99));
      expect(await read((unit) => unit.memories.get(memory.id))).toEqual({
        ...memory,
        recallCount: 2,
        lastRecalledAt: 99,
      });
    });
  });

  describe('duplicates', () => {
    const same = (content: string, project: string | null = 'example.org/group/app') =>
      read((unit) => unit.memories.findDuplicate('decision', project, contentKey(content)));

    it('are the same words in the same category and project', async () => {
      const memory = await addOne({ content: 'We use  pnpm.' });
      expect((await same('- we use pnpm'))?.id).toBe(memory.id);
      expect(await same('we use npm')).toBeUndefined();
      expect(await same('we use pnpm', null)).toBeUndefined();
      await change(memory, { content: 'We use npm' });
      expect(await same('we use pnpm')).toBeUndefined();
      expect((await same('we use npm'))?.id).toBe(memory.id);
    });

    it('are not what was taken back', async () => {
      await add(
        { content: 'same', status: 'superseded' },
        { content: 'same', status: 'archived' },
        { content: 'same', status: 'rejected' },
        { content: 'same', deletedAt: 5 },
      );
      expect(await same('same')).toBeUndefined();
      const global = await addOne({ content: 'same', project: null, scope: 'global' });
      expect((await same('same', null))?.id).toBe(global.id);
    });
  });
}
