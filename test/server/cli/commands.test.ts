import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type CliBundle,
  type CliOptions,
  buildCli,
  runCli,
  startCli,
} from '../../../dev/bundles/cliBundle.ts';
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
