import { describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import type { Change } from '../../../src/core/memory/history.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { randomVector } from '../../../dev/random/randomVector.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';
import { dimensions, spaceName } from '../../../dev/store/vectorSamples.ts';
import { GivenStore, type OpenStore } from './givenStore.ts';

/** What is gone for good. Bytes in files are not the contract's: an embedded store has `scrub` and tests of its own. */
export function describePurge(openStore: OpenStore): void {
  const given = new GivenStore(openStore);
  const { read, write, check, add, addOne, change, get, found, listed } = given;
  const random = seededRandom(7);
  const edit = (memory: Memory, fields: Partial<Change> = {}): Change => ({
    id: v7(),
    groupId: v7(),
    memoryId: memory.id,
    action: 'edit',
    actor: { kind: 'user' },
    at: 1,
    before: memory,
    revision: 2,
    undoneBy: null,
    ...fields,
  });
  /** A candidate that asks whether a memory still holds, and quotes it. */
  const questionAbout = ({ id }: Memory): Partial<Memory> => ({
    title: 'question',
    status: 'candidate',
    links: [{ kind: 'ends', to: id }],
  });
  const replies = ['whole', 'short'] as const;
  /** Replies that name the memory by its id and by the end of it, and one that does not. */
  const remember = ({ id }: Memory) =>
    write(async (unit) => {
      const entry = { operation: 'remember', inputHash: 'h', at: 1 };
      await unit.idempotency.put('whole', { ...entry, reply: JSON.stringify({ id }) });
      await unit.idempotency.put('short', { ...entry, reply: JSON.stringify(`[${id.slice(-10)}]`) });
      await unit.idempotency.put('other', { ...entry, reply: '{}' });
    });
  const reply = (key: string) => read((unit) => unit.idempotency.find(key));

  describe('of memories', () => {
    it('takes with it what names them, and nothing of others', async () => {
      const [memory, other] = await add(
        { title: 'zebra', entities: ['!7'], tags: ['stripes'] },
        { title: 'stays', entities: ['!7'] },
      );
      if (!memory || !other) throw new Error('Nothing was added');
      const question = await addOne(questionAbout(memory));
      const space = await write((unit) => unit.vectors.openSpace(spaceName, 1));
      await write(async (unit) => {
        await unit.history.append(edit(memory, { action: 'create', before: null }));
        await unit.history.append(edit(memory));
        await unit.history.append(edit(other));
        await unit.captures.addStatement('p', 'print', memory.id, 'sha');
        await unit.vectors.put(
          space.id,
          [memory, other].map(({ id }) => ({ memoryId: id, vector: randomVector(random, dimensions) })),
        );
      });
      await remember(memory);

      expect(await write((unit) => unit.memories.purge([memory.id, 'nobody']))).toEqual([question.id]);

      expect([await get(memory.id), await get(question.id), await get(other.id)]).toEqual([
        undefined,
        undefined,
        other,
      ]);
      expect(await listed({ includeDeleted: true })).toEqual(['stays']);
      expect([await found(['zebra']), await found(['stays'])]).toEqual([[], ['stays']]);
      expect(await read((unit) => unit.memories.findByTail(memory.id.slice(-10)))).toEqual([]);
      await read(async (unit) => {
        expect(await unit.memories.findByEntities(['!7'], {}, 9)).toEqual([other]);
        expect(await unit.history.ofMemory(memory.id)).toEqual([]);
        expect(await unit.history.ofMemory(other.id)).toHaveLength(1);
        expect(await unit.captures.commitsOf(memory.id)).toEqual([]);
        expect([...(await unit.vectors.vectorsOf(space.id, [memory.id, other.id])).keys()]).toEqual([
          other.id,
        ]);
        expect(await unit.vectors.progress(space.id)).toEqual({ embedded: 1, total: 1 });
      });
      for (const key of replies) expect([key, await reply(key)]).toEqual([key, undefined]);
      expect(await reply('other')).toBeDefined();
      expect(await check()).toBe('ok');
    });

    it('lets go of what they superseded or were linked to, and keeps commits from bringing them back', async () => {
      const memory = await addOne();
      const other = await addOne();
      const stays = { kind: 'successor', to: other.id } as const;
      const linking = await addOne({ links: [{ kind: 'replaces', to: memory.id }, stays] });
      const relinked = await addOne({ links: [{ kind: 'replaces', to: memory.id }] });
      await change(relinked, { links: [{ kind: 'replaces', to: other.id }] });
      const earlier = await addOne({ status: 'superseded', supersededBy: memory.id });
      await write(async (unit) => {
        await unit.captures.addCommit('p', { sha: 'sha', patchId: null, at: 1 });
        await unit.captures.addStatement('p', 'print', memory.id, 'sha');
      });
      await write((unit) => unit.memories.purge([memory.id]));
      expect((await get(earlier.id))?.supersededBy).toBeNull();
      expect((await get(linking.id))?.links).toEqual([stays]);
      expect((await get(relinked.id))?.links).toEqual([{ kind: 'replaces', to: other.id }]);
      await read(async ({ captures }) => {
        expect(await captures.hasCommit('p', 'sha')).toBe(true);
        expect(await captures.findStatement('p', 'print')).toEqual({ memoryId: '' });
      });
    });

    it('leaves nothing that leads to them in what others said before', async () => {
      const [memory, stays] = [await addOne(), await addOne()];
      const kept = { kind: 'successor', to: stays.id } as const;
      const states: readonly [Partial<Memory>, Partial<Memory>][] = [
        [
          { status: 'superseded', supersededBy: memory.id },
          { status: 'superseded', supersededBy: null },
        ],
        [{ links: [{ kind: 'replaces', to: memory.id }, kept] }, { links: [kept] }],
        [
          { supersededBy: memory.id, links: [kept] },
          { supersededBy: null, links: [kept] },
        ],
        [
          { supersededBy: stays.id, content: memory.id },
          { supersededBy: stays.id, content: memory.id },
        ],
      ];
      const other = await addOne();
      await write(async (unit) => {
        for (const [before] of states)
          await unit.history.append(edit(other, { before: { ...other, ...before } }));
      });
      await write((unit) => unit.memories.purge([memory.id]));
      const history = await read((unit) => unit.history.ofMemory(other.id));
      expect(history.map(({ before }) => before)).toEqual(
        states.map(([, after]) => ({ ...other, ...after })),
      );
    });

    it('is undone with its unit of work', async () => {
      const memory = await addOne({ title: 'zebra' });
      const failing = write(async (unit) => {
        await unit.memories.purge([memory.id]);
        const left = await unit.memories.get(memory.id);
        throw new Error(left ? 'still there' : 'no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await get(memory.id)).toEqual(memory);
      expect(await found(['zebra'])).toEqual(['zebra']);
      expect(await check()).toBe('ok');
    });
  });

  it('of versions forgets what memories said before, and not what they say or who wrote them', async () => {
    const memory = await addOne({ content: 'zebra' });
    const created = edit(memory, { action: 'create', before: null, revision: 1 });
    const changed = await change(memory, { content: 'okapi' });
    await write(async (unit) => {
      await unit.history.append(created);
      await unit.history.append(edit(memory));
    });
    await remember(memory);
    expect(await write((unit) => unit.memories.purgeVersions([memory.id]))).toEqual([]);
    expect(await get(memory.id)).toEqual(changed);
    expect(await read((unit) => unit.history.ofMemory(memory.id))).toEqual([created]);
    for (const key of replies) expect([key, await reply(key)]).toEqual([key, undefined]);
    expect([await found(['zebra']), await found(['okapi'])]).toEqual([[], [changed.title]]);
  });
}
