import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  OperationsBench,
  agent,
  person,
  projectId,
  refusal,
} from '../../../dev/operations/operationsBench.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import type { Caller } from '../../../src/protocol/caller.ts';
import type { InputOf } from '../../../src/protocol/operation.ts';
import { exportMemoriesOperation } from '../../../src/protocol/operations/transfer/exportMemories.ts';
import { setProjectModeOperation } from '../../../src/protocol/operations/projects/setProjectMode.ts';

let bench: OperationsBench;
let temp: TempDirectory;
let workspace: string;

beforeAll(async () => {
  temp = await tempDirectory('export');
  bench = await OperationsBench.open();
  await bench.remember('The harbour is closed in winter', { category: 'decision', tags: ['sea'] });
  bench.now += 1_000;
  await bench.remember('Deploy with make ship', { category: 'procedure' });
  bench.now += 1_000;
  await bench.remember('Paint is bought in spring', {}, { project: 'other/place' });
});
afterAll(async () => {
  await bench.close();
  await temp.dispose();
});

let count = 0;
beforeEach(() => {
  workspace = realpathSync(temp.join('.'));
  workspace = path.join(workspace, `workspace-${(count += 1)}`);
  mkdirSync(workspace);
});

const exported = async (input: InputOf<typeof exportMemoriesOperation>, caller: Partial<Caller> = {}) => {
  const job = await bench.ended(await bench.call(exportMemoriesOperation, input, caller));
  if (job.state !== 'done') throw new Error(`The export is ${job.state}: ${job.error}`);
  return job.result as { path: string; memories: number; bytes: number };
};
const titles = (file: string): string[] =>
  (JSON.parse(readFileSync(file, 'utf8')) as { memories: { title: string }[] }).memories.map(
    ({ title }) => title,
  );
const all = ['The harbour is closed in winter', 'Deploy with make ship', 'Paint is bought in spring'];

describe('an export', () => {
  it('holds everything in the order in which it was said, and is the same each time', async () => {
    const [first, second] = [path.join(workspace, 'a.json'), path.join(workspace, 'b.json')];
    const { memories, bytes } = await exported({ output: first, history: true });
    await exported({ output: second, history: true });
    expect(titles(first)).toEqual(all);
    expect(readFileSync(second, 'utf8')).toBe(readFileSync(first, 'utf8'));
    expect([memories, bytes]).toEqual([3, readFileSync(first).length]);
    expect(readdirSync(workspace)).toEqual(['a.json', 'b.json']);
  });

  it.each([
    [{ category: ['decision'] as const }, [all[0]]],
    [{ project: 'other/place' }, [all[2]]],
    [{ limit: 2 }, all.slice(0, 2)],
    [{ limit: 1, offset: 1 }, [all[1]]],
    [{ offset: 2 }, [all[2]]],
    [{ offset: 5 }, []],
    [{ since: '2026-11-21T12:00:01Z' }, all.slice(1)],
    [{ since_days: 0 }, [all[2]]],
  ])('of %j has these: %j', async (input, wanted) => {
    const output = path.join(workspace, 'part.json');
    const { memories } = await exported({ ...input, output } as never);
    expect([titles(output), memories]).toEqual([wanted, wanted.length]);
  });

  it('without a name goes to the folder of exports, each time to another file', async () => {
    const [one, two] = [await exported({}), await exported({ format: 'markdown' })];
    expect(path.dirname(one.path)).toBe(realpathSync(path.join(bench.home, 'exports')));
    expect([path.extname(one.path), path.extname(two.path)]).toEqual(['.json', '.md']);
    expect(readFileSync(two.path, 'utf8')).toContain('## The harbour is closed in winter');
  });

  it('replaces a file when a person says so, and not otherwise', async () => {
    const output = path.join(workspace, 'there.json');
    writeFileSync(output, 'mine');
    expect((await refusal(exported({ output }))).code).toBe('conflict');
    expect(readFileSync(output, 'utf8')).toBe('mine');
    await exported({ output, replace: true });
    expect(titles(output)).toEqual(all);
  });

  it('of an agent has nothing of a project in which memory is off; that of a person has', async () => {
    await bench.call(setProjectModeOperation, { project: 'other/place', mode: 'off' });
    const [theirs, ours] = [path.join(workspace, 'agent.json'), path.join(workspace, 'person.json')];
    await exported({ output: theirs }, { actor: agent, project: workspace });
    await exported({ output: ours });
    await bench.call(setProjectModeOperation, { project: 'other/place', mode: 'on' });
    expect(readFileSync(theirs, 'utf8')).not.toMatch(/Paint|other/);
    expect(titles(theirs)).toEqual(all.slice(0, 2));
    expect(titles(ours)).toEqual(all);
  });
});

/** What is refused to an agent that works in the folder, and what it is allowed instead. */
const attempts: readonly [string, (folder: string) => string, string, (folder: string) => string][] = [
  ['a path elsewhere', (at) => `${path.dirname(at)}/out.json`, 'forbidden', (at) => `${at}/in.json`],
  ['a way out', () => '../out.json', 'forbidden', () => 'in.json'],
  [
    'a way out and back',
    (at) => `${at}/../${path.basename(at)}/in.json`,
    'forbidden',
    (at) => `${at}/in.json`,
  ],
  ['a folder of the person', () => '~/out.json', 'forbidden', () => './in.json'],
  ['a folder that is a link', () => 'away/out.json', 'forbidden', () => 'inner/in.json'],
  ['a link to a file', () => 'link.json', 'conflict', () => 'other.json'],
  ['a link to nothing', () => 'nothing.json', 'conflict', () => 'something.json'],
  ['a file that is there', () => 'mine.json', 'conflict', () => 'yours.json'],
  ['a pipe', () => 'pipe', 'conflict', () => 'pipe.json'],
  ['a folder', () => 'inner', 'conflict', () => 'inner/in.json'],
  ['what git keeps', () => '.git/hooks/post-commit', 'forbidden', () => 'post-commit.json'],
  ['a folder that is not there', () => 'none/in.json', 'not_found', () => 'inner/in.json'],
];

describe('a file that an agent names', () => {
  it.each(attempts)('%s is refused, and its twin is not', async (_, wrong, code, right) => {
    const outside = path.join(path.dirname(workspace), `outside-${count}`);
    mkdirSync(outside);
    mkdirSync(path.join(workspace, 'inner'));
    mkdirSync(path.join(workspace, '.git/hooks'), { recursive: true });
    writeFileSync(path.join(workspace, 'mine.json'), 'mine');
    writeFileSync(path.join(outside, 'target'), 'theirs');
    symlinkSync(outside, path.join(workspace, 'away'));
    symlinkSync(path.join(outside, 'target'), path.join(workspace, 'link.json'));
    symlinkSync(path.join(outside, 'none'), path.join(workspace, 'nothing.json'));
    execFileSync('mkfifo', [path.join(workspace, 'pipe')]);
    const caller = { actor: agent, project: workspace };
    const refused = await refusal(exported({ output: wrong(workspace) }, caller));
    expect([refused.code, refused.message]).toEqual([code, expect.any(String)]);
    expect(readdirSync(outside)).toEqual(['target']);
    expect(readFileSync(path.join(outside, 'target'), 'utf8')).toBe('theirs');
    expect(readFileSync(path.join(workspace, 'mine.json'), 'utf8')).toBe('mine');
    expect(existsSync(path.join(path.dirname(workspace), 'out.json'))).toBe(false);
    const { path: file } = await exported({ output: right(workspace) }, caller);
    expect(titles(file)).toEqual(all);
  });

  it('is confined by where the agent is, whatever project it names', async () => {
    const elsewhere = temp.join(`elsewhere-${count}`);
    mkdirSync(elsewhere);
    const output = path.join(realpathSync(elsewhere), 'out.json');
    const named = exported({ output, project: elsewhere }, { actor: agent, project: workspace });
    expect((await refusal(named)).code).toBe('forbidden');
    expect((await refusal(exported({ output }, { actor: agent, project: '/' }))).code).toBe('forbidden');
    expect((await exported({ output }, { actor: person })).memories).toBe(3);
  });

  it('is never replaced', async () => {
    const output = path.join(workspace, 'new.json');
    const refused = await refusal(exported({ output, replace: true }, { actor: agent, project: workspace }));
    expect(refused.code).toBe('forbidden');
    expect((await exported({ output }, { actor: agent, project: workspace })).memories).toBe(3);
  });
});

describe('what holds for all projects', () => {
  it('is in an export of all of them, also of an agent that may not see one, and in none of a single project', async () => {
    await bench.remember('Answer in short sentences', { category: 'preference', scope: 'global' });
    await bench.call(setProjectModeOperation, { project: 'other/place', mode: 'off' });
    const [theirs, ours, one] = ['theirs', 'ours', 'one'].map((name) => path.join(workspace, `${name}.json`));
    await exported({ output: theirs }, { actor: agent, project: workspace });
    await exported({ output: ours });
    await exported({ output: one, project: projectId });
    await bench.call(setProjectModeOperation, { project: 'other/place', mode: 'on' });
    const rule = 'Answer in short sentences';
    expect(titles(ours ?? '')).toEqual([...all, rule]);
    expect(titles(theirs ?? '')).toEqual([...all.slice(0, 2), rule]);
    expect(titles(one ?? '')).toEqual(all.slice(0, 2));
  });
});
