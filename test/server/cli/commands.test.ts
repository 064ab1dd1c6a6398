import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
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
import { freePort, runProcess, stopAllProcesses } from '../../../dev/processes/processes.ts';
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

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });

describe('the command line', () => {
  let built: TempDirectory;
  let bundle: CliBundle;
  let temp: TempDirectory;
  let home: string;
  let project: string;
  let port: number;

  beforeAll(async () => {
    built = await tempDirectory('cli-bundle');
    bundle = await buildCli(built.join('dist'));
  });
  afterAll(() => built.dispose());
  beforeEach(async () => {
    temp = await tempDirectory('cli');
    home = temp.join('home with spaces');
    project = await temp.makeDirectory('project');
    port = await freePort();
  });
  afterEach(async () => {
    await stopAllProcesses();
    await temp.dispose();
  });

  const cli = (args: string[], options: Partial<CliOptions> = {}) =>
    runCli(bundle, args, { home, port, cwd: project, person: temp.path, ...options });
  const remember = async (text: string, ...args: string[]) =>
    (await cli(['remember', text, '--category', 'decision', '--json', ...args])).json<Remembered>();
  const listed = async (...args: string[]) =>
    (await cli(['list', '--json', ...args])).json<{ memories: View[]; total: number }>();

  /** For cases that are not about ownership: commands are quicker when somebody serves. */
  const serve = async () => {
    const serving = startCli(bundle, ['serve'], { home, port, cwd: project });
    await serving.waitForOutput(new RegExp(`127\\.0\\.0\\.1:${port}`));
    return serving;
  };

  it('recovers from a damaged database with the newest sound backup', async () => {
    await remember('Kept in the backup');
    const { path: backup } = (await cli(['backup', '--json'])).json<{ path: string }>();
    await remember('Newer than the backup');
    const database = path.join(home, 'memory.db');
    const bytes = await readFile(database);
    // As a process leaves it that was killed, with pages that the disk has lost.
    await writeFile(`${database}-wal`, 'x'.repeat(40));
    await writeFile(
      database,
      Buffer.concat([bytes.subarray(0, 8192), Buffer.alloc(bytes.length - 8192, 0xa5)]),
    );
    const refused = await cli(['list']);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('memory-bridge recover');
    const serving = await serve().catch((error: unknown) => error);
    expect(String(serving)).toContain('recover');

    const done = await cli(['recover']);
    expect(done.stderr).toBe('');
    expect(done.stdout).toContain('Recovered one memory');
    expect(done.stdout).toContain(backup);
    expect((await listed()).memories.map(({ title }) => title)).toEqual(['Kept in the backup']);
    const aside = /is kept in (.+)\.\n/.exec(done.stdout)?.[1] ?? '';
    expect((await stat(path.join(aside, 'memory.db'))).size).toBe(bytes.length);

    await serve();
    expect((await cli(['recover'])).stderr).toContain('End it first');
  });

  it('keeps memories with nothing running, and leaves nothing running', async () => {
    const first = await cli([
      'remember',
      'Use SQLite in WASM',
      '-c',
      'decision',
      '--why',
      'no native modules',
      '-t',
      'db',
    ]);
    expect(first).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Remembered [0-9a-f]{10} {2}Use SQLite/),
    });
    expect(first.stderr).toContain('memory-bridge undo');
    expect(await isFree(port)).toBe(true);
    expect(JSON.parse(await readFile(path.join(home, 'server.json'), 'utf8'))).toMatchObject({ port });
    expect(JSON.parse(await readFile(path.join(home, 'owner.json'), 'utf8'))).toMatchObject({
      released: true,
    });
    expect((await stat(home)).mode & 0o777).toBe(0o700);

    const { memories } = await listed();
    expect(memories).toMatchObject([
      { content: 'Use SQLite in WASM', why: 'no native modules', tags: ['db'] },
    ]);
    const found = await cli(['recall', 'which', 'SQLite']);
    expect(found).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/decision +now +Use SQLite/),
    });
    const whole = await cli(['get', memories[0]?.shortId ?? '']);
    expect(whole.stdout).toContain('Why: no native modules');
  });

  it('says what made each rank on request, for people and for programs', async () => {
    await serve();
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

  it('goes through the owner when there is one', async () => {
    const owner = await serve();
    await remember('Through the server');
    const status = (await cli(['status', '--json'])).json<{ pid: number; running: boolean; home: string }>();
    expect(status).toMatchObject({ pid: owner.pid, running: true, home });
    expect((await cli(['status'])).stdout).toContain(`memory-bridge serve, process ${owner.pid}`);
    expect(await isFree(port)).toBe(false);

    expect(await owner.stop()).toMatchObject({ code: 0 });
    expect(await isFree(port)).toBe(true);
    expect((await cli(['status'])).stdout).toContain('no server');
    expect((await listed()).memories).toMatchObject([{ content: 'Through the server' }]);
  });

  it('of a newer version does not send an older server away', async () => {
    const owner = await serve();
    const newer = await buildCli(temp.join('newer'), '9.0.0');
    const options = { home, port, cwd: project, person: temp.path };
    expect(await runCli(newer, ['remember', 'From the newer one', '-c', 'fact'], options)).toMatchObject({
      code: 0,
    });
    const status = (await runCli(newer, ['status', '--json'], options)).json();
    expect(status).toMatchObject({ pid: owner.pid, version: bundle.version, running: true });
    expect(owner.hasEnded).toBe(false);
  });

  it('keeps every memory of commands that start at the same moment with nothing running', async () => {
    const texts = Array.from({ length: 6 }, (_, index) => `Fact number ${index}`);
    const results = await Promise.all(texts.map((text) => cli(['remember', text, '-c', 'fact'])));
    expect(results.map(({ code, stderr }) => (code === 0 ? 0 : stderr))).toEqual(texts.map(() => 0));
    const { memories } = await listed();
    expect(memories.map(({ content }) => content).sort()).toEqual(texts);
    expect(await isFree(port)).toBe(true);
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
    await serve();
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

  it('knows the project by the current directory, the environment, or the option', async () => {
    await serve();
    const other = await temp.makeDirectory('other');
    await remember('Here');
    await cli(['remember', 'There', '-c', 'fact'], { cwd: other });
    await cli(['remember', 'Everywhere', '-c', 'preference', '--scope', 'global']);
    const contents = async (args: string[], options: Partial<CliOptions> = {}) =>
      (await cli(['list', '--json', ...args], options))
        .json<{ memories: View[] }>()
        .memories.map(({ content }) => content)
        .sort();
    expect(await contents([])).toEqual(['Everywhere', 'Here']);
    expect(await contents(['--project', other])).toEqual(['Everywhere', 'There']);
    expect(await contents(['--project', '../other'])).toEqual(['Everywhere', 'There']);
    expect(await contents([], { env: { MEMORY_BRIDGE_PROJECT: other } })).toEqual(['Everywhere', 'There']);
    expect(await contents(['--all-projects'])).toEqual(['Everywhere', 'Here', 'There']);
  });

  it('takes whoever is at no terminal for an agent', async () => {
    await serve();
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

  it('counts and copies', async () => {
    await serve();
    await remember('One');
    const stats = (await cli(['stats', '--json'])).json<{
      memories: number;
      byCategory: Record<string, number>;
    }>();
    expect(stats).toMatchObject({ memories: 1, byCategory: { decision: 1 } });
    expect((await cli(['stats'])).stdout).toMatch(/By category\ndecision +1/);
    const backup = (await cli(['backup', '--json'])).json<{ path: string; bytes: number }>();
    expect((await stat(backup.path)).size).toBe(backup.bytes);
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
    expect(await cli([])).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage: memory-bridge') });
    expect(await cli(['--help'])).toMatchObject({ code: 0, stderr: '' });
    expect(await cli(['--version'])).toMatchObject({ code: 0, stdout: `${bundle.version}\n` });
  });

  it('tells what is known of a reference, and what a job does without the command', async () => {
    await serve();
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
    await serve();
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

  /** What becomes of a list whose output goes there. */
  const listInto = (reader: string) => {
    const list = `"${process.execPath}" "${path.join(bundle.dist, 'cli.js')}" list --json`;
    return runProcess('bash', ['-c', `${list} ${reader}; exit "\${PIPESTATUS[0]}"`], {
      cwd: project,
      env: { PATH: process.env['PATH'], HOME: temp.path, MEMORY_BRIDGE_HOME: home },
    });
  };

  it('survives a reader that leaves early', async () => {
    for (let index = 0; index < 3; index += 1) await remember(`Memory ${index} ${'x'.repeat(200)}`);
    expect(await listInto('| head -c 1')).toMatchObject({ code: 0, stdout: '{', stderr: '' });
    expect(await isFree(port)).toBe(true);
  });

  it.runIf(existsSync('/dev/full'))('tells of a reader that takes nothing', async () => {
    await remember('A memory');
    expect(await listInto('> /dev/full')).toMatchObject({
      code: 1,
      stderr: 'memory-bridge: The output could not be written (ENOSPC).\n',
    });
  });
});
