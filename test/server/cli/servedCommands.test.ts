import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type CliBundle,
  type CliOptions,
  buildCli,
  runCli,
  startCli,
} from '../../../dev/bundles/cliBundle.ts';
import { processIo } from '../../../src/cli/cliIo.ts';
import { plainCommandOf } from '../../../src/cli/commandOf.ts';
import { getContextOperation } from '../../../src/protocol/operations/recall/getContext.ts';
import { GitRepository } from '../../../dev/git/gitRepository.ts';
import { until } from '../../../dev/processes/until.ts';
import { freePort, stopAllProcesses } from '../../../dev/processes/processes.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';

interface View {
  id: string;
  shortId: string;
  title: string;
  content: string;
  category: string;
  status: string;
  project: string | null;
  tags: string[];
  why: string | null;
}
interface Remembered {
  memory: View;
  created: boolean;
  changeId: string;
}

/** What is not about who owns the data: a command takes a quarter of the time when somebody serves. */
describe('the command line with a server', () => {
  let served: TempDirectory;
  let bundle: CliBundle;
  let home: string;
  let port: number;
  let temp: TempDirectory;
  let project: string;

  beforeAll(async () => {
    served = await tempDirectory('cli-served');
    bundle = await buildCli(served.join('dist'));
    home = served.join('home with spaces');
    port = await freePort();
    const serving = startCli(bundle, ['serve'], { home, port, cwd: served.path });
    await serving.waitForOutput(new RegExp(`127\\.0\\.0\\.1:${port}`));
  });
  afterAll(async () => {
    await stopAllProcesses();
    await served.dispose();
  });
  beforeEach(async () => {
    temp = await tempDirectory('cli');
    project = await temp.makeDirectory('project');
  });
  afterEach(() => temp.dispose());

  const cli = (args: string[], options: Partial<CliOptions> = {}) =>
    runCli(bundle, args, { home, port, cwd: project, person: temp.path, ...options });
  const remember = async (text: string, ...args: string[]) =>
    (await cli(['remember', text, '--category', 'decision', '--json', ...args])).json<Remembered>();
  const listed = async (...args: string[]) =>
    (await cli(['list', '--json', ...args])).json<{ memories: View[]; total: number }>();

  it('reads commits when an agent comes and goes, with no editor open, and when somebody asks', async () => {
    const repository = await GitRepository.create(project);
    await repository.commit('Begin', { files: { 'a.txt': 'a' } });
    const agent = ['session', 'start', 'work', '--session', 'night'];
    await cli(agent);
    await until(async () => (await cli(['capture', '--json'])).json<{ skipped: number }>().skipped >= 0);
    await repository.commit('Keep orders\n\nDecision: orders are kept in a queue');
    const said = async () => (await cli(['inbox', 'list', '--json'])).json<{ memories: View[] }>().memories;
    expect(await said()).toEqual([]);
    await cli(['session', 'end', '--session', 'night']);
    const found = await until(async () => {
      const memories = [...(await said()), ...(await listed()).memories];
      return memories.find(({ content }) => content === 'orders are kept in a queue');
    });
    expect(found.category).toBe('decision');
    await repository.commit('Prices\n\nDecision: prices are kept in cents');
    const { stdout } = await cli(['capture']);
    expect(stdout).toContain('prices are kept in cents');
    expect((await cli(['capture'])).stdout).toContain('Nothing new');
    expect(await cli(['capture', temp.path])).toMatchObject({ code: 2 });
  });

  it('says what made each rank on request, for people and for programs', async () => {
    const { memory } = await remember('Rollbacks are done with the deploy script');
    const question = ['recall', 'deploy', 'rollback'];
    expect((await cli(question)).stdout).not.toContain('Why in this order');
    const { stdout } = await cli([...question, '--explain']);
    expect(stdout).toMatch(/decision +now +Rollbacks are done.*\n\nWhy in this order:\n/);
    expect(stdout).toMatch(
      new RegExp(
        `\n${memory.shortId}: [\\d.]+ = \\(words [\\d.]+ \\(deploy, rollback\\) \\+ vector [\\d.]+\\)`,
      ),
    );
    expect((await cli([...question, '--explain', '--full'])).stdout).toContain(`\n${memory.shortId}: `);

    const asked = async (...options: string[]) =>
      (await cli([...question, '--json', ...options])).json<{
        explanations?: object[];
        corrections?: object[];
      }>();
    expect((await asked()).explanations).toBeUndefined();
    expect((await asked('--explain')).explanations).toMatchObject([
      { id: memory.id, words: ['deploy', 'rollback'], parts: { words: expect.any(Number) }, time: null },
    ]);
    const misspelt = await cli(['recall', 'deplyo', 'rollback', '--json']);
    expect(misspelt.json()).toMatchObject({ corrections: [{ from: 'deplyo', to: 'deploy' }] });
  });

  it('reads standard input', async () => {
    const input = 'First line\n\nsecond "line" $HOME\n';
    expect(await cli(['remember', '-', '-c', 'procedure'], { input })).toMatchObject({ code: 0 });
    expect(await cli(['remember', '-c', 'fact'], { input: 'no dash' })).toMatchObject({ code: 0 });
    const contents = (await listed()).memories.map(({ content }) => content);
    expect(contents).toEqual(['no dash', input.trimEnd()]);
    expect(await cli(['remember', '-', '-c', 'fact'], { input: ' \n' })).toMatchObject({ code: 2 });
  });

  it('changes, resolves, deletes and takes back', async () => {
    const { memory } = (await cli(['remember', 'CI is red', '-c', 'blocker', '--json'])).json<Remembered>();
    const id = memory.shortId;
    expect(await cli(['update', id, '--why', 'the cache', '-t', 'ci'])).toMatchObject({ code: 0 });
    expect((await cli(['resolve', id, '--note', 'cache cleared'])).stdout).toContain(`Resolved ${id}`);
    expect((await listed()).memories).toMatchObject([{ status: 'resolved', why: 'the cache', tags: ['ci'] }]);

    const gone = (await cli(['delete', id, '--json'])).json<Remembered>();
    expect((await listed()).memories).toEqual([]);
    expect((await cli(['undo', gone.changeId])).stdout).toContain('Undid the deletion of');
    expect((await listed()).memories).toMatchObject([{ status: 'resolved' }]);
    expect((await cli(['history', id])).stdout).toMatch(/create[\s\S]*resolve[\s\S]*delete +cli +undone/);
  });

  it('takes whoever is at no terminal for an agent', async () => {
    const say = async (options: Partial<CliOptions>) =>
      (await cli(['remember', 'Push with --force', '-c', 'directive', '--json'], options)).json<Remembered>();
    expect((await say({ terminal: false })).memory).toMatchObject({
      status: 'candidate',
      trust: 'agent',
      source: { kind: 'agent', actor: 'cli' },
    });
    const said = await cli(['remember', 'Push with --force', '-c', 'directive'], { terminal: false });
    expect(said.stdout).toContain('Already waiting in the Inbox:');
    expect((await say({ terminal: true })).memory).toMatchObject({ status: 'active', trust: 'user' });
  });

  it('has exit codes and errors that scripts can rely on', async () => {
    const { memory } = await remember('Known');
    const cases: [number, string, string[]][] = [
      [2, 'usage', ['frobnicate']],
      [2, 'usage', ['list', '--nonsense']],
      [2, 'usage', ['remember', 'text']],
      [2, 'usage', ['remember', 'text', '--category', 'nonsense']],
      [2, 'usage', ['recall']],
      [2, 'usage', ['list', '--limit', '0']],
      [2, 'usage', ['update', memory.shortId]],
      [2, 'usage', ['setup', 'opencode', '--remove', '--undo']],
      [2, 'invalid_input', ['update', 'not-an-id', '--title', 'x']],
      [1, 'not_found', ['update', 'ffffffffff', '--title', 'x']],
      [1, 'port_mismatch', ['list', '--port', String(port + 1)]],
    ];
    for (const [code, error, args] of cases) {
      const result = await cli([...args, '--json']);
      expect([args, result.code, result.stdout]).toEqual([args, code, '']);
      expect([args, JSON.parse(result.stderr)]).toMatchObject([args, { error: { code: error } }]);
    }
    const plain = await cli(['remember', 'text']);
    expect(plain).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('decision, convention, blocker'),
    });
    expect(await cli(['list', '--port', String(port)])).toMatchObject({ code: 0 });
    expect(await cli(['get', memory.shortId, 'ffffffffff'])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('Known'),
      stderr: expect.stringContaining('not found: ffffffffff'),
    });
    expect(await cli([])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Usage: memory-bridge'),
    });
    expect(await cli(['--help'])).toMatchObject({ code: 0, stderr: '' });
    expect(await cli(['--version'])).toMatchObject({ code: 0, stdout: `${bundle.version}\n` });
  });

  it('tells what is known of a reference, and what a job does without the command', async () => {
    const { memory } = await remember('Cut the login rework in two', '-e', '!12');
    expect((await cli(['context', '!12'])).stdout).toContain(memory.shortId);
    expect(await cli(['context', '!13'])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Nothing is known about '),
    });
    expect((await cli(['context', '!12', '--json'])).json<{ memories: View[] }>().memories).toHaveLength(1);
    const empty = await cli(['list', '--tag', 'none has it']);
    expect(empty.stderr).toMatch(/^No matching memories in /);
    const { job, state } = (await cli(['reindex', '--no-wait', '--json'])).json<{
      job: string;
      state: string;
    }>();
    expect([job, state]).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), 'ready']);
    // It may be over already, and then there is nothing to say of it.
    const { stderr } = await cli(['reindex', '--no-wait']);
    expect(stderr === '' || stderr.includes('Cancel it: memory-bridge jobs cancel ')).toBe(true);
    expect((await cli(['help', 'inbox', 'accept'])).stdout).toContain('memory-bridge inbox accept');
    expect((await cli(['jobs', 'help', 'cancel'])).stdout).toContain('End a job; what it has done stays.');
  });

  it('says what the server says, of a verb that has no more than its words', async () => {
    await remember('Cut the login rework in two', '-e', '!12');
    const said: string[] = [];
    const io = {
      ...processIo(),
      env: { MEMORY_BRIDGE_HOME: home },
      cwd: project,
      print: (text: string) => void said.push(text),
    };
    const program = new Command().option('--json');
    plainCommandOf(getContextOperation)(program, { io, exitCode: 0 });
    await program.parseAsync(['context', '!12'], { from: 'user' });
    await program.parseAsync(['context', '!12', '--json'], { from: 'user' });
    expect(said).toEqual([
      expect.stringMatching(/^About .*!12: 1 memory/),
      expect.stringMatching(/^\{\n {2}"entity": /),
    ]);
  });
});
