import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimKey } from '../../../src/core/session/claimKey.ts';
import type { CallDefinition, InputOf } from '../../../src/protocol/operation.ts';
import { undoOperation } from '../../../src/protocol/operations/memories/undo.ts';
import { claimItemOperation } from '../../../src/protocol/operations/sessions/claimItem.ts';
import { getActiveSessionsOperation } from '../../../src/protocol/operations/sessions/getActiveSessions.ts';
import { logSessionOperation } from '../../../src/protocol/operations/sessions/logSession.ts';
import { releaseItemOperation } from '../../../src/protocol/operations/sessions/releaseItem.ts';
import { sessionContinueOperation } from '../../../src/protocol/operations/sessions/sessionContinue.ts';
import { sessionEndOperation } from '../../../src/protocol/operations/sessions/sessionEnd.ts';
import { sessionStartOperation } from '../../../src/protocol/operations/sessions/sessionStart.ts';
import { sessionWrapUpOperation } from '../../../src/protocol/operations/sessions/sessionWrapUp.ts';
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

const minute = 60_000;
const other = 'https://gitlab.com/group/other.git';

/** As the agent that has opened this session. */
const from = <D extends CallDefinition>(
  session: string | undefined,
  definition: D,
  input: InputOf<D>,
  rest: object = {},
) => bench.call(definition, input, { actor: agent, sessionId: session, ...rest });
const start = (id: string, working_on = `Work of ${id}`, rest: object = {}) =>
  from(id, sessionStartOperation, { working_on }, rest);
const claim = (id: string, item_ref: string, rest: object = {}) =>
  from(id, claimItemOperation, { item_ref }, rest);
const list = async (active_only = false) =>
  (await from(undefined, getActiveSessionsOperation, { active_only })).sessions.map(
    ({ id, state }) => `${id} ${state}`,
  );
const events = async () =>
  (await bench.store.read((unit) => unit.memories.list({ categories: ['event'] }, { limit: 50 }))).memories;

describe('fields of other systems and earlier releases', () => {
  it('are those of ours', async () => {
    const caller = { actor: agent, project: 'gitlab.com/group/proj' };
    const say = (name: string, input: object) => bench.dispatcher.dispatch(name, input, caller);
    await say('session_start', { session_id: 's', title: 'Fix CI' });
    await say('claim_item', { session_id: 's', resource: '!7' });
    const { sessions } = (await say('session', { action: 'list' })).result as {
      sessions: { title: string; claims: { resource: string }[] }[];
    };
    expect(sessions[0]).toMatchObject({ title: 'Fix CI', claims: [{ resource: '!7' }] });
    await say('release', { session_id: 's', resource: '!7' });
    const taken = await say('session_continue', { new_session_id: 't', continues_session_id: 'nobody' }).then(
      () => 'done',
      (error: Error) => error.message,
    );
    expect(taken).toContain('There is no session nobody');
  });
});

describe('what is claimed', () => {
  const [project, roots] = [projectId, ['/home/somebody/proj']];
  it.each([
    [
      '!12',
      [
        '!12.',
        '(!12)',
        '!012',
        '[!12]',
        '**!12**',
        '!12:',
        '！12',
        '«!12»',
        'MR 12',
        'group/proj!12',
        'Group/Proj!012',
      ],
    ],
    [
      '!12',
      [
        '<https://gitlab.com/group/proj/-/merge_requests/12>',
        '[the fix](https://gitlab.com/group/proj/-/merge_requests/12#note_3)',
      ],
    ],
    [
      '#34',
      ['#034', '(#34)', '#34?', 'issue 34', 'PR #34', 'https://gitlab.com/group/proj/-/issues/34', '„#34“'],
    ],
    ['&5', ['&05', '(&5).', 'epic 5', 'group&5', 'https://gitlab.com/groups/group/-/epics/5']],
    ['a', ['./a', 'a/', '././a', '/home/somebody/proj/a']],
  ])('is %s however it is written', (wanted, forms) => {
    expect(forms.map((form) => [form, claimKey(form, { project, roots })])).toEqual(
      forms.map((form) => [form, wanted]),
    );
  });

  it('stays apart where only the marks are alike', () => {
    const apart = ['!12', '#12', '&12', '!120', '#0', 'fix!', 'a(1)', 'C#', '(see !12)', 'group/other!12'];
    expect(new Set(apart.map((form) => claimKey(form, { project }))).size).toBe(apart.length);
  });

  it('is held in the project where it lies, and an epic or an address for all', async () => {
    await start('there', 'x', { project: other });
    await start('here');
    expect(await claim('here', 'group/other!9')).toMatchObject({ granted: true, item: 'group/other!9' });
    expect(await claim('there', '!9', { project: other })).toMatchObject({ granted: false, heldBy: 'here' });
    expect(await claim('here', '!9')).toMatchObject({ granted: true });
    expect(await claim('here', '&5')).toMatchObject({ granted: true });
    expect(await claim('there', 'epic 5', { project: other })).toMatchObject({ granted: false });
    expect(await claim('here', 'https://example.org/board?card=1')).toMatchObject({ granted: true });
    expect(await claim('there', 'https://example.org/board?card=1', { project: other })).toMatchObject({
      granted: false,
    });
    await from('here', releaseItemOperation, {
      item_ref: 'https://gitlab.com/group/other/-/merge_requests/9',
    });
    expect(await claim('there', '!9', { project: other })).toMatchObject({ granted: true });
  });
});

describe('a claim that is not granted', () => {
  it('says who holds it, for what, since when, and how to go on', async () => {
    await start('ses_1', 'Fix the login');
    await from('ses_1', claimItemOperation, { item_ref: 'src/login.ts', note: 'passkeys' });
    bench.now += 5 * minute;
    const refused = await claim('ses_2', './src/login.ts');
    expect(refused).toMatchObject({
      granted: false,
      item: 'src/login.ts',
      holder: {
        session: 'ses_1',
        agent: 'opencode',
        workingOn: 'Fix the login',
        note: 'passkeys',
        age: '5m',
      },
    });
    expect(refused.text).toBe(
      [
        'Not granted: src/login.ts is held by',
        '- active since 5m: opencode (ses_1) · Fix the login · holds src/login.ts',
        'Claimed 5m ago: passkeys',
        "Work on something else and claim it again later (a session that is silent for 10 minutes loses what it holds), or ask the person, who can release it: memory-bridge session release 'src/login.ts'",
      ].join('\n'),
    );
    // What the text says is so: a person needs no session for it.
    const released = await bench.call(releaseItemOperation, { item_ref: 'src/login.ts' }, { actor: person });
    expect(released).toMatchObject({ sessions: [{ id: 'ses_1' }], released: true });
    const caller = { actor: agent, sessionId: 'ses_2' };
    const again = { item_ref: 'src/login.ts', session_id: 'ses_2' };
    expect(await bench.dispatcher.dispatch('release_item', again, caller)).toMatchObject({
      result: { released: false },
      text: 'Nobody holds src/login.ts.',
    });
    expect(await claim('ses_2', 'src/login.ts')).toMatchObject({ granted: true });
    expect(await refusal(from(undefined, releaseItemOperation, { item_ref: 'src/login.ts' }))).toMatchObject({
      code: 'invalid_input',
    });
  });

  it('is free after as long a silence as the setting says', async () => {
    bench.config = { ...bench.config, sessions: { ...bench.config.sessions, staleMinutes: 2 } };
    await start('ses_1');
    await claim('ses_1', '!1');
    bench.now += 2 * minute;
    expect(await claim('ses_2', '!1')).toMatchObject({ granted: false });
    bench.now += 1;
    expect(await claim('ses_2', '!1')).toMatchObject({ granted: true });
  });
});

describe('who was at work', () => {
  it('is seen for a day, marked, behind who is', async () => {
    await start('over');
    await start('silent');
    bench.now += 11 * minute;
    await from('over', sessionEndOperation, {});
    await start('new');
    expect(await list()).toEqual(['new active', 'over ended', 'silent stale']);
    expect(await list(true)).toEqual(['new active']);
    const { text } = await from(undefined, getActiveSessionsOperation, {});
    expect(text).toContain(
      'Within the last day:\n- ended just now: opencode (over) · Work of over\n- stale, last heard of 11m ago',
    );
    bench.now += day - 11 * minute;
    await start('new');
    expect(await list()).toEqual(['new active', 'over ended', 'silent stale']);
    bench.now += 1;
    expect(await list()).toEqual(['new active', 'over ended']);
    bench.now += 11 * minute;
    expect(await list()).toEqual(['new stale']);
  });
});

describe('session_end', () => {
  it('remembers a summary once, as an event of the session', async () => {
    await start('ses_1', 'Passkeys for !12');
    await claim('ses_1', '#34');
    const end = () =>
      from('ses_1', sessionEndOperation, {
        summary: 'The login works, see &5',
        learned: 'Safari wants a gesture',
      });
    const ended = await end();
    expect(ended.text).toContain('Ended; its claims are free.\nRemembered: [');
    const again = await end();
    expect(again).toMatchObject({ memory: null, changeId: '', sessions: [{ state: 'ended' }] });
    const [event, ...more] = await events();
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      content: 'The login works, see &5',
      what: 'Passkeys for !12',
      learned: 'Safari wants a gesture',
      session: 'ses_1',
      project: projectId,
      source: { kind: 'agent', actor: 'opencode' },
      revision: 1,
    });
    expect(event?.entities.toSorted()).toEqual(['!12', '#34', '&5']);
    await from('ses_1', undoOperation, { change_id: ended.changeId });
    expect(await events()).toEqual([]);
  });

  it('remembers nothing without one, and one that comes late', async () => {
    await start('ses_1');
    await from('ses_1', sessionEndOperation, { summary: '  ' });
    expect(await events()).toEqual([]);
    await from('ses_1', sessionEndOperation, { summary: 'It works after all' });
    expect((await events()).map(({ content }) => content)).toEqual(['It works after all']);
  });

  it('knows the project of its session when the call names none, and takes nothing that memory has shown', async () => {
    await start('ses_1');
    const shown = '[0123456789] fact · 3d · user · Deploys run on Tuesdays';
    expect(await refusal(from('ses_1', sessionEndOperation, { summary: shown }))).toMatchObject({
      code: 'invalid_input',
    });
    await from('ses_1', sessionEndOperation, { summary: 'Done' }, { project: undefined });
    expect(await events()).toMatchObject([{ project: projectId, status: 'active' }]);
  });
});

describe('work that is handed over', () => {
  const left = {
    summary: 'The login works',
    done: ['passkeys', 'tests of !12'],
    open_items: ['tests on Windows', 'docs'],
    next: 'ask for a review',
  };

  it('is taken up by the next session, with all that belongs to it', async () => {
    await start('ses_1', 'Passkeys');
    await claim('ses_1', '!12');
    await claim('ses_1', 'src/login.ts');
    const { memory } = await bench.remember(
      'Safari wants a gesture',
      {},
      { actor: agent, sessionId: 'ses_1' },
    );
    await bench.remember('Only mine', { scope: 'session' }, { actor: agent, sessionId: 'ses_1' });
    const blocker = await bench.remember('CI has no Windows', { category: 'blocker' });
    const wrapped = await from('ses_1', sessionWrapUpOperation, left);
    expect(wrapped.text).toContain('Wrapped up with 2 open items; its claims are free.');
    expect(await claim('ses_2', '!12')).toMatchObject({ granted: true });
    bench.now += 3 * 60 * minute;

    const taken = await from('ses_3', sessionContinueOperation, {});
    expect(taken.sessions).toMatchObject([
      { id: 'ses_3', title: 'Passkeys', state: 'active', continues: 'ses_1' },
    ]);
    expect(taken.handOver).toEqual({
      session: 'ses_1',
      agent: 'opencode',
      workingOn: 'Passkeys',
      at: bench.now - 3 * 60 * minute,
      age: '3h',
      summary: left.summary,
      done: left.done,
      open: left.open_items,
      next: left.next,
      held: ['!12', 'src/login.ts'],
    });
    expect(taken.remembered.map(({ id }) => id)).toEqual([memory.id]);
    expect(taken.blockers.map(({ id }) => id)).toEqual([blocker.memory.id]);
    expect(taken.text).toContain(
      '- open: tests on Windows\n- open: docs\n- next: ask for a review\n- held: !12, src/login.ts',
    );
    // Asked again, it says the same; somebody else finds nothing left.
    expect((await from('ses_3', sessionContinueOperation, {})).handOver?.session).toBe('ses_1');
    const late = await from('ses_4', sessionContinueOperation, {});
    expect(late.handOver).toBeNull();
    expect(late.text).toContain('No session of this project has left anything to take up.');
  });

  it('is remembered as an event, once however often it is said', async () => {
    await start('ses_1', 'Passkeys');
    await from('ses_1', sessionWrapUpOperation, left);
    expect(await from('ses_1', sessionWrapUpOperation, left)).toMatchObject({ memory: null, changeId: '' });
    await from('ses_1', sessionEndOperation, { summary: left.summary });
    const all = await events();
    expect(all.map(({ content }) => content)).toEqual([
      'The login works\n\nDone:\n- passkeys\n- tests of !12\n\nOpen:\n- tests on Windows\n- docs\n\nNext: ask for a review',
    ]);
    expect(all[0]?.entities).toEqual(['!12']);
  });

  it('is that of the session which is named, of the newest otherwise, and never of one at work', async () => {
    for (const id of ['first', 'second']) {
      await start(id);
      bench.now += minute;
      await from(id, sessionWrapUpOperation, { open_items: [`open in ${id}`] });
    }
    await start('plain', 'Ended without a word');
    await from('plain', sessionEndOperation, {});
    await start('working');
    expect((await from('a', sessionContinueOperation, {})).handOver?.open).toEqual(['open in second']);
    expect((await from('b', sessionContinueOperation, {})).handOver?.open).toEqual(['open in first']);
    const named = await from('c', sessionContinueOperation, { continues: 'plain' });
    expect(named.handOver).toMatchObject({ workingOn: 'Ended without a word', open: [], summary: null });
    const refused: [string, string][] = [
      ['working', 'conflict'],
      ['nobody', 'not_found'],
      ['d', 'invalid_input'],
    ];
    await start('d');
    for (const [continues, code] of refused)
      expect(await refusal(from('d', sessionContinueOperation, { continues }))).toMatchObject({ code });
    expect(await refusal(from('d', sessionWrapUpOperation, {}))).toMatchObject({ code: 'invalid_input' });
    expect((await from('e', sessionContinueOperation, {}, { project: other })).handOver).toBeNull();
  });
});

describe('log_session', () => {
  it('keeps a summary and each learning, and takes all of it back at once', async () => {
    const logged = await from('ses_1', logSessionOperation, {
      summary: 'Moved the login to passkeys',
      learnings: ['Safari wants a gesture first', 'Tokens last an hour'],
      entities: ['!12'],
    });
    expect(logged.memory).toMatchObject({ category: 'event', entities: ['!12'] });
    expect(logged.learnings).toMatchObject([
      { category: 'fact', title: 'Safari wants a gesture first', entities: ['!12'] },
      { category: 'fact', title: 'Tokens last an hour' },
    ]);
    const ids = [logged.memory, ...logged.learnings].map((each) => each?.id ?? '');
    const stored = await bench.store.read((unit) => unit.memories.getMany(ids));
    expect(stored.map(({ session }) => session)).toEqual(['ses_1', 'ses_1', 'ses_1']);
    await from('ses_1', undoOperation, { change_id: logged.changeId });
    const gone = await bench.store.read((unit) => unit.memories.getMany(ids));
    expect(gone.every(({ deletedAt }) => deletedAt !== null)).toBe(true);
  });

  it.each([[{ summary: ' ' }], [{ summary: 'ok', learnings: [' '] }]])(
    'refuses what says nothing: %j',
    async (input) => {
      expect(await refusal(from('ses_1', logSessionOperation, input))).toMatchObject({
        code: 'invalid_input',
      });
      expect(await events()).toEqual([]);
    },
  );
});
