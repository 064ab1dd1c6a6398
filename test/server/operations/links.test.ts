import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RelationKind } from '../../../src/core/memory/memoryLink.ts';
import { agent, day, OperationsBench, person, refusal } from '../../../dev/operations/operationsBench.ts';
import { createLinkOperation } from '../../../src/protocol/operations/memories/createLink.ts';
import { getLinkedMemoriesOperation } from '../../../src/protocol/operations/memories/getLinkedMemories.ts';
import { getMemoryOperation } from '../../../src/protocol/operations/memories/getMemory.ts';
import { purgeOperation } from '../../../src/protocol/operations/memories/purge.ts';
import { removeLinkOperation } from '../../../src/protocol/operations/memories/removeLink.ts';
import { undoOperation } from '../../../src/protocol/operations/memories/undo.ts';
import { recallOperation } from '../../../src/protocol/operations/recall/recall.ts';

let bench: OperationsBench;
let ids: Record<'a' | 'b' | 'c', string>;
beforeEach(async () => {
  bench = await OperationsBench.open();
  const keep = async (content: string) => (await bench.remember(content)).memory.id;
  ids = { a: await keep('Alpha'), b: await keep('Beta'), c: await keep('Gamma') };
});
afterEach(() => bench.close());

type Name = keyof typeof ids;
const link = (
  from: Name,
  to: Name,
  link_type: RelationKind = 'related',
  rest: object = {},
  caller: object = {},
) =>
  bench.call(
    createLinkOperation,
    { source_memory_id: ids[from], target_memory_id: ids[to], link_type, ...rest },
    caller,
  );
const linked = async (from: Name, rest: object = {}) =>
  (await bench.call(getLinkedMemoriesOperation, { memory_id: ids[from], ...rest })).linked.map(
    ({ title, linked: { kind, direction, strength, depth } }) => [title, kind, direction, strength, depth],
  );

describe('a link', () => {
  it('is seen from both ends, with its kind, direction and strength', async () => {
    await link('a', 'b', 'derived_from', { strength: 0.5, reason: 'measured\nthere' });
    expect(await linked('a')).toEqual([['Beta', 'derived_from', 'out', 0.5, 1]]);
    expect(await linked('b')).toEqual([['Alpha', 'derived_from', 'in', 0.5, 1]]);
    bench.now += 3 * day;
    const shown = await bench.call(getLinkedMemoriesOperation, { memory_id: ids.b });
    expect(shown.text).toMatch(
      /Alpha \(derived from \[[0-9a-f]{10}\], strength 0\.5, since 3d, measured there\)/,
    );
    expect(await linked('b', { min_strength: 0.6 })).toEqual([]);
    expect(await linked('b', { link_types: ['related'] })).toEqual([]);
  });

  it('says the same once, however often and from wherever it is said', async () => {
    const first = await link('a', 'b', 'contradicts');
    expect(first.changed).toBe(true);
    expect(await link('a', 'b', 'contradicts')).toMatchObject({ changed: false, changeId: '' });
    expect(await link('b', 'a', 'contradicts')).toMatchObject({ changed: false });
    await link('a', 'b', 'contradicts', { strength: 0.7 });
    await link('a', 'b', 'related');
    expect(await linked('b')).toEqual([['Alpha', 'related', 'both', 1, 1]]);
    expect(await linked('b', { link_types: ['contradicts'] })).toEqual([
      ['Alpha', 'contradicts', 'both', 0.7, 1],
    ]);
  });

  it('is followed as far as is wanted, and circles end', async () => {
    await link('a', 'b', 'related', { strength: 0.4 });
    await link('b', 'c', 'derived_from');
    await link('c', 'a');
    expect(await linked('a', { max_depth: 5 })).toEqual([
      ['Gamma', 'related', 'both', 1, 1],
      ['Beta', 'related', 'both', 0.4, 1],
    ]);
    expect(await linked('a', { max_depth: 5, min_strength: 0.5 })).toEqual([
      ['Gamma', 'related', 'both', 1, 1],
      ['Beta', 'derived_from', 'in', 1, 2],
    ]);
  });

  it('of what is about the same needs nobody to say it', async () => {
    await bench.remember('The gateway of !12 waits', { entities: ['gateway'] });
    const { memory } = await bench.remember('Restart for !12');
    const { linked: found } = await bench.call(getLinkedMemoriesOperation, { memory_id: memory.id });
    expect(found.map(({ title, linked: { kind, strength } }) => [title, kind, strength])).toEqual([
      ['The gateway of !12 waits', 'same_entity', 0.5],
    ]);
  });

  it('that supersedes does so, and a circle of it is refused', async () => {
    const done = await link('a', 'b', 'supersedes');
    expect(done.memory).toMatchObject({ id: ids.b, status: 'superseded', supersededBy: ids.a });
    expect(await link('a', 'b', 'supersedes')).toMatchObject({ changed: false });
    expect(await linked('a')).toEqual([['Beta', 'supersedes', 'out', 1, 1]]);
    expect(await linked('b')).toEqual([['Alpha', 'supersedes', 'in', 1, 1]]);
    expect(await refusal(link('b', 'a', 'supersedes'))).toMatchObject({ code: 'conflict' });
    expect((await refusal(unlink('a', 'b', 'supersedes'))).message).toContain('restore_memory');
  });

  it('to itself, to nobody or to what is deleted is refused, with what to do', async () => {
    expect((await refusal(link('a', 'a'))).message).toContain('is the same memory');
    const unknown = { source_memory_id: ids.a, target_memory_id: 'abcdef1234' };
    expect(await refusal(bench.call(createLinkOperation, unknown))).toMatchObject({ code: 'not_found' });
    const gone = await bench.insert({ deletedAt: 1 });
    const to = { source_memory_id: ids.a, target_memory_id: gone.id };
    expect((await refusal(bench.call(createLinkOperation, to))).message).toContain(
      'is deleted. Use restore first.',
    );
    expect(await refusal(link('a', 'b', 'extends' as RelationKind))).toMatchObject({ code: 'invalid_input' });
  });

  it('may be made by an agent to what a person has pinned, as it changes no word of it', async () => {
    const pinned = await bench.insert({ title: 'Pinned', pinned: true, trust: 'user' });
    const said = { source_memory_id: pinned.id, target_memory_id: ids.a, link_type: 'contradicts' as const };
    expect(await bench.call(createLinkOperation, said, { actor: agent })).toMatchObject({ changed: true });
  });
});

const unlink = (from: Name, to: Name, link_type?: RelationKind) =>
  bench.call(removeLinkOperation, {
    source_memory_id: ids[from],
    target_memory_id: ids[to],
    ...(link_type === undefined ? {} : { link_type }),
  });

describe('what becomes of links', () => {
  it('is undone in both directions', async () => {
    const made = await link('a', 'b');
    await bench.call(undoOperation, { change_id: made.changeId });
    expect(await linked('b')).toEqual([]);
    await link('a', 'b');
    await link('b', 'a', 'derived_from');
    const gone = await unlink('a', 'b');
    expect([await linked('a'), await linked('b')]).toEqual([[], []]);
    expect(await unlink('a', 'b')).toMatchObject({ changed: false });
    await bench.call(undoOperation, { change_id: gone.changeId });
    expect(await linked('a', { link_types: ['derived_from'] })).toHaveLength(1);
    expect(await linked('a', { link_types: ['related'] })).toHaveLength(1);
    await unlink('b', 'a', 'related');
    expect(await linked('a')).toEqual([['Beta', 'derived_from', 'in', 1, 1]]);
  });

  it('with a purge is that nothing leads to what is gone, nor does an undo bring it back', async () => {
    const made = await link('a', 'b');
    const other = await link('a', 'c');
    await bench.call(purgeOperation, { ids: [ids.b] });
    const [left] = (await bench.call(getMemoryOperation, { ids: [ids.a] })).memories;
    expect(left?.links.map(({ to }) => to)).toEqual([ids.c]);
    await bench.call(undoOperation, { change_id: other.changeId });
    const [undone] = (await bench.call(getMemoryOperation, { ids: [ids.a] })).memories;
    expect(undone?.links).toEqual([]);
    expect(made.changed).toBe(true);
  });
});

describe('recall', () => {
  it('follows links from its answers when it is told to', async () => {
    await link('a', 'b', 'derived_from', { strength: 0.5 });
    await link('b', 'c');
    const recall = async (rest: object) => {
      const { linked: found = [], text } = await bench.call(recallOperation, { query: 'Alpha', ...rest });
      return { text, found: found.map(({ title, linked: { kind, depth } }) => [title, kind, depth]) };
    };
    expect((await recall({})).found).toEqual([]);
    const { found, text } = await recall({ traverse: true });
    expect(found).toEqual([
      ['Beta', 'derived_from', 1],
      ['Gamma', 'related', 2],
    ]);
    expect(text).toContain('Linked to these:');
    expect((await recall({ traverse: true, max_depth: 1 })).found).toHaveLength(1);
    expect((await recall({ traverse: 'true', min_strength: '0.6' })).found).toEqual([]);
  });
});

describe('what was linked as contradicting', () => {
  it.each(['recall', 'get_memory'] as const)(
    'is shown with both sides by %s, whichever has the link',
    async (verb) => {
      const [port, other] = [
        await bench.remember('The quay lamp is green'),
        await bench.remember('The quay lamp is red'),
      ].map(({ memory }) => memory);
      const said = async (id: string) =>
        verb === 'recall'
          ? bench.call(recallOperation, { query: 'quay lamp' })
          : bench.call(getMemoryOperation, { ids: [id] });
      expect((await said(port?.id ?? '')).contradictions).toBeUndefined();
      await bench.call(createLinkOperation, {
        source_memory_id: port?.id ?? '',
        target_memory_id: other?.id ?? '',
        link_type: 'contradicts',
      });
      for (const [one, two] of [
        [port, other],
        [other, port],
      ]) {
        const { contradictions, text } = await said(one?.id ?? '');
        expect(contradictions).toHaveLength(1);
        expect(text).toContain(`${two?.shortId}`);
        expect(text).toMatch(/contradicts \[[0-9a-f]{10}\]/);
      }
      // One that was replaced contradicts nothing any more.
      await bench.dispatcher.dispatch(
        'supersede_memory',
        { memory_id: port?.id, superseded_by: other?.id },
        { actor: person },
      );
      expect((await said(other?.id ?? '')).contradictions).toBeUndefined();
    },
  );
});
