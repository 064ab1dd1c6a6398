import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agent, day, OperationsBench, projectId, refusal } from '../../../dev/operations/operationsBench.ts';
import { bulkArchiveOperation } from '../../../src/protocol/operations/memories/bulkArchive.ts';
import { deleteAllMemoriesOperation } from '../../../src/protocol/operations/memories/deleteAllMemories.ts';
import { listMemoriesOperation } from '../../../src/protocol/operations/memories/listMemories.ts';
import { undoOperation } from '../../../src/protocol/operations/memories/undo.ts';

let bench: OperationsBench;
beforeEach(async () => {
  bench = await OperationsBench.open();
});
afterEach(() => bench.close());

/** How often the loop of events comes round, until it is asked for. */
function countTurns(): () => number {
  let turns = -1;
  let next: NodeJS.Immediate;
  const turn = (): void => {
    turns += 1;
    next = setImmediate(turn);
  };
  turn();
  return () => {
    clearImmediate(next);
    return turns;
  };
}

const listed = async (input: object = {}) => {
  const { rows = [] } = await bench.call(listMemoriesOperation, { detail: 'row', order: 'title', ...input });
  return rows.map(({ title }) => title);
};

describe('bulk_archive', () => {
  const archive = (input: object, caller: object = {}) =>
    bench.call(bulkArchiveOperation, { reason: 'over', ...input }, caller);

  it('puts away what is old in this project, as one change, and looks first', async () => {
    await bench.remember('old one', { category: 'event' });
    await bench.remember('old two', { category: 'event' });
    await bench.remember('old decision', { category: 'decision' });
    await bench.insert({ title: 'elsewhere', category: 'event', project: 'other', createdAt: 1 });
    await bench.insert({
      title: 'pinned',
      category: 'event',
      project: projectId,
      createdAt: 1,
      pinned: true,
    });
    bench.now += 40 * day;
    await bench.remember('young', { category: 'event' });
    const wish = { category: 'event', older_than_days: 30 };
    const look = await archive({ ...wish, dry_run: true });
    expect(look).toMatchObject({ archived: 0, remaining: 0, changeId: '' });
    expect(look.text).toContain('Would archive 2 memories:');
    const done = await archive(wish);
    expect(done.rows.map(({ title }) => title).toSorted()).toEqual(['old one', 'old two']);
    expect(await listed({ status: ['archived'] })).toEqual(['old one', 'old two']);
    expect(await listed({ all_projects: true })).toEqual(['elsewhere', 'old decision', 'pinned', 'young']);
    expect(await archive(wish)).toMatchObject({ archived: 0 });
    await bench.call(undoOperation, { change_id: done.changeId });
    expect(await listed()).toEqual(['old decision', 'old one', 'old two', 'pinned', 'young']);
  });

  it('takes named ones, leaves to a person what only a person may change, and wants a reason', async () => {
    const { memory } = await bench.remember('mine');
    const directive = await bench.insert({ category: 'directive', trust: 'user', project: projectId });
    const some = { memory_ids: [memory.shortId, directive.id] };
    const done = await archive(some, { actor: agent });
    expect(done).toMatchObject({ archived: 1, kept: 1 });
    expect(done.text).toContain('1 memory left: pinned, or for a person to change.');
    expect(await archive(some)).toMatchObject({ archived: 1, kept: 0 });
    expect((await refusal(archive({ reason: undefined, category: 'fact' }))).message).toContain(
      'reason: is missing',
    );
    expect((await refusal(archive({}))).message).toContain('memory_ids: is missing.');
    expect(await refusal(archive({ memory_ids: ['abcdef1234'] }))).toMatchObject({ code: 'not_found' });
  });
});

describe('delete_all_memories', () => {
  const deleteAll = (input: object = {}, caller: object = {}) =>
    bench.call(deleteAllMemoriesOperation, input, caller);

  it('counts first, deletes exactly what was counted, and one undo brings it back', async () => {
    for (let each = 0; each < 120; each += 1) await bench.insert({ title: `n${each}`, project: projectId });
    await bench.insert({ title: 'elsewhere', project: 'other' });
    await bench.insert({ title: 'global', project: null, scope: 'global' });
    const look = await deleteAll();
    expect(look).toMatchObject({ count: 120, deleted: 0, changeId: '', byCategory: { decision: 120 } });
    expect(await listed({ limit: 1 })).toHaveLength(1);
    await bench.insert({ title: 'just come', project: projectId });
    const error = await refusal(deleteAll({ confirm: look.confirm }));
    expect(error).toMatchObject({ code: 'conflict' });
    expect(error.message).toContain('there are 121 memories now. Nothing was deleted.');
    expect(await refusal(deleteAll({ confirm: 'yes' }))).toMatchObject({ code: 'conflict' });
    const { confirm } = await deleteAll();
    const done = await deleteAll({ confirm });
    expect(done).toMatchObject({ deleted: 121, confirm: null });
    expect(await listed({ all_projects: true })).toEqual(['elsewhere', 'global']);
    expect((await deleteAll()).text).toBe('There is nothing to delete.');
    const turns = countTurns();
    const undone = await bench.call(undoOperation, { change_id: done.changeId });
    expect(undone.undone).toBe(121);
    // Whoever asks meanwhile whether the server lives is answered.
    expect(turns()).toBeGreaterThanOrEqual(8);
    expect((await bench.call(listMemoriesOperation, { all_projects: true, limit: 1 })).total).toBe(123);
  });

  it('deletes all of them or none, whatever ends it, and lets others in between', async () => {
    for (let each = 0; each < 120; each += 1) await bench.insert({ title: `n${each}`, project: projectId });
    const { confirm } = await deleteAll();
    let units = 0;
    const write = bench.store.write.bind(bench.store);
    bench.store.write = (...given) => {
      units += 1;
      return write(...given) as never;
    };
    const turns = countTurns();
    expect(await deleteAll({ confirm })).toMatchObject({ deleted: 120 });
    expect(turns()).toBeGreaterThanOrEqual(4);
    // The other one keeps the answer for whoever sends the call again.
    expect(units).toBe(2);
  });

  it('is never about more than its scope', async () => {
    await bench.insert({ title: 'global', project: null, scope: 'global' });
    await bench.insert({ title: 'here', project: projectId });
    await bench.insert({ title: 'note', project: projectId, scope: 'session', session: 's1' });
    await bench.insert({ title: 'other note', project: projectId, scope: 'session', session: 's2' });
    expect((await deleteAll({ scope: 'global' })).count).toBe(1);
    expect((await deleteAll({ scope: 'session' }, { sessionId: 's1' })).count).toBe(1);
    expect((await deleteAll({ scope: 'project' })).count).toBe(3);
    expect((await refusal(deleteAll({ scope: 'session' }))).message).toContain(
      'scope: session needs a session',
    );
    const nowhere = deleteAll({}, { project: undefined });
    expect((await refusal(nowhere)).message).toContain('scope: project needs a project');
    expect(await refusal(deleteAll({ scope: 'everything' }))).toMatchObject({ code: 'invalid_input' });
  });

  it('leaves to an agent what only a person may delete', async () => {
    await bench.insert({ title: 'agent', project: projectId, trust: 'agent' });
    await bench.insert({ title: 'directive', category: 'directive', trust: 'user', project: projectId });
    await bench.insert({ title: 'waiting', status: 'candidate', project: projectId });
    const look = await deleteAll({}, { actor: agent });
    expect(look).toMatchObject({ count: 1, kept: 2 });
    expect(await deleteAll({ confirm: look.confirm }, { actor: agent })).toMatchObject({ deleted: 1 });
    expect((await deleteAll()).count).toBe(2);
  });
});
