import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sessionStaleAfter } from '../../src/core/session.ts';
import type { InputOf } from '../../src/protocol/operation.ts';
import { loopOperation } from '../../src/protocol/operations/loop.ts';
import { sessionOperation } from '../../src/protocol/operations/session.ts';
import { agent, OperationsBench, projectId, refusal } from './operationsBench.ts';

let bench: OperationsBench;
beforeEach(async () => {
  bench = await OperationsBench.open();
});
afterEach(() => bench.close());

const session = (input: InputOf<typeof sessionOperation>, caller: object = {}) =>
  bench.call(sessionOperation, input, { actor: agent, ...caller });
const claim = (session_id: string, resource: string) => session({ action: 'claim', session_id, resource });

describe('sessions', () => {
  it('start, are seen by others, and end', async () => {
    const started = await session({ action: 'start', title: 'Fix CI' }, { sessionId: 'ses_1' });
    expect(started.sessions[0]).toMatchObject({
      id: 'ses_1',
      project: projectId,
      agent: 'opencode',
      title: 'Fix CI',
      state: 'active',
      age: 'now',
    });
    expect(bench.events.at(-1)).toEqual({ kind: 'sessions', ids: ['ses_1'] });
    await session(
      { action: 'start', session_id: 'ses_2' },
      { projectRef: 'https://gitlab.com/group/other.git' },
    );
    const listed = await session({ action: 'list' });
    expect(listed.sessions.map(({ id }) => id)).toEqual(['ses_1']);
    expect(listed.text).toContain('- active since now: opencode (ses_1) · Fix CI');
    expect((await session({ action: 'list' }, { projectRef: undefined })).sessions).toHaveLength(2);
    await session({ action: 'end', session_id: 'ses_1' });
    expect((await session({ action: 'list' })).text).toBe('Nobody is at work.');
    expect(await refusal(session({ action: 'heartbeat', session_id: 'ses_1' }))).toMatchObject({
      code: 'conflict',
    });
    expect((await session({ action: 'start', session_id: 'ses_1' })).sessions[0]?.state).toBe('active');
  });

  it('get an id when they have none', async () => {
    const id = (await session({ action: 'start' })).sessions[0]?.id ?? '';
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect((await session({ action: 'heartbeat', session_id: id })).sessions[0]?.id).toBe(id);
    expect(await refusal(session({ action: 'heartbeat' }))).toMatchObject({ code: 'invalid_input' });
    expect(await refusal(session({ action: 'end', session_id: 'nobody' }))).toMatchObject({
      code: 'not_found',
    });
  });

  it('go stale without heartbeats, and wake up with one', async () => {
    await session({ action: 'start', session_id: 'ses_1' });
    bench.now += sessionStaleAfter + 1;
    expect((await session({ action: 'list' })).sessions[0]?.state).toBe('stale');
    expect((await session({ action: 'heartbeat', session_id: 'ses_1' })).sessions[0]?.state).toBe('active');
  });

  it('have a grace interval after a new owner began', async () => {
    await session({ action: 'start', session_id: 'ses_1' });
    await claim('ses_1', 'src/a.ts');
    bench.now += 3 * sessionStaleAfter;
    bench.grace.graceFrom = bench.now;
    expect((await session({ action: 'list' })).sessions[0]?.state).toBe('active');
    bench.now += sessionStaleAfter;
    expect(await claim('ses_2', 'src/a.ts')).toMatchObject({ granted: false, heldBy: 'ses_1' });
    bench.now += 1;
    expect(await claim('ses_2', 'src/a.ts')).toMatchObject({ granted: true });
  });
});

describe('claims', () => {
  it('are exclusive and tell who holds them', async () => {
    expect(await claim('ses_1', './src\\a.ts')).toMatchObject({ granted: true });
    const second = await claim('ses_2', 'src/a.ts');
    expect(second).toMatchObject({ granted: false, heldBy: 'ses_1' });
    expect(second.text).toContain('is held by\n- active since now: opencode (ses_1)');
    expect(await claim('ses_1', 'src/a.ts')).toMatchObject({ granted: true });
    expect((await session({ action: 'list' })).sessions[0]?.claims).toMatchObject([{ resource: 'src/a.ts' }]);
    expect(await claim('ses_2', 'PR 7')).toMatchObject({ granted: true });
    expect(await claim('ses_1', '#7')).toMatchObject({ granted: false });
  });

  it('are released by their holder alone', async () => {
    await claim('ses_1', 'src/a.ts');
    expect(
      await refusal(session({ action: 'release', session_id: 'ses_2', resource: 'src/a.ts' })),
    ).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('held by session ses_1'),
    });
    await session({ action: 'release', session_id: 'ses_1', resource: 'src/a.ts' });
    expect(await claim('ses_2', 'src/a.ts')).toMatchObject({ granted: true });
    expect(await refusal(session({ action: 'claim', session_id: 'ses_2' }))).toMatchObject({
      code: 'invalid_input',
    });
  });

  it('die with an ended or stale session', async () => {
    await claim('ses_1', 'src/a.ts');
    await session({ action: 'end', session_id: 'ses_1' });
    expect(await claim('ses_2', 'src/a.ts')).toMatchObject({ granted: true });
    bench.now += sessionStaleAfter + 1;
    expect(await claim('ses_3', 'src/a.ts')).toMatchObject({ granted: true });
    // The one that was away has lost its hold for good.
    expect((await session({ action: 'heartbeat', session_id: 'ses_2' })).sessions[0]?.claims).toEqual([]);
    expect(await claim('ses_2', 'src/a.ts')).toMatchObject({ granted: false, heldBy: 'ses_3' });
  });

  it('belong to their project', async () => {
    await claim('ses_1', 'src/a.ts');
    expect(
      await session(
        { action: 'claim', session_id: 'ses_2', resource: 'src/a.ts' },
        { projectRef: 'https://gitlab.com/group/other.git' },
      ),
    ).toMatchObject({ granted: true });
  });

  it('go to one of many who ask at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => claim(`ses_${index}`, 'task')),
    );
    expect(answers.filter(({ granted }) => granted)).toHaveLength(1);
  });
});

describe('loops', () => {
  it('are truthfully none', async () => {
    expect(await bench.call(loopOperation, { action: 'status' })).toEqual({
      loops: [],
      text: 'No loops are running.',
    });
  });
});
