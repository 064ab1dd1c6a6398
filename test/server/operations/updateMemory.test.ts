import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InputOf } from '../../../src/protocol/operation.ts';
import { getHistoryOperation } from '../../../src/protocol/operations/memories/getHistory.ts';
import { undoOperation } from '../../../src/protocol/operations/memories/undo.ts';
import { updateMemoryTool } from '../../../src/protocol/tools/updateMemoryTool.ts';
import {
  agent,
  day,
  OperationsBench,
  person,
  projectId,
  refusal,
} from '../../../dev/operations/operationsBench.ts';

let bench: OperationsBench;
beforeEach(async () => {
  bench = await OperationsBench.open();
});
afterEach(() => bench.close());

type Action = InputOf<typeof updateMemoryTool>['action'];
const update = (memory_id: string, action: Action, rest: object = {}, caller: object = {}) =>
  bench.call(updateMemoryTool, { memory_id, action, ...rest }, caller);
const undo = (change_id: string) => bench.call(undoOperation, { change_id });

describe('update_memory', () => {
  it('edits text, and what follows from it', async () => {
    const { memory } = await bench.remember('Use npm. See !1.', {
      category: 'decision',
      entities: ['auth module'],
    });
    bench.now += 1_000;
    const edited = await update(memory.shortId, 'edit', {
      content: 'Use pnpm. See !2.',
      why: 'Speed',
      tags: ['Build'],
    });
    expect(edited).toMatchObject({ changed: true, text: `Edited: [${memory.shortId}] decision · Use pnpm` });
    expect(edited.memory).toMatchObject({
      title: 'Use pnpm',
      content: 'Use pnpm. See !2.',
      why: 'Speed',
      tags: ['build'],
      entities: ['auth module', '!2'],
      revision: 2,
      updatedAt: bench.now,
      createdAt: memory.createdAt,
    });
    const cleared = await update(memory.id, 'edit', { why: null, title: 'My own title' });
    expect(cleared.memory).toMatchObject({ why: null, title: 'My own title', content: 'Use pnpm. See !2.' });
    expect((await update(memory.id, 'edit', { content: 'Use bun.' })).memory.title).toBe('My own title');
    expect(bench.events.at(-1)).toMatchObject({ kind: 'memories', action: 'edit', ids: [memory.id] });
  });

  it('keeps secrets and echoes out of edits too', async () => {
    const { memory, text } = await bench.remember('Use npm', { category: 'decision' });
    const token = `glpat-${'a1B2c3D4e5'.repeat(2)}`;
    const edited = await update(memory.id, 'edit', { content: `Use ${token}` });
    expect(edited.memory.content).not.toContain(token);
    const line = `[${memory.shortId}] decision · now · user · Use npm`;
    expect(text).toContain(memory.shortId);
    expect(await refusal(update(memory.id, 'edit', { content: line }))).toMatchObject({
      code: 'invalid_input',
    });
  });

  it('lowers the trust of words that an agent has rewritten', async () => {
    const { memory } = await bench.remember('Use npm');
    expect((await update(memory.id, 'edit', { tags: ['x'] }, { actor: agent })).memory.trust).toBe('user');
    expect((await update(memory.id, 'edit', { content: 'Use yarn' }, { actor: agent })).memory.trust).toBe(
      'agent',
    );
  });

  it('changes nothing when nothing differs', async () => {
    const { memory } = await bench.remember('Use npm');
    const same = await update(memory.id, 'edit', { content: 'Use npm' });
    expect(same).toMatchObject({ changed: false, changeId: '' });
    expect(same.memory.revision).toBe(1);
    expect(await refusal(update(memory.id, 'edit'))).toMatchObject({ code: 'invalid_input' });
  });

  it('resolves and reopens blockers, and nothing else', async () => {
    const { memory } = await bench.remember('CI is red', { category: 'blocker', learned: 'Flaky' });
    const resolved = await update(memory.id, 'resolve', { note: 'Pinned the runner' });
    expect(resolved.memory).toMatchObject({
      status: 'resolved',
      resolvedAt: bench.now,
      learned: 'Flaky\nPinned the runner',
    });
    expect((await update(memory.id, 'resolve')).text).toContain('Nothing to change');
    expect((await update(memory.id, 'reopen')).memory).toMatchObject({ status: 'active', resolvedAt: null });
    const fact = await bench.remember('Water is wet');
    expect(await refusal(update(fact.memory.id, 'resolve'))).toMatchObject({
      code: 'invalid_input',
      message: `[${fact.memory.shortId}] is a fact; only blockers can be resolved or reopened. Use archive or restore instead.`,
    });
  });

  it('pins, archives, deletes and restores', async () => {
    const { memory } = await bench.remember('Use npm');
    expect((await update(memory.id, 'pin')).memory.pinned).toBe(true);
    expect((await update(memory.id, 'unpin')).memory.pinned).toBe(false);
    expect((await update(memory.id, 'archive')).memory.status).toBe('archived');
    expect((await update(memory.id, 'restore')).memory.status).toBe('active');
    const deleted = await update(memory.id, 'delete');
    expect(deleted.memory.deletedAt).toBe(bench.now);
    expect(deleted.text).toContain('Undo with action restore');
    expect(await refusal(update(memory.id, 'pin'))).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('is deleted'),
    });
    expect((await update(memory.shortId, 'restore')).memory.deletedAt).toBeNull();
  });

  it('supersedes by a memory that exists, never in a circle', async () => {
    const a = (await bench.remember('Use npm')).memory;
    const b = (await bench.remember('Use pnpm')).memory;
    expect(await refusal(update(a.id, 'supersede'))).toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('superseded_by'),
    });
    expect(await refusal(update(a.id, 'supersede', { superseded_by: a.id }))).toMatchObject({
      code: 'conflict',
    });
    const done = await update(a.id, 'supersede', { superseded_by: b.shortId });
    expect(done.memory).toMatchObject({ status: 'superseded', supersededBy: b.id });
    expect(await refusal(update(b.id, 'supersede', { superseded_by: a.id }))).toMatchObject({
      code: 'conflict',
    });
    expect((await update(a.id, 'restore')).memory).toMatchObject({ status: 'active', supersededBy: null });
  });

  it('refuses to change what somebody else has changed meanwhile', async () => {
    const { memory } = await bench.remember('Use npm');
    await update(memory.id, 'pin');
    expect(await refusal(update(memory.id, 'edit', { content: 'Use yarn', revision: 1 }))).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('has changed since you read it'),
      details: { revision: 2 },
    });
    expect((await update(memory.id, 'edit', { content: 'Use yarn', revision: 2 })).changed).toBe(true);
  });

  it('moves between scopes', async () => {
    const { memory } = await bench.remember('Use npm');
    expect((await update(memory.id, 'edit', { scope: 'global' })).memory).toMatchObject({
      scope: 'global',
      project: null,
    });
    expect((await update(memory.id, 'edit', { scope: 'project' })).memory).toMatchObject({
      scope: 'project',
      project: projectId,
    });
    expect(await refusal(update(memory.id, 'edit', { scope: 'session' }))).toMatchObject({
      code: 'invalid_input',
    });
  });

  it('knows what is no id, what is missing and what is ambiguous', async () => {
    expect(await refusal(update('not-an-id', 'pin'))).toMatchObject({ code: 'invalid_input' });
    expect(await refusal(update('0123456789', 'pin'))).toMatchObject({ code: 'not_found' });
    await bench.insert({ id: '01900000-0000-7000-8000-0a00aabbccdd' });
    await bench.insert({ id: '01900000-0000-7000-8000-0b00aabbccdd' });
    expect(await refusal(update('aabbccdd', 'pin'))).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('Give more digits'),
    });
    expect((await update('0b00aabbccdd', 'pin')).changed).toBe(true);
  });
});

describe('get_history', () => {
  it('tells who changed what, and what it said before', async () => {
    const { memory } = await bench.remember('Use npm', {}, { actor: agent });
    bench.now += 60_000;
    await update(memory.id, 'edit', { content: 'Use pnpm' });
    const { changes, text } = await bench.call(getHistoryOperation, { memory_id: memory.shortId });
    const byRevision = changes.toSorted((a, b) => a.revision - b.revision);
    expect(byRevision).toMatchObject([
      { action: 'create', actor: agent, before: null, revision: 1, undone: false },
      { action: 'edit', actor: person, before: { content: 'Use npm' }, revision: 2 },
    ]);
    expect(text).toMatch(/edit by user terminal · \S+ · revision 2/);
  });

  /** A memory of 10 kB with so many edits after its creation. */
  async function edited(edits: number): Promise<string> {
    const { memory } = await bench.remember('first words '.repeat(800));
    for (let edit = 1; edit <= edits; edit += 1)
      await update(memory.id, 'edit', { content: `${edit} ${'words said before '.repeat(550)}` });
    return memory.id;
  }

  it('comes in pages that are bounded in bytes, and is whole over all of them', async () => {
    const id = await edited(120);
    const seen: number[] = [];
    const bytes: number[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await bench.call(getHistoryOperation, { memory_id: id, ...(cursor ? { cursor } : {}) });
      seen.unshift(...page.changes.map(({ revision }) => revision));
      bytes.push(Buffer.byteLength(JSON.stringify(page)));
      expect(page.total).toBe(121);
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(Array.from({ length: 121 }, (_, index) => index + 1));
    expect(Math.max(...bytes)).toBeLessThan(256 * 1024);
    // The twin: what the pages are cut from is longer by far.
    expect(bytes.reduce((sum, each) => sum + each)).toBeGreaterThan(1_200_000);
    const three = await bench.call(getHistoryOperation, { memory_id: id, limit: 3 });
    expect(three.changes.map(({ revision }) => revision)).toEqual([119, 120, 121]);
    expect(three.text).toContain(`Changes (3 of 121):`);
    expect(three.text).toContain(String(three.nextCursor));
  });

  it('is thinned by age: who changed what stays, and an undo that would lose text is refused', async () => {
    const { memory } = await bench.remember('Use npm');
    const old = await update(memory.id, 'edit', { content: 'Use pnpm' });
    bench.now += 30 * day;
    const young = await update(memory.id, 'edit', { content: 'Use bun' });
    bench.now += 5 * day;
    const { changes: before } = await bench.call(getHistoryOperation, { memory_id: memory.id });
    const thin = () => bench.store.write((unit) => unit.history.thin(bench.now - 10 * day, 100));
    expect([await thin(), await thin()]).toEqual([1, 0]);
    const { changes } = await bench.call(getHistoryOperation, { memory_id: memory.id });
    expect(changes).toEqual(
      before.map((change) => (change.revision === 2 ? { ...change, before: null } : change)),
    );
    expect((await undo(young.changeId)).memories).toMatchObject([{ content: 'Use pnpm' }]);
    expect(await refusal(undo(old.changeId))).toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('historyDays'),
    });
    expect(await bench.stored(memory.id)).toMatchObject({ content: 'Use pnpm', deletedAt: null });
  });
});

describe('undo', () => {
  it('restores what was before, with a new revision', async () => {
    const { memory } = await bench.remember('Use npm');
    const edit = await update(memory.id, 'edit', { content: 'Use pnpm' });
    const undone = await undo(edit.changeId);
    expect(undone).toMatchObject({ undone: 1, memories: [{ content: 'Use npm', revision: 3 }] });
    expect(undone.text).toContain('Undid 1 change');
    expect(bench.events.at(-1)).toMatchObject({
      action: 'undo',
      ids: [memory.id],
      changeGroup: undone.changeId,
    });
    expect(await refusal(undo(edit.changeId))).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('undone already'),
    });
  });

  it('can be undone itself, again and again', async () => {
    const { memory } = await bench.remember('Use npm');
    const edit = await update(memory.id, 'edit', { content: 'Use pnpm' });
    const first = await undo(edit.changeId);
    const second = await undo(first.changeId);
    expect(second.memories[0]).toMatchObject({ content: 'Use pnpm', revision: 4 });
    expect((await undo(second.changeId)).memories[0]).toMatchObject({ content: 'Use npm', revision: 5 });
  });

  it('undoes the same edit again once it was redone', async () => {
    const { memory } = await bench.remember('Use npm');
    const edit = await update(memory.id, 'edit', { content: 'Use pnpm' });
    await undo((await undo(edit.changeId)).changeId);
    expect((await undo(edit.changeId)).memories[0]).toMatchObject({ id: memory.id, content: 'Use npm' });
  });

  it('takes a new memory back as a tombstone, and returns it', async () => {
    const { memory, changeId } = await bench.remember('A slip');
    const gone = await undo(changeId.slice(-10));
    expect(gone.memories[0]?.deletedAt).toBe(bench.now);
    expect((await undo(gone.changeId)).memories[0]).toMatchObject({ id: memory.id, deletedAt: null });
  });

  it('lifts a delete', async () => {
    const { memory } = await bench.remember('Use npm');
    const { changeId } = await update(memory.id, 'delete');
    expect((await undo(changeId)).memories[0]).toMatchObject({ deletedAt: null, content: 'Use npm' });
  });

  it('reverses all changes of one act', async () => {
    const old = (await bench.remember('Use npm')).memory;
    const fresh = await bench.remember('Use pnpm', { supersedes: old.id });
    const undone = await undo(fresh.changeId);
    expect(undone.undone).toBe(2);
    expect(await bench.stored(old.id)).toMatchObject({ status: 'active', supersededBy: null });
    expect((await bench.stored(fresh.memory.id)).deletedAt).not.toBeNull();
    await undo(undone.changeId);
    expect(await bench.stored(old.id)).toMatchObject({ status: 'superseded', supersededBy: fresh.memory.id });
    expect((await bench.stored(fresh.memory.id)).deletedAt).toBeNull();
  });

  it('never overwrites a later change silently, and names it', async () => {
    const { memory, changeId } = await bench.remember('Use npm');
    const edit = await update(memory.id, 'edit', { content: 'Use pnpm' });
    const refused = await refusal(undo(changeId));
    expect(refused).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('(edit by terminal, now)'),
    });
    const named = /Undo change ([0-9a-f]{10}) first/.exec(refused.message)?.[1] ?? '';
    await undo(named);
    expect((await bench.stored(memory.id)).content).toBe('Use npm');
    expect((await undo(changeId)).memories[0]?.deletedAt).not.toBeNull();
    expect(edit.changed).toBe(true);
  });

  it('takes nothing back halfway when one memory of a group has moved on', async () => {
    const old = (await bench.remember('Use npm')).memory;
    const fresh = await bench.remember('Use pnpm', { supersedes: old.id });
    await update(fresh.memory.id, 'edit', { why: 'Speed' });
    expect(await refusal(undo(fresh.changeId))).toMatchObject({ code: 'conflict' });
    expect((await bench.stored(old.id)).status).toBe('superseded');
  });

  it('does not take back that a memory was recalled', async () => {
    const { memory } = await bench.remember('Use npm');
    const edit = await update(memory.id, 'edit', { content: 'Use pnpm' });
    await bench.store.write((unit) => unit.memories.markRecalled([memory.id], bench.now));
    expect((await undo(edit.changeId)).memories[0]).toMatchObject({ content: 'Use npm', recallCount: 1 });
  });

  it('knows what is no change', async () => {
    expect(await refusal(undo('hello-world'))).toMatchObject({ code: 'invalid_input' });
    expect(await refusal(undo('0123456789'))).toMatchObject({ code: 'not_found' });
  });
});
