import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Memory } from '../../../src/core/memory/memory.ts';
import type { InputOf } from '../../../src/protocol/operation.ts';
import { recallOperation } from '../../../src/protocol/operations/recall/recall.ts';
import { rejectAllCandidatesOperation } from '../../../src/protocol/operations/inbox/rejectAllCandidates.ts';
import { reviewInboxTool } from '../../../src/protocol/tools/reviewInboxTool.ts';
import { undoOperation } from '../../../src/protocol/operations/memories/undo.ts';
import { agent, day, OperationsBench, refusal } from '../../../dev/operations/operationsBench.ts';

let bench: OperationsBench;
beforeEach(async () => {
  bench = await OperationsBench.open();
});
afterEach(() => bench.close());

const review = (input: InputOf<typeof reviewInboxTool>, caller: object = {}) =>
  bench.call(reviewInboxTool, input, caller);

const candidate = (content: string, change: Partial<Memory> = {}): Promise<Memory> =>
  bench.insert({
    title: content,
    content,
    status: 'candidate',
    trust: 'external',
    confidence: 0.6,
    expiresAt: bench.now + 30 * day,
    source: { kind: 'commit', ref: '1a2b3c4d5e6f70819293a4b5c6d7e8f901234567' },
    ...change,
  });

describe('review_inbox', () => {
  it('lists the candidates of the project, newest first', async () => {
    await candidate('First widget');
    bench.now += 1_000;
    await candidate('Second widget');
    await candidate('Elsewhere', { project: 'gitlab.com/group/other' });
    const listed = await review({ action: 'list' });
    expect(listed.memories.map(({ title }) => title)).toEqual(['Second widget', 'First widget']);
    expect(listed).toMatchObject({ remaining: 2, changeId: null });
    expect(listed.text).toContain('decision (candidate, untrusted) · now · commit 1a2b3c4 · Second widget');
    expect((await review({ action: 'list', all_projects: true })).remaining).toBe(3);
  });

  it('accepts: recalled from then on, vouched for by the person', async () => {
    const { id } = await candidate('Widgets are blue');
    expect((await bench.call(recallOperation, { query: 'widgets' })).memories).toEqual([]);
    const accepted = await review({ action: 'accept', ids: [id] });
    expect(accepted.memories[0]).toMatchObject({
      status: 'active',
      expiresAt: null,
      trust: 'user',
      confidence: 1,
    });
    expect(accepted).toMatchObject({ remaining: 0, text: expect.stringContaining('The Inbox is empty.') });
    const recalled = await bench.call(recallOperation, { query: 'widgets' });
    expect(recalled.text).toContain('commit 1a2b3c4 · Widgets are blue');
    await bench.call(undoOperation, { change_id: accepted.changeId ?? '' });
    expect(await bench.stored(id)).toMatchObject({
      status: 'candidate',
      trust: 'external',
      expiresAt: bench.now + 30 * day,
    });
  });

  it('lets an agent read and decide nothing', async () => {
    const { id } = await candidate('Widgets are blue');
    expect((await review({ action: 'list' }, { actor: agent })).memories).toHaveLength(1);
    for (const action of ['accept', 'reject', 'accept_all'] as const)
      expect(await refusal(review({ action, ids: [id] }, { actor: agent }))).toMatchObject({
        code: 'forbidden',
        message: expect.stringContaining('Only a person decides'),
      });
    expect(await bench.stored(id)).toMatchObject({ status: 'candidate', trust: 'external' });
  });

  it('accepts with edits', async () => {
    const { id } = await candidate('Widgets are blue');
    const { memories } = await review({
      action: 'accept',
      ids: [id],
      content: 'Widgets are red since !9.',
      category: 'convention',
      why: 'Brand',
    });
    expect(memories[0]).toMatchObject({
      content: 'Widgets are red since !9.',
      title: 'Widgets are red since !9',
      category: 'convention',
      why: 'Brand',
      entities: ['!9'],
      status: 'active',
    });
    const others = await Promise.all([candidate('One'), candidate('Two')]);
    expect(
      await refusal(review({ action: 'accept', ids: others.map((each) => each.id), title: 'x' })),
    ).toMatchObject({
      code: 'invalid_input',
    });
    expect(await refusal(review({ action: 'reject', ids: [others[0]?.id ?? ''], title: 'x' }))).toMatchObject(
      {
        code: 'invalid_input',
      },
    );
  });

  it('rejects, and undoes it', async () => {
    const { id } = await candidate('Noise');
    const { changeId } = await review({ action: 'reject', ids: [id] });
    expect((await bench.stored(id)).status).toBe('rejected');
    await bench.call(undoOperation, { change_id: changeId ?? '' });
    expect((await bench.stored(id)).status).toBe('candidate');
  });

  it('rejects all in one change', async () => {
    for (const content of ['One', 'Two']) await candidate(content);
    const elsewhere = await candidate('Elsewhere', { project: 'gitlab.com/group/other' });
    const all = await bench.call(rejectAllCandidatesOperation, {});
    expect(all).toMatchObject({ remaining: 0, text: expect.stringContaining('Rejected:') });
    expect(all.memories).toHaveLength(2);
    expect((await bench.call(undoOperation, { change_id: all.changeId ?? '' })).undone).toBe(2);
    expect((await bench.stored(elsewhere.id)).status).toBe('candidate');
    expect(await refusal(bench.call(rejectAllCandidatesOperation, {}, { actor: agent }))).toMatchObject({
      code: 'forbidden',
    });
  });

  it('accepts all in one change', async () => {
    for (const content of ['One', 'Two', 'Three']) await candidate(content);
    await candidate('Elsewhere', { project: 'gitlab.com/group/other' });
    const all = await review({ action: 'accept_all' });
    expect(all.memories).toHaveLength(3);
    expect(all.remaining).toBe(0);
    expect(bench.events.at(-1)).toMatchObject({ action: 'accept', changeGroup: all.changeId });
    expect((await bench.call(undoOperation, { change_id: all.changeId ?? '' })).undone).toBe(3);
    expect((await review({ action: 'list' })).remaining).toBe(3);
    expect((await review({ action: 'accept_all', project: 'gitlab.com/group/empty' })).text).toContain(
      'Nothing to decide',
    );
  });

  it('decides on candidates only, all or none', async () => {
    const { id } = await candidate('One');
    const { memory } = await bench.remember('In force already');
    expect(await refusal(review({ action: 'reject', ids: [id, memory.id] }))).toMatchObject({
      code: 'conflict',
    });
    expect((await bench.stored(id)).status).toBe('candidate');
    expect(await refusal(review({ action: 'accept' }))).toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('ids: is missing'),
    });
  });
});
