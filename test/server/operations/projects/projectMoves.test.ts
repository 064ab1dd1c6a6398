import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TempDirectory, tempDirectory } from '../../../../dev/files/tempDirectory.ts';
import { GitRepository } from '../../../../dev/git/gitRepository.ts';
import { agent, OperationsBench, person } from '../../../../dev/operations/operationsBench.ts';
import { mergeProjectsOperation } from '../../../../src/protocol/operations/projects/mergeProjects.ts';
import { moveProjectOperation } from '../../../../src/protocol/operations/projects/moveProject.ts';
import { setProjectAliasOperation } from '../../../../src/protocol/operations/projects/setProjectAlias.ts';
import { setProjectModeOperation } from '../../../../src/protocol/operations/projects/setProjectMode.ts';
import { undoProjectMoveOperation } from '../../../../src/protocol/operations/projects/undoProjectMove.ts';
import { everyRow } from '../../../../dev/store/everyRow.ts';

const mine = 'github.com/me/app';
const theirs = 'gitlab.com/team/app';
const third = 'example.org/a/third';

let bench: OperationsBench;
let temp: TempDirectory;

beforeEach(async () => {
  bench = await OperationsBench.open();
  temp = await tempDirectory('project-moves');
});
afterEach(async () => {
  await bench.close();
  await temp.dispose();
});

/** Derived from the others, or the record of the move itself. */
const derived = /^(?:sqlite_|memory_search|vector_|project_moves$|idempotency$)/;

const rows = (): Promise<Record<string, string[]>> => everyRow(bench.store, derived);

/** A project with something in every table that says whose a row is. */
async function fill(project: string, session: string): Promise<string> {
  // By its address, so that it has the names that follow from it.
  const at = project.includes('.com/') ? `https://${project}.git` : project;
  const { memory } = await bench.remember(`Kept in ${project}`, { tags: ['x'] }, { project: at });
  const gone = await bench.remember(`Deleted in ${project}`, {}, { project });
  await bench.dispatcher.dispatch('delete_memory', { memory_id: gone.memory.id }, { actor: person });
  const call = { actor: agent, project };
  await bench.dispatcher.dispatch('session_start', { session_id: session }, call);
  await bench.dispatcher.dispatch('claim_item', { session_id: session, resource: 'src/both.ts' }, call);
  await bench.dispatcher.dispatch('claim_item', { session_id: session, resource: `src/${session}.ts` }, call);
  await bench.dispatcher.dispatch('kv_set', { key: 'both', value: project }, call);
  await bench.dispatcher.dispatch('kv_set', { key: session, value: project }, call);
  await bench.store.write(async (unit) => {
    await unit.jobs.enqueue({
      id: `job-${session}`,
      kind: `of ${session}`,
      project,
      payload: {},
      createdAt: 1,
    });
    await unit.captures.addCommit(project, { sha: 'a'.repeat(40), patchId: null, at: 1 });
    await unit.captures.addCommit(project, { sha: session.padEnd(40, '0'), patchId: session, at: 1 });
    await unit.captures.addStatement(project, 'both', memory.id, 'a'.repeat(40));
    await unit.captures.addStatement(project, session, memory.id, 'a'.repeat(40));
    await unit.captures.setCursor(project, '/both', 'a'.repeat(40));
    await unit.captures.setCursor(project, `/${session}`, 'a'.repeat(40));
  });
  return memory.id;
}

const titles = async (project: string, text: string): Promise<string[]> => {
  const { result } = await bench.dispatcher.dispatch('list_memories', { text }, { actor: person, project });
  return (result as { memories: { title: string }[] }).memories.map(({ title }) => title);
};

describe('merging one project into another', () => {
  const cases: readonly [string, () => Promise<unknown>][] = [
    ['two of which each has everything', async () => [await fill(mine, 's1'), await fill(theirs, 's2')]],
    [
      'one that is off, and has another name',
      async () => {
        await fill(mine, 's1');
        await bench.call(setProjectModeOperation, { project: mine, mode: 'off' });
        await bench.call(setProjectAliasOperation, { project: mine, alias: 'my app' });
        await fill(theirs, 's2');
      },
    ],
    [
      'one without an address, in a folder',
      async () => {
        const repository = await GitRepository.create(temp.join('repository'));
        await repository.commit('First');
        await bench.remember('Kept without a remote', {}, { project: repository.path });
        const { id } = await bench.projects.resolve(repository.path);
        await fill(id, 's1');
        await bench.call(setProjectAliasOperation, { project: id, alias: mine });
        await fill(theirs, 's2');
      },
    ],
  ];

  it.each(cases)('and taking it back leaves every row as it was: %s', async (_what, make) => {
    await make();
    const before = await rows();
    const dry = await bench.call(mergeProjectsOperation, { from: mine, into: theirs, dry_run: true });
    expect(dry).toMatchObject({ changeId: '', counts: { sessions: 1, claims: 2 } });
    expect(await rows()).toEqual(before);
    const { changeId, counts } = await bench.call(mergeProjectsOperation, { from: mine, into: theirs });
    expect(counts).toEqual(dry.counts);
    const after = await rows();
    const changed = Object.keys(before).filter(
      (table) => after[table]?.join('\n') !== before[table]?.join('\n'),
    );
    expect(changed).toEqual(
      expect.arrayContaining(['memories', 'sessions', 'claims', 'key_values', 'jobs', 'projects']),
    );
    expect(changed).not.toContain('history');
    await bench.call(undoProjectMoveOperation, { change_id: changeId });
    expect(await rows()).toEqual(before);
  });

  it('makes them one, under both names, for all that comes', async () => {
    await fill(mine, 's1');
    await fill(theirs, 's2');
    await bench.call(mergeProjectsOperation, { from: mine, into: theirs });
    for (const name of [mine, theirs, 'me/app', 'team/app'])
      expect(await titles(name, 'Kept')).toEqual(
        expect.arrayContaining([`Kept in ${mine}`, `Kept in ${theirs}`]),
      );
    const { memory } = await bench.remember('Said later', {}, { project: mine });
    expect(memory.project).toBe(theirs);
    const { sessions } = (
      await bench.dispatcher.dispatch('get_active_sessions', {}, { actor: person, project: mine })
    ).result as { sessions: { id: string; claims: { resource: string }[] }[] };
    expect(sessions.map(({ id }) => id).toSorted()).toEqual(['s1', 's2']);
    // What both held is held once.
    const held = sessions.flatMap(({ claims }) => claims.map(({ resource }) => resource)).toSorted();
    expect(held).toEqual(['src/both.ts', 'src/s1.ts', 'src/s2.ts']);
    const kept = await bench.dispatcher.dispatch('kv_get', { key: 'both' }, { actor: agent, project: mine });
    expect(kept.result).toMatchObject({ value: theirs });
  });

  it('holds for a folder whose remote is still the one that was merged', async () => {
    const repository = await GitRepository.create(temp.join('repository'));
    await repository.commit('First');
    await repository.addRemote('origin', `https://${mine}.git`);
    await bench.remember('Said in the folder', {}, { project: repository.path });
    await fill(theirs, 's2');
    await bench.call(mergeProjectsOperation, { from: repository.path, into: theirs });
    expect((await bench.projects.resolve(repository.path)).id).toBe(theirs);
    expect((await bench.remember('Said later', {}, { project: repository.path })).memory.project).toBe(
      theirs,
    );
  });

  it.each([
    [
      'one that nobody knows',
      { from: 'example.org/nobody', into: theirs },
      'not_found',
      'There is no project',
    ],
    [
      'into one that nobody knows',
      { from: mine, into: 'example.org/nobody' },
      'not_found',
      'There is no project',
    ],
    ['one into itself', { from: mine, into: 'me/app' }, 'conflict', 'one project already'],
    ['one into what leads to it', { from: mine, into: 'my other app' }, 'conflict', 'one project already'],
  ] as const)('refuses %s', async (_what, input, code, message) => {
    await fill(mine, 's1');
    await fill(theirs, 's2');
    await bench.call(setProjectAliasOperation, { project: mine, alias: 'my other app' });
    const before = await rows();
    await expect(bench.call(mergeProjectsOperation, input)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
    expect(await rows()).toEqual(before);
  });

  it('back and forth ends nowhere', async () => {
    await fill(mine, 's1');
    await fill(theirs, 's2');
    await bench.call(mergeProjectsOperation, { from: mine, into: theirs });
    await expect(bench.call(mergeProjectsOperation, { from: theirs, into: mine })).rejects.toMatchObject({
      code: 'conflict',
    });
    await bench.call(moveProjectOperation, { from: theirs, to: third });
    expect((await bench.remember('Said to the first', {}, { project: mine })).memory.project).toBe(third);
  });

  it('is taken back only after what was moved since', async () => {
    await fill(mine, 's1');
    await fill(theirs, 's2');
    const { changeId } = await bench.call(mergeProjectsOperation, { from: mine, into: theirs });
    await bench.call(moveProjectOperation, { from: theirs, to: third });
    await expect(bench.call(undoProjectMoveOperation, { change_id: changeId })).rejects.toMatchObject({
      code: 'conflict',
    });
    await bench.call(undoProjectMoveOperation, {});
    await bench.call(undoProjectMoveOperation, { change_id: changeId });
    expect(await titles(mine, 'Kept')).toEqual([`Kept in ${mine}`]);
    await expect(bench.call(undoProjectMoveOperation, { change_id: changeId })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it.each([
    [mergeProjectsOperation, { from: mine, into: theirs }],
    [moveProjectOperation, { from: mine, to: third }],
    [setProjectAliasOperation, { project: mine, alias: 'other' }],
    [setProjectModeOperation, { project: mine, mode: 'on' }],
    [undoProjectMoveOperation, {}],
  ] as const)('is no affair of agents: %#', async (definition, input) => {
    await fill(mine, 's1');
    await fill(theirs, 's2');
    const before = await rows();
    await expect(bench.dispatcher.dispatch(definition.name, input, { actor: agent })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await rows()).toEqual(before);
  });
});

describe('moving a project', () => {
  it('gives it another id, and leads from the old one to it, also from a folder that still has the old remote', async () => {
    const repository = await GitRepository.create(temp.join('repository'));
    await repository.commit('First');
    await repository.addRemote('origin', `git@github.com:me/app.git`);
    await bench.remember('Said in the folder', {}, { project: repository.path });
    const before = await rows();
    const { changeId } = await bench.call(moveProjectOperation, {
      from: repository.path,
      to: 'https://gitlab.com/team/app.git',
    });
    const { memory } = await bench.remember('Said later', {}, { project: repository.path });
    expect(memory.project).toBe(theirs);
    expect(await titles(mine, 'Said')).toHaveLength(2);
    await bench.dispatcher.dispatch('delete_memory', { memory_id: memory.id }, { actor: person });
    await bench.call(undoProjectMoveOperation, { change_id: changeId });
    expect((await rows())['project_aliases']).toEqual(before['project_aliases']);
    expect(await titles(mine, 'Said')).toEqual(['Said in the folder']);
  });

  it('refuses a place that is taken', async () => {
    await fill(mine, 's1');
    await fill(theirs, 's2');
    await expect(bench.call(moveProjectOperation, { from: mine, to: theirs })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('project merge'),
    });
    await expect(
      bench.call(moveProjectOperation, { from: 'example.org/nobody', to: third }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('another name of a project', () => {
  it('leads to it until it is taken away', async () => {
    await fill(mine, 's1');
    await bench.call(setProjectAliasOperation, { project: mine, alias: ' my  app ' });
    expect(await titles('my app', 'Kept')).toEqual([`Kept in ${mine}`]);
    await bench.call(setProjectAliasOperation, { project: mine, alias: 'my app', remove: true });
    expect(await titles('my app', 'Kept')).toEqual([]);
  });

  it.each([
    [{ alias: mine }, 'conflict', 'id of that project itself'],
    [{ alias: theirs }, 'conflict', 'a project of its own'],
    [{ alias: 'their app' }, 'conflict', 'leads to'],
    [{ alias: 'nobody', remove: true }, 'not_found', 'no other name'],
    [{ alias: 'me/app', remove: true }, 'conflict', 'follows from'],
    [{ alias: '..' }, 'invalid_input', 'depends on the folder'],
    [{ alias: ' none ' }, 'invalid_input', ''],
  ] as const)('is refused when it cannot be one: %j', async (input, code, message) => {
    await fill(mine, 's1');
    await bench.remember('By its address', {}, { project: `https://${mine}` });
    await fill(theirs, 's2');
    await bench.call(setProjectAliasOperation, { project: theirs, alias: 'their app' });
    const before = await rows();
    await expect(bench.call(setProjectAliasOperation, { project: mine, ...input })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
    expect(await rows()).toEqual(before);
  });
});
