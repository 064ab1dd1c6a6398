import { existsSync, readdirSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MemoryConnection } from '../../../src/client/connection.ts';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { captureCommitsOperation } from '../../../src/protocol/operations/capture/captureCommits.ts';
import {
  type CliBundle,
  type CliOptions,
  buildCli,
  runCli,
  startCli,
} from '../../../dev/bundles/cliBundle.ts';
import { GitRepository } from '../../../dev/git/gitRepository.ts';
import { freePort, stopAllProcesses } from '../../../dev/processes/processes.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';

interface Remembered {
  memory: { id: string; shortId: string };
  changeId: string;
}

let temp: TempDirectory;
let bundle: CliBundle;
let home: string;
let port: number;
let repository: GitRepository;

beforeAll(async () => {
  temp = await tempDirectory('cli-people');
  bundle = await buildCli(temp.join('dist'));
  home = temp.join('home');
  port = await freePort();
  repository = await GitRepository.create(temp.join('app'));
  await repository.addRemote('origin', 'https://git.example.com/group/app.git');
  await repository.commit('Begin', { files: { 'README.md': '# App\n' } });
  const serving = startCli(bundle, ['serve'], { home, port, cwd: temp.path });
  await serving.waitForOutput(new RegExp(`127\\.0\\.0\\.1:${port}`));
});
afterAll(async () => {
  await stopAllProcesses();
  await temp.dispose();
});

const cli = (args: string[], options: Partial<CliOptions> = {}) =>
  runCli(bundle, args, { home, port, cwd: repository.path, person: temp.path, ...options });
const remember = async (text: string, ...rest: string[]) =>
  (await cli(['remember', text, '-c', 'fact', '--json', ...rest])).json<Remembered>().memory;

describe('a data directory that is mistyped', () => {
  const typo = () => temp.join('hoem');
  it.each([
    [['list']],
    [['recall', 'anything']],
    [['history', 'abcdef0123']],
    [['undo']],
    [['inbox', 'list']],
    [['purge', 'abcdef0123', '--yes']],
    [['model', 'list']],
  ])('is not made by %j, and the reason is said', async (args) => {
    const result = await cli([...args, '--home', typo()]);
    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr).toBe(
      `memory-bridge: There is no memory in ${typo()}. Check --home, or start one there with "memory-bridge remember".\n`,
    );
    expect(existsSync(typo())).toBe(false);
  });

  it('in the environment is named so, an empty folder stays empty, and remembering begins a memory', async () => {
    const empty = await temp.makeDirectory('empty');
    await chmod(empty, 0o700);
    const listed = await cli(['list'], { home: empty });
    expect(listed).toMatchObject({ code: 1, stderr: expect.stringContaining('Check MEMORY_BRIDGE_HOME') });
    expect(await cli(['doctor'], { home: empty })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('nothing has been remembered here yet'),
    });
    expect(readdirSync(empty)).toEqual([]);
    const own = { home: empty, port: await freePort() };
    expect(await cli(['remember', 'First', '-c', 'fact'], own)).toMatchObject({ code: 0 });
    expect((await cli(['list'], own)).stdout).toContain('First');
  });
});

describe('what is listed', () => {
  it('says what was deleted, and whose project it is', async () => {
    const gone = await remember('Brokers are three');
    await remember('Everyone writes British English', '--scope', 'global');
    await cli(['remember', 'Elsewhere it rains', '-c', 'fact'], { cwd: temp.path });
    await cli(['delete', gone.shortId]);
    const listed = (await cli(['list', '--deleted'])).stdout;
    expect(listed).toMatch(/Brokers are three {2}deleted\n/);
    expect(listed).toMatch(/Everyone writes British English {2}all projects\n/);
    const all = (await cli(['list', '--deleted', '-a'])).stdout;
    expect(all).toMatch(/Brokers are three {2}deleted git\.example\.com\/group\/app\n/);
    expect(all).toContain(`Elsewhere it rains  folder:${temp.path}`);
    const whole = (await cli(['get', gone.shortId])).stdout;
    expect(whole).toMatch(/deleted {5}20.*memory-bridge restore [0-9a-f]{10} brings it back\n/);
    expect(whole).toContain('project     git.example.com/group/app');
    expect((await cli(['list', '--deleted', '--text', 'brokers'])).stdout).toContain(
      'Brokers are three  deleted',
    );
    await cli(['restore', gone.shortId]);
    expect((await cli(['list'])).stdout).not.toContain('deleted');
  });

  it('by recall comes with what was said, where the title does not say it', async () => {
    await remember(
      'The tide table is printed on Mondays, because the harbour office is closed at weekends',
      '--title',
      'Tides',
    );
    await remember('Ropes are blue');
    const { stdout } = await cli(['recall', 'when is the tide table printed']);
    expect(stdout).toMatch(/Tides\n {12}The tide table is printed on Mondays/);
    expect((await cli(['recall', 'ropes'])).stdout).toMatch(/Ropes are blue\n(?! )/);
  });
});

describe('undo without an id', () => {
  it('takes back one change of the command line after the other, and says which', async () => {
    const { shortId } = await remember('The lamp is green');
    await cli(['edit', shortId, '--content', 'The lamp is red']);
    await cli(['delete', shortId]);
    expect(await cli(['undo'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Undid the deletion of\n.*The lamp is/),
    });
    expect((await cli(['get', shortId])).stdout).toContain('The lamp is red');
    await cli(['undo']);
    const { stdout } = await cli(['get', shortId]);
    expect(stdout).toContain('The lamp is green');
    expect(stdout).not.toMatch(/^deleted/m);
  });
});

describe('the inbox', () => {
  it('is listed, accepted from and rejected from', async () => {
    const editor = new MemoryConnection({
      directory: new DataDirectory(home),
      actor: { kind: 'editor', name: 'test' },
    });
    const capture = async (...messages: string[]) => {
      const commits = [];
      for (const message of messages) {
        const sha = await repository.commit(message, {
          files: { [`${message.length}.txt`]: message },
          author: { name: 'Stranger', email: 'stranger@example.org' },
        });
        commits.push({ sha, authorName: '', authorEmail: '', authoredAt: 0, message: '' });
      }
      await editor.call(captureCommitsOperation, { root: repository.path, commits });
    };
    try {
      expect((await cli(['inbox', 'list'])).stderr).toContain('The Inbox is empty.');
      await capture();
      await capture(
        'One\n\nDecision: moor at the north pier',
        'Two two\n\nDecision: sail on Tuesdays',
        'Three three\n\nDecision: paint the hull white',
      );
      const { stdout } = await cli(['inbox', 'list']);
      expect(stdout).toMatch(/north pier[\s\S]*Tuesdays[\s\S]*white|white[\s\S]*Tuesdays[\s\S]*north pier/);
      const idOf = (words: string) => new RegExp(`([0-9a-f]{10}) .*${words}`).exec(stdout)?.[1] ?? '';
      const accepted = await cli(['inbox', 'accept', idOf('north pier')]);
      expect(accepted).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Accepted:\n.*north pier/) });
      expect(accepted.stderr).toContain('2 left.');
      expect((await cli(['list'])).stdout).toContain('moor at the north pier');
      expect((await cli(['inbox', 'reject', '--all'])).stdout).toMatch(/^Rejected:\n.*\n.*\n$/);
      expect((await cli(['inbox', 'list'])).stderr).toContain('The Inbox is empty.');
      expect(await cli(['inbox', 'accept'])).toMatchObject({ code: 2 });
      expect(await cli(['inbox', 'reject', idOf('Tuesdays'), '--all'])).toMatchObject({ code: 2 });
    } finally {
      editor.dispose();
    }
  });
});

describe('wrong input', () => {
  it('is told in the words of the command line', async () => {
    const { shortId } = await remember('Something to be wrong about');
    const cases: [string[], RegExp][] = [
      [['undo', 'abc'], /An id has at least 6 digits/],
      [['undo', 'zzzzzzz'], /"zzzzzzz" is not the id of a change/],
      [['get', 'abc'], /not found: abc/],
      [['edit', shortId, '--title', ''], /--title must not be empty/],
      [['edit', shortId, '--tag', ''], /--tag must not be empty/],
      [['edit', shortId, '--superseded-by', 'x'], /An id has at least 6 digits|is not the id/],
      [['edit', shortId], /Say what to change/],
      [['recall', ''], /The question must not be empty/],
      [['recall', 'x', '--since', 'soonish'], /--since: "soonish"/],
      [['remember', '', '-c', 'fact'], /The text must not be empty/],
      [['remember', '- item', '-c', 'fact'], /goes at the end, after "--"/],
      [['list', '--status', 'open'], /--status is one of/],
      [['inbox', 'reject', shortId], /is active and no longer in the Inbox/],
    ];
    for (const [args, wanted] of cases) {
      const { code, stdout, stderr } = await cli(args);
      expect([args, code === 0, stdout]).toEqual([args, false, '']);
      expect(stderr).toMatch(wanted);
      expect(stderr.replaceAll(/one of .*/g, '')).not.toMatch(/[a-z]+_[a-z]+|^memory-bridge: [a-z_]+: /);
    }
    expect(await cli(['remember', '-c', 'fact', '--', '- item'])).toMatchObject({ code: 0 });
  });
});
