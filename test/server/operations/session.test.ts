import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimKey } from '../../../src/core/session/claimKey.ts';
import { sessionStaleAfter } from '../../../src/core/session/session.ts';
import type { InputOf } from '../../../src/protocol/operation.ts';
import { loopTool } from '../../../src/protocol/tools/loopTool.ts';
import { sessionTool } from '../../../src/protocol/tools/sessionTool.ts';
import {
  agent,
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

/** As earlier releases said it. */
type Said = InputOf<typeof sessionTool> & { readonly title?: string; readonly resource?: string };

const session = (input: Said, caller: object = {}) =>
  bench.call(sessionTool, input, { actor: agent, ...caller });
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
      { project: 'https://gitlab.com/group/other.git' },
    );
    const listed = await session({ action: 'list' });
    expect(listed.sessions.map(({ id }) => id)).toEqual(['ses_1']);
    expect(listed.text).toContain('- active since now: opencode (ses_1) · Fix CI');
    expect((await session({ action: 'list' }, { project: undefined })).sessions).toHaveLength(2);
    await session({ action: 'end', session_id: 'ses_1' }, { sessionId: 'ses_1' });
    expect((await session({ action: 'list', active_only: true })).text).toBe('Nobody is at work.');
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

describe('the session of another agent', () => {
  const other = { actor: { kind: 'agent', name: 'rover' } as const, sessionId: 'ses_other' };
  const attempts: Said[] = [
    { action: 'end', session_id: 'ses_1' },
    { action: 'start', session_id: 'ses_1', title: 'Mine now' },
    { action: 'heartbeat', session_id: 'ses_1', agent: 'rover' },
    { action: 'claim', session_id: 'ses_1', resource: 'src/b.ts' },
    { action: 'release', session_id: 'ses_1', resource: 'src/a.ts' },
  ];
  const callers = {
    'another agent': other,
    'one that names the session as its own': { ...other, sessionId: 'ses_1' },
    'another session of the same agent': { sessionId: 'ses_2' },
    'the same agent without a session': {},
  };

  it.each(Object.keys(callers) as (keyof typeof callers)[])('is not for %s', async (who) => {
    await session({ action: 'start', title: 'Fix CI' }, { sessionId: 'ses_1' });
    await session({ action: 'claim', resource: 'src/a.ts' }, { sessionId: 'ses_1' });
    for (const attempt of attempts)
      expect(await refusal(session(attempt, callers[who]))).toMatchObject({
        code: 'forbidden',
      });
    const [left] = (await session({ action: 'list' })).sessions;
    expect(left).toMatchObject({ title: 'Fix CI', agent: 'opencode', state: 'active' });
    expect(left?.claims.map(({ resource }) => resource)).toEqual(['src/a.ts']);
  });

  it.each([
    ['its own agent', { sessionId: 'ses_1' }],
    ['a person', { actor: person }],
    ['a person in the editor', { actor: { kind: 'editor', name: 'vscode' } as const }],
  ])('is for %s', async (_who, caller) => {
    for (const attempt of [...attempts.slice(1), ...attempts.slice(0, 1)]) {
      await session({ action: 'start', title: 'Fix CI' }, { sessionId: 'ses_1' });
      await session({ action: 'claim', resource: 'src/a.ts' }, { sessionId: 'ses_1' });
      await session(attempt, caller);
    }
    expect((await session({ action: 'list', active_only: true })).sessions).toEqual([]);
  });

  it('may be taken up when it is stale', async () => {
    await session({ action: 'start' }, { sessionId: 'ses_1' });
    bench.now += sessionStaleAfter + 1;
    await session({ action: 'start', session_id: 'ses_1', title: 'Go on' }, other);
    expect(
      await refusal(session({ action: 'end', session_id: 'ses_1' }, { sessionId: 'ses_1' })),
    ).toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('claims', () => {
  it('are one for all ways to write a path', async () => {
    const root = '/home/somebody/proj';
    const forms = [
      'src/a.ts',
      './src/a.ts',
      'src//a.ts',
      '/src/a.ts',
      'src/../src/a.ts',
      'src/./a.ts',
      'src\\a.ts',
      '.\\src\\a.ts',
      'src/a.ts/',
      ' src/a.ts ',
      'lib/../src/a.ts',
      '//src///a.ts',
      'src/\u200Ba.ts',
      '@src/a.ts',
      '`src/a.ts`',
      '"src/a.ts"',
      'src/a.ts:10',
      'src/a.ts:10:5',
      './src/a.ts:3-40',
      'src/a.ts#L10-L20',
      'src\\a.ts(10,5)',
      `${root}/src/a.ts`,
      `${root}//src/../src/a.ts`,
      '/home/other/../somebody/proj/src/a.ts',
      '../proj/src/a.ts',
      `file://${root}/src/a.ts`,
      `file://localhost${root}/src/a.ts`,
    ];
    for (const form of forms) {
      expect([form, claimKey(form, { project: projectId, roots: [root] })]).toEqual([form, 'src/a.ts']);
      expect(await claim('ses_holder', form)).toMatchObject({ granted: true });
    }
    for (const form of forms.slice(0, 21))
      expect(await claim('ses_2', form)).toMatchObject({ granted: false, heldBy: 'ses_holder' });
    const windows = { project: projectId, roots: ['C:\\Users\\x\\proj'], foldsCase: true };
    for (const form of ['src/a.ts', 'C:\\Users\\x\\proj\\src\\a.ts', 'c:/users/X/proj/SRC/A.ts', 'SRC\\a.ts'])
      expect([form, claimKey(form, windows)]).toEqual([form, 'src/a.ts']);
    const apart = [
      'src/a.ts',
      'src/A.ts',
      'src/b.ts',
      'a.ts',
      'src',
      '../src/a.tsx',
      'fix the login',
      'https://example.com/src/a.ts',
      '#7',
      'step 2:10',
      'step 2:11',
      '@alice',
      'a.tsx',
      'localhost:3000',
      'localhost:3001',
    ];
    expect(new Set(apart.map((form) => claimKey(form, { project: projectId }))).size).toBe(apart.length);
    const beside = { project: projectId, roots: [root] };
    expect(claimKey('../shop/a.ts', beside)).toBe(claimKey('/home/somebody/shop/a.ts', beside));
    expect(claimKey('../shop/a.ts', beside)).not.toBe(claimKey('shop/a.ts', beside));
  });

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
        { project: 'https://gitlab.com/group/other.git' },
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
    expect(await bench.call(loopTool, { action: 'status' })).toEqual({
      loops: [],
      text: 'No loops are running.',
    });
  });
});
