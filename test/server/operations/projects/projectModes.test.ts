import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TempDirectory, tempDirectory } from '../../../../dev/files/tempDirectory.ts';
import { GitRepository } from '../../../../dev/git/gitRepository.ts';
import { agent, OperationsBench, person } from '../../../../dev/operations/operationsBench.ts';
import { isRefusedAsOff } from '../../../../src/core/project/memoryOff.ts';
import { listProjectsOperation } from '../../../../src/protocol/operations/projects/listProjects.ts';
import { setProjectAliasOperation } from '../../../../src/protocol/operations/projects/setProjectAlias.ts';
import { setProjectModeOperation } from '../../../../src/protocol/operations/projects/setProjectMode.ts';

const project = 'gitlab.com/group/proj';
const minute = 60_000;
let bench: OperationsBench;
let temp: TempDirectory;

beforeEach(async () => {
  bench = await OperationsBench.open();
  temp = await tempDirectory('project-modes');
});
afterEach(async () => {
  await bench.close();
  await temp.dispose();
});

/** Whether an agent gets through. */
async function isOpen(at: string | undefined = project): Promise<boolean> {
  try {
    await bench.dispatcher.dispatch('recall', { query: 'anything' }, { actor: agent, project: at });
    return true;
  } catch (error) {
    if (isRefusedAsOff(error)) return false;
    throw error;
  }
}

describe('a project that is mistyped', () => {
  it.each(['shpo', 'group', 'My App'])('is not switched: %s', async (word) => {
    for (const mode of ['on', 'off', 'paused'] as const)
      await expect(bench.call(setProjectModeOperation, { mode }, { project: word })).rejects.toThrow(
        `There is no project "${word}". "memory-bridge project list" shows`,
      );
    expect((await bench.call(listProjectsOperation, {})).projects.map(({ id }) => id)).not.toContain(word);
  });

  it.each(['gitlab.com/group/new', 'https://git.example.com/group/new.git'])(
    'is one that may come, where it names a place: %s',
    async (place) => {
      const { project: said } = await bench.call(
        setProjectModeOperation,
        { mode: 'off' },
        { project: place },
      );
      expect(said).toMatchObject({ mode: 'off', id: expect.stringMatching(/^git.*\/group\/new$/) });
    },
  );

  it('is one that was given this name', async () => {
    await bench.call(setProjectAliasOperation, { alias: 'shpo' }, { project });
    const { project: said } = await bench.call(setProjectModeOperation, { mode: 'off' }, { project: 'shpo' });
    expect(said).toMatchObject({ id: project, mode: 'off' });
  });
});

describe('a pause', () => {
  it.each([
    ['30m', 30],
    ['2h', 120],
    [' 1D ', 24 * 60],
    ['1w', 7 * 24 * 60],
  ])('for %s ends by the clock', async (length, minutes) => {
    await bench.call(setProjectModeOperation, { mode: 'paused', for: length });
    expect(await isOpen()).toBe(false);
    bench.now += minutes * minute - 1;
    expect(await isOpen()).toBe(false);
    bench.now += 1;
    expect(await isOpen()).toBe(true);
    const { projects } = await bench.call(listProjectsOperation, { project });
    expect(projects).toMatchObject([{ id: project, mode: 'on', until: null }]);
  });

  it('until a moment ends then, and without one when it is switched on', async () => {
    const until = new Date(bench.now + 90 * minute).toISOString();
    const { project: said } = await bench.call(setProjectModeOperation, { mode: 'paused', until });
    expect(said).toMatchObject({ mode: 'paused', until: bench.now + 90 * minute });
    bench.now += 90 * minute;
    expect(await isOpen()).toBe(true);
    await bench.call(setProjectModeOperation, { mode: 'paused' });
    bench.now += 365 * 24 * 60 * minute;
    expect(await isOpen()).toBe(false);
    await bench.call(setProjectModeOperation, { mode: 'on' });
    expect(await isOpen()).toBe(true);
  });

  it.each([
    { mode: 'paused', for: '0h' },
    { mode: 'paused', for: '2 hours' },
    { mode: 'paused', for: '99999d' },
    { mode: 'paused', for: '-1h' },
    { mode: 'paused', until: 'tomorrow' },
    { mode: 'paused', until: '2020-01-01T00:00:00Z' },
    { mode: 'paused', for: '1h', until: '2026-12-01T00:00:00Z' },
    { mode: 'off', for: '1h' },
    { mode: 'on', until: '2026-12-01T00:00:00Z' },
  ] as const)('is refused when its end makes no sense: %j', async (input) => {
    await expect(bench.call(setProjectModeOperation, input)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await isOpen()).toBe(true);
  });
});

describe('the other way about', () => {
  it('memory is at work only where it was switched on', async () => {
    await bench.remember('Kept before');
    bench.config = { ...bench.config, projects: { default: 'off' } };
    expect(await isOpen()).toBe(false);
    expect(await isOpen('example.org/new')).toBe(false);
    await bench.call(setProjectModeOperation, { mode: 'on' });
    expect(await isOpen()).toBe(true);
    expect(await isOpen('example.org/new')).toBe(false);
    bench.config = { ...bench.config, projects: { default: 'on' } };
    expect(await isOpen('example.org/new')).toBe(true);
  });

  it('calls from nowhere go on, without anything of projects', async () => {
    await bench.remember('Wombats dig', { scope: 'project' });
    await bench.remember('Wombats sleep', { scope: 'global' });
    bench.config = { ...bench.config, projects: { default: 'off' } };
    const list = { actor: agent };
    const { text } = await bench.dispatcher.dispatch('list_memories', { all_projects: true }, list);
    expect(text).toContain('Wombats sleep');
    expect(text).not.toContain('Wombats dig');
  });
});

describe('a project that is off', () => {
  it('stays so under every id that it comes to have', async () => {
    const repository = await GitRepository.create(temp.join('repository'));
    await bench.call(setProjectModeOperation, { project: repository.path, mode: 'off' });
    const ids = new Set<string>();
    const look = async () => {
      ids.add((await bench.projects.resolve(repository.path)).id);
      expect(await isOpen(repository.path)).toBe(false);
    };
    await look();
    await repository.commit('First');
    await look();
    await repository.addRemote('origin', 'https://github.com/me/app.git');
    await look();
    await repository.git('remote', 'set-url', 'origin', 'git@gitlab.com:team/renamed.git');
    await look();
    expect(ids.size).toBe(4);
    await bench.call(setProjectModeOperation, { project: repository.path, mode: 'on' });
    expect(await isOpen(repository.path)).toBe(true);
  });

  it('is off in its worktrees and folders too, and by every name', async () => {
    const repository = await GitRepository.create(temp.join('repository'));
    await repository.commit('First', { files: { 'src/a.ts': '1' } });
    await repository.addRemote('origin', 'https://github.com/me/app.git');
    await repository.git('worktree', 'add', '--quiet', temp.join('tree'));
    await bench.call(setProjectModeOperation, { project: repository.path, mode: 'off' });
    for (const name of [
      temp.join('tree'),
      `${repository.path}/src`,
      `file://${repository.path}`,
      'git@github.com:me/app.git',
      'ssh://git@ssh.github.com:443/me/app.git',
      'github.com/me/app',
      'me/app',
      'app',
    ])
      expect([name, await isOpen(name)]).toEqual([name, false]);
    expect(await isOpen('github.com/me/other')).toBe(true);
  });

  it('lets an agent elsewhere neither end its sessions nor take back its changes', async () => {
    const { changeId } = await bench.remember('Kept', {}, { actor: agent });
    const call = { actor: agent, project };
    await bench.dispatcher.dispatch('session_start', { session_id: 's' }, call);
    await bench.call(setProjectModeOperation, { mode: 'off' });
    for (const at of ['example.org/elsewhere', undefined])
      for (const [name, input] of [
        ['undo', { change_id: changeId }],
        ['session_end', { session_id: 's' }],
        ['session_heartbeat', { session_id: 's' }],
      ] as const)
        await expect(
          bench.dispatcher.dispatch(name, input, { actor: agent, project: at }),
        ).rejects.toMatchObject({ code: 'forbidden' });
    await bench.call(setProjectModeOperation, { mode: 'on' });
    await bench.dispatcher.dispatch('session_end', { session_id: 's' }, call);
    await bench.dispatcher.dispatch('undo', { change_id: changeId }, call);
  });

  it('answers no call again that was answered before', async () => {
    const call = { actor: agent, project, idempotencyKey: 'once' };
    await bench.dispatcher.dispatch('remember', { content: 'Said once', category: 'fact' }, call);
    await bench.call(setProjectModeOperation, { mode: 'off' });
    const again = bench.dispatcher.dispatch('remember', { content: 'Said once', category: 'fact' }, call);
    await expect(again).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('work under way', () => {
  it('goes with a project whose remote is renamed, so that nobody claims what is held', async () => {
    const repository = await GitRepository.create(temp.join('repository'));
    await repository.commit('First');
    await repository.addRemote('origin', 'https://github.com/me/app.git');
    const call = (session: string) => ({ actor: agent, project: repository.path, sessionId: session });
    const claim = (session: string) =>
      bench.dispatcher.dispatch('claim_item', { session_id: session, resource: 'src/a.ts' }, call(session));
    expect((await claim('first')).result).toMatchObject({ granted: true });
    await repository.git('remote', 'set-url', 'origin', 'git@github.com:me/renamed.git');
    expect((await claim('second')).result).toMatchObject({ granted: false });
    const { result } = await bench.dispatcher.dispatch(
      'get_active_sessions',
      {},
      {
        actor: person,
        project: repository.path,
      },
    );
    expect((result as { sessions: { id: string }[] }).sessions.map(({ id }) => id)).toContain('first');
  });
});

describe('what a person has to know beside a result', () => {
  it('is told to clients that show no text, and once to those that do', async () => {
    const said = { content: 'Ships <private>hunter2</private> on Monday', category: 'fact' };
    const call = { actor: person, project };
    await bench.call(setProjectModeOperation, { mode: 'off' });
    const silent = await bench.dispatcher.dispatch('remember', said, { ...call, withoutText: true });
    expect(silent.note).toMatch(/^What stood between .* is kept nowhere\. Memory is switched off in proj: /);
    const { text } = await bench.dispatcher.dispatch('remember', said, call);
    expect(text.match(/is kept nowhere/g)).toHaveLength(1);
    expect(text.match(/Memory is switched off in proj/g)).toHaveLength(1);
    await bench.call(setProjectModeOperation, { mode: 'on' });
    const plain = { content: 'Ships on Tuesday', category: 'fact' };
    expect((await bench.dispatcher.dispatch('remember', plain, call)).note).toBeUndefined();
  });
});
