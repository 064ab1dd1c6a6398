import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import type { InputOf } from '../../../src/protocol/operation.ts';
import { listMemoriesOperation } from '../../../src/protocol/operations/memories/listMemories.ts';
import { getHistoryOperation } from '../../../src/protocol/operations/memories/getHistory.ts';
import { purgeOperation } from '../../../src/protocol/operations/memories/purge.ts';
import { undoOperation } from '../../../src/protocol/operations/memories/undo.ts';
import { changeMemoriesOperation } from '../../../src/protocol/operations/memories/changeMemories.ts';
import { updateMemoryTool } from '../../../src/protocol/tools/updateMemoryTool.ts';
import { agent, OperationsBench, refusal } from '../../../dev/operations/operationsBench.ts';

let bench: OperationsBench;
beforeEach(async () => {
  bench = await OperationsBench.open();
});
afterEach(() => bench.close());

const update = (memory_id: string, action: InputOf<typeof updateMemoryTool>['action'], caller = {}) =>
  bench.call(updateMemoryTool, { memory_id, action }, caller);
const undoLast = (caller = {}) => bench.call(undoOperation, {}, caller);
const list = async (input: InputOf<typeof listMemoriesOperation>) =>
  (await bench.call(listMemoriesOperation, input)).memories.map(({ title }) => title);

describe('undo without an id', () => {
  it('takes back what the caller did last, then what it did before that', async () => {
    const one = (await bench.remember('The harbour closes at ten')).memory;
    const two = (await bench.remember('Berths are booked for a tide')).memory;
    await update(one.id, 'pin');
    await update(two.id, 'delete');
    expect((await undoLast()).memories[0]).toMatchObject({ id: two.id, deletedAt: null });
    expect((await undoLast()).memories[0]).toMatchObject({ id: one.id, pinned: false });
    expect((await undoLast()).memories[0]).toMatchObject({ id: two.id, deletedAt: bench.now });
    await undoLast();
    expect(await refusal(undoLast())).toMatchObject({ code: 'not_found' });
  });

  it('passes by what others did, and comes back to what was undone and done again', async () => {
    const { memory } = await bench.remember('Tides come from the office');
    const mine = await update(memory.id, 'archive');
    const other = (await bench.remember('An agent says so', {}, { actor: agent })).memory;
    await bench.remember('Said at another desk', {}, { actor: { kind: 'editor', name: 'vscode' } });
    const taken = await undoLast();
    expect(taken.memories[0]).toMatchObject({ id: memory.id, status: 'active' });
    await bench.call(undoOperation, { change_id: taken.changeId });
    expect((await bench.stored(memory.id)).status).toBe('archived');
    await bench.call(undoOperation, { change_id: mine.changeId });
    expect((await bench.stored(other.id)).deletedAt).toBeNull();
  });

  it('is for people: agents share a name, and must say which change they mean', async () => {
    await bench.remember('A fact of an agent', {}, { actor: agent });
    expect(await refusal(undoLast({ actor: agent }))).toMatchObject({ code: 'invalid_input' });
    // The same by a person.
    await bench.remember('A fact of a person');
    expect((await undoLast()).undone).toBe(1);
  });
});

describe('change_memories', () => {
  it('deletes many as one change, which one undo takes back', async () => {
    const ids = [];
    for (let at = 0; at < 30; at++) ids.push((await bench.remember(`Berth number ${at} is free`)).memory.id);
    const deleted = await bench.call(changeMemoriesOperation, { memory_ids: ids, action: 'delete' });
    expect(deleted.memories).toHaveLength(30);
    expect(bench.events.at(-1)).toMatchObject({ action: 'delete', changeGroup: deleted.changeId });
    expect(await list({ limit: 100 })).toEqual([]);
    expect((await undoLast()).undone).toBe(30);
    expect(await list({ limit: 100 })).toHaveLength(30);
  });

  it('changes those that the action fits, and is refused when it fits none', async () => {
    const fact = (await bench.remember('A fact')).memory;
    const blocker = (await bench.remember('The licence is missing', { category: 'blocker' })).memory;
    const both = { memory_ids: [fact.id, blocker.id, blocker.shortId] };
    const resolved = await bench.call(changeMemoriesOperation, { ...both, action: 'resolve' });
    expect(resolved.memories.map(({ id }) => id)).toEqual([blocker.id]);
    const again = await bench.call(changeMemoriesOperation, { ...both, action: 'pin' });
    expect(again.memories).toHaveLength(2);
    expect((await bench.call(changeMemoriesOperation, { ...both, action: 'pin' })).changeId).toBe('');
    const alone = { memory_ids: [fact.id], action: 'resolve' as const };
    expect(await refusal(bench.call(changeMemoriesOperation, alone))).toMatchObject({
      code: 'invalid_input',
    });
  });

  it.each(['restore', 'reopen', 'pin'] as const)(
    'lets a person stand behind what they put in front of everybody with %s, as with one memory',
    async (action) => {
      const before = {
        restore: { status: 'archived', category: 'directive' },
        reopen: { status: 'resolved', category: 'blocker', resolvedAt: 1 },
        pin: { category: 'fact' },
      } as const;
      const global = { scope: 'global', project: null, trust: 'agent', confidence: 0.8 } as const;
      const change = { ...global, ...before[action] };
      const { id } = await bench.insert({ content: `Tie up at the north berth (${action})`, ...change });
      const { memories } = await bench.call(changeMemoriesOperation, { memory_ids: [id], action });
      expect(memories).toMatchObject([{ id, trust: 'user', confidence: 1 }]);
    },
  );
});

describe('list_memories', () => {
  it('finds what was deleted, by its words too, and nothing else', async () => {
    const kept = (await bench.remember('Kafka runs in the cellar')).memory;
    const gone = (await bench.remember('Kafka topics are named after tides')).memory;
    const other = (await bench.remember('Berths are numbered')).memory;
    await bench.call(changeMemoriesOperation, { memory_ids: [gone.id, other.id], action: 'delete' });
    expect(await list({ only_deleted: true })).toEqual([other.title, gone.title]);
    expect(await list({ only_deleted: true, text: 'kafka' })).toEqual([gone.title]);
    expect(await list({ only_deleted: true, text: 'kaf', order: 'relevance' })).toEqual([gone.title]);
    expect(await list({ text: 'kafka' })).toEqual([kept.title]);
    expect((await list({ text: 'kafka', include_deleted: true })).sort()).toEqual([kept.title, gone.title]);
  });

  it('ranks by relevance while somebody types, and takes the beginning of a word for the word', async () => {
    await bench.remember(`Notes of the long meeting. ${'We talked about boats. '.repeat(40)}Kafka came up.`);
    bench.now += 1000;
    await bench.remember('Kafka: three brokers, Kafka topics by tide');
    bench.now += 1000;
    await bench.remember(`Another long meeting. ${'We talked about ropes. '.repeat(40)}Kafka came up.`);
    bench.now += 1000;
    await bench.remember('The café of the harbour');
    const first = async (text: string) => (await list({ text, order: 'relevance' }))[0];
    for (const text of ['kafka', 'KAFKA', 'kaf', 'kafka top', 'brok kafka'])
      expect(await first(text)).toMatch(/^Kafka: three brokers/);
    expect(await list({ text: 'kafka', order: 'relevance' })).toHaveLength(3);
    expect(await list({ text: 'caf', order: 'relevance' })).toEqual(['The café of the harbour']);
    // Without the order whole words are meant, and the newest comes first.
    expect(await list({ text: 'kaf' })).toEqual([]);
    expect((await list({ text: 'kafka' }))[0]).toMatch(/^Another long meeting/);
  });
});

describe('undo over a purge', () => {
  const change = (memory_id: string, action: 'supersede' | 'restore' | 'edit', rest: object = {}) =>
    bench.call(updateMemoryTool, { memory_id, action, ...rest });
  const purge = (id: string) => bench.call(purgeOperation, { ids: [id] });

  it.each([[1], [2], [3]])(
    'brings back no successor that is gone, and leaves in force what is: %i',
    async (times) => {
      const { memory: earlier } = await bench.remember('Use npm');
      let changeId = '';
      const successors: string[] = [];
      for (let time = 0; time < times; time += 1) {
        const { memory } = await bench.remember(`Use tool number ${time} for packages`);
        successors.push(memory.id);
        await change(earlier.id, 'supersede', { superseded_by: memory.id });
        ({ changeId } = await change(earlier.id, 'restore'));
      }
      for (const id of successors) await purge(id);
      const { memories } = await bench.call(undoOperation, { change_id: changeId });
      expect(memories).toMatchObject([{ id: earlier.id, status: 'active', supersededBy: null }]);
      const history = JSON.stringify(await bench.call(getHistoryOperation, { memory_id: earlier.id }));
      for (const id of successors) expect(history).not.toContain(id.slice(-10));
    },
  );

  it('puts away again in favour of a successor that is still there', async () => {
    const [earlier, later] = [await bench.remember('Use npm'), await bench.remember('Use pnpm')];
    await change(earlier.memory.id, 'supersede', { superseded_by: later.memory.id });
    const { changeId } = await change(earlier.memory.id, 'restore');
    const { memories } = await bench.call(undoOperation, { change_id: changeId });
    expect(memories).toMatchObject([{ status: 'superseded', supersededBy: later.memory.id }]);
  });

  it('brings back no link, whatever a release of before has left in the history', async () => {
    const gone = v7();
    const links = [{ kind: 'replaces', to: gone }] as const;
    const linking = await bench.insert({ status: 'candidate', source: { kind: 'agent' }, links });
    const { changeId } = await change(linking.id, 'edit', { content: 'Otherwise' });
    const { memories } = await bench.call(undoOperation, { change_id: changeId });
    expect(memories).toMatchObject([{ id: linking.id, links: [] }]);
  });
});
