import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  agent,
  day,
  OperationsBench,
  person,
  projectId,
  refusal,
} from '../../../dev/operations/operationsBench.ts';
import type { Actor } from '../../../src/core/memory/history.ts';
import { archiveMemoryOperation } from '../../../src/protocol/operations/memories/archiveMemory.ts';
import { deleteMemoryOperation } from '../../../src/protocol/operations/memories/deleteMemory.ts';
import { editMemoryOperation } from '../../../src/protocol/operations/memories/editMemory.ts';
import { getMemoryOperation } from '../../../src/protocol/operations/memories/getMemory.ts';
import { listMemoriesOperation } from '../../../src/protocol/operations/memories/listMemories.ts';
import { rememberOperation } from '../../../src/protocol/operations/memories/remember.ts';
import { restoreMemoryOperation } from '../../../src/protocol/operations/memories/restoreMemory.ts';
import { searchHistoryOperation } from '../../../src/protocol/operations/memories/searchHistory.ts';
import { undoOperation } from '../../../src/protocol/operations/memories/undo.ts';
import { recallOperation } from '../../../src/protocol/operations/recall/recall.ts';

let bench: OperationsBench;
beforeAll(async () => {
  bench = await OperationsBench.open();
});
afterAll(() => bench.close());

const say = (name: string, input: object, caller: object = {}) =>
  bench.dispatcher.dispatch(name, input, { actor: person, project: projectId, ...caller });

describe('arguments of other systems', () => {
  it.each<[string, object, string]>([
    [
      'remember',
      { text: 'Ship on Fridays never', category: 'convention', user_id: 'ada', infer: true },
      'user_id changes nothing here',
    ],
    [
      'remember',
      { content: 'Deploy by hand', category: 'procedure', visibility: 'private' },
      'visibility changes',
    ],
    ['recall', { query: 'deploy', top_k: '5', filters: { AND: [] } }, 'filters changes nothing here'],
    [
      'list_memories',
      { page: '1', page_size: '20', sort: 'oldest', agent_id: 'a' },
      'agent_id changes nothing',
    ],
  ])('%s %j are understood, or it is said why not', async (name, input, said) => {
    const { text } = await say(name, input);
    expect(text).toContain(said);
    expect(text).not.toContain('there is no field');
  });

  it('are those of edits and deletions too', async () => {
    const { memory } = await bench.remember('Use npm', { category: 'decision' });
    const edited = await say('edit_memory', { id: memory.id, text: 'Use pnpm', recompute_embedding: false });
    expect(edited.text).toContain('recompute_embedding changes nothing here: vectors follow');
    const deleted = await say('delete_memory', { id: memory.shortId, also_delete_vector: true });
    expect(deleted.text).toContain('also_delete_vector changes nothing here');
    expect(deleted.result).toMatchObject({ changed: true, memory: { content: 'Use pnpm' } });
  });

  it.each<[string, object, string]>([
    ['remember', { text: 'a' }, 'category'],
    ['remember', { content: 'a', category: 'wish' }, 'category'],
    ['recall', { top_k: 3 }, 'query'],
    ['edit_memory', { text: 'a' }, 'memory_id'],
    ['search_history', {}, 'query'],
    ['list_memories', { sort: 'random' }, 'order'],
    ['list_memories', { page: 0 }, 'page'],
    ['list_memories', { page: 2, cursor: 'abc' }, 'page'],
  ])('that are missing or out of a closed set are refused: %s %j', async (name, input, field) => {
    const error = await refusal(say(name, input));
    expect(error).toMatchObject({ code: 'invalid_input' });
    expect(error.message).toContain(`${field}: `);
  });
});

describe('metadata', () => {
  it('is kept as it is, and merged by later words', async () => {
    const metadata = { type: 'task_learning', files: ['*'], nested: { a: 1 } };
    const input = { content: 'Tests need a fake clock', category: 'fact' as const, metadata };
    const { memory } = await bench.call(rememberOperation, input);
    expect(memory.metadata).toEqual(metadata);
    const merge = { memory_id: memory.id, metadata: { branch: 'main', files: null } };
    const edited = await bench.call(editMemoryOperation, merge);
    expect(edited.memory).toMatchObject({
      content: input.content,
      metadata: { type: 'task_learning', nested: { a: 1 }, branch: 'main' },
    });
    expect(edited.memory.metadata).not.toHaveProperty('files');
    const again = await bench.call(rememberOperation, { ...input, metadata: { seen: 2 } });
    expect(again).toMatchObject({ created: false, memory: { metadata: { branch: 'main', seen: 2 } } });
  });

  it('has no secrets, and not more than fits', async () => {
    const token = `glpat-${'a1B2c3D4e5'.repeat(2)}`;
    const input = { content: 'The runner has a token', category: 'fact' as const };
    const { memory } = await bench.call(rememberOperation, { ...input, metadata: { env: { T: token } } });
    expect(JSON.stringify(memory.metadata)).not.toContain(token);
    const long = { ...input, metadata: { text: 'x'.repeat(9_000) } };
    expect(await refusal(bench.call(rememberOperation, long))).toMatchObject({ code: 'invalid_input' });
  });
});

describe('the project of an edit', () => {
  it('is where the memory belongs from then on; what is global stays so', async () => {
    const { memory } = await bench.remember('Caches are shared');
    const elsewhere = 'gitlab.com/group/other';
    const move = (id: string) => bench.call(editMemoryOperation, { memory_id: id, project: elsewhere });
    expect((await move(memory.id)).memory.project).toBe(elsewhere);
    expect(await move(memory.id)).toMatchObject({ changed: false });
    const global = await bench.remember('Be brief', { category: 'preference', scope: 'global' });
    expect((await move(global.memory.id)).memory).toMatchObject({ project: null, scope: 'global' });
  });
});

describe('archiving', () => {
  it('keeps the reason as long as the memory is archived', async () => {
    const { memory } = await bench.remember('The cluster runs k3s');
    const put = { memory_id: memory.id, reason: ' we moved to\nNomad ' };
    const archived = await bench.call(archiveMemoryOperation, put);
    expect(archived.text).toContain('Reason: we moved to Nomad');
    const shown = await bench.call(getMemoryOperation, { ids: [memory.id] });
    expect(shown.text).toContain('Archived: we moved to Nomad');
    const restored = await bench.call(restoreMemoryOperation, { memory_id: memory.id });
    expect(restored.memory.metadata).toEqual({});
    await bench.call(undoOperation, { change_id: restored.changeId });
    const again = await bench.call(getMemoryOperation, { ids: [memory.id] });
    expect(again.text).toContain('Archived: we moved to Nomad');
  });
});

describe('lists', () => {
  it('come page by page in any order, and counted', async () => {
    const own = await OperationsBench.open();
    for (const content of ['Delta', 'alpha', 'Charlie', 'bravo', 'echo']) {
      own.now += 1_000;
      await own.remember(content, content === 'echo' ? { category: 'decision' } : {});
    }
    const list = (input: object) => own.call(listMemoriesOperation, { detail: 'row', limit: 2, ...input });
    const titles = async (input: object) => (await list(input)).rows?.map(({ title }) => title);
    expect(await titles({ order: 'title', page: 2 })).toEqual(['Charlie', 'Delta']);
    expect(await titles({ order: 'oldest', page: 3 })).toEqual(['echo']);
    expect(await titles({ text: 'alpha', order: 'title' })).toEqual(['alpha']);
    const first = await list({ counts: true });
    expect(first).toMatchObject({
      total: 5,
      counts: { byCategory: { fact: 4, decision: 1 }, byStatus: { active: 5 } },
    });
    expect(first.text).toContain('2 of 5 memories, newest first\nBy category: 4 fact, 1 decision');
    expect((await list({ counts: true, text: 'echo' })).counts?.byCategory).toEqual({ decision: 1 });
    await own.close();
  });
});

describe('search_history', () => {
  it('finds what is no longer in force, and what memories said before', async () => {
    const { memory } = await bench.remember('The queue is RabbitMQ', { category: 'decision' });
    bench.now += 3 * day;
    await bench.call(editMemoryOperation, { memory_id: memory.id, content: 'The queue is NATS' });
    const old = await bench.remember('Queues are named after teams', { category: 'convention' });
    await bench.call(archiveMemoryOperation, { memory_id: old.memory.id, reason: 'nobody did' });
    const search = (query: string, rest: object = {}) =>
      bench.call(searchHistoryOperation, { query, ...rest }, { actor: agent });
    const found = await search('RabbitMQ');
    expect(found.earlier).toMatchObject([
      { title: 'The queue is RabbitMQ', action: 'edit', memory: { id: memory.id, status: 'active' } },
    ]);
    expect(found.text).toContain('until just now: The queue is RabbitMQ · now [');
    expect((await search('queues named teams')).memories[0]).toMatchObject({ status: 'archived' });
    expect((await search('RabbitMQ', { category: 'fact' })).earlier).toEqual([]);
    expect((await search('zyzzyva', { category: 'idea' })).text).toContain(
      'Neither a memory nor an earlier text',
    );
    await bench.call(deleteMemoryOperation, { memory_id: memory.id });
    expect((await search('RabbitMQ')).earlier).toEqual([]);
  });
});

describe('opening a memory', () => {
  it('is counted, and no change', async () => {
    const { memory } = await bench.remember('Backups run at four');
    const other = await bench.remember('Backups are kept for a week');
    const open = async (ids: string[], actor: Actor) => {
      bench.now += 120_000;
      await bench.call(getMemoryOperation, { ids }, { actor });
      await bench.dispatcher.idle();
    };
    await open([memory.id], agent);
    await open([memory.id], { kind: 'editor', name: 'vscode' });
    await open([memory.id, other.memory.id], { kind: 'editor', name: 'vscode' });
    const [kept] = (await bench.call(getMemoryOperation, { ids: [memory.id] })).memories;
    expect(kept).toMatchObject({ openedCount: 2, revision: 1 });
    await bench.dispatcher.idle();
    const edited = await bench.call(editMemoryOperation, { memory_id: memory.id, why: 'quiet hours' });
    await bench.call(undoOperation, { change_id: edited.changeId });
    const [after] = (await bench.call(getMemoryOperation, { ids: [memory.id] })).memories;
    expect(after?.openedCount).toBeGreaterThanOrEqual(2);
  });
});

describe('recall', () => {
  it('of the last days leaves out what is older', async () => {
    await bench.remember('The harbour is closed');
    bench.now += 10 * day;
    await bench.remember('The harbour is open again');
    const recall = (rest: object) => bench.call(recallOperation, { query: 'harbour', ...rest });
    expect((await recall({})).total).toBe(2);
    expect((await recall({ since_days: 5 })).memories.map(({ title }) => title)).toEqual([
      'The harbour is open again',
    ]);
    bench.now += 30 * day;
    expect((await recall({ since_days: 5 })).text).toContain('of the last 5 days');
  });
});
