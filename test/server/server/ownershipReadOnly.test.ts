import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildOwnership, type OwnershipBundle } from '../../../dev/bundles/ownershipBundle.ts';
import { readyOwner, startServe, Window } from '../../../dev/server/ownership/contenders.ts';
import {
  fetchWithTimeout,
  freePort,
  runProcess,
  stopAllProcesses,
} from '../../../dev/processes/processes.ts';
import { tempDirectory, type TempDirectory } from '../../../dev/files/tempDirectory.ts';

let temp: TempDirectory;
let bundle: OwnershipBundle;
let home: string;
let port: number;
let count = 0;
const canMount =
  process.platform === 'linux' &&
  (await runProcess('unshare', ['-m', 'true']).then(
    ({ code }) => code === 0,
    () => false,
  ));

beforeAll(async () => {
  temp = await tempDirectory('read-only');
  bundle = await buildOwnership(temp.join('dist'));
});
beforeEach(async () => {
  home = temp.join(`home-${++count}`);
  mkdirSync(home);
  port = await freePort();
});
afterEach(stopAllProcesses);
afterAll(() => temp.dispose());

const file = (name: string) => path.join(home, name);

async function call(operation: string, input: object) {
  const response = await fetchWithTimeout(`http://127.0.0.1:${port}/api/${operation}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${readFileSync(file('token'), 'utf8').trim()}`,
      'content-type': 'application/json',
      'x-memory-actor': 'user',
    },
    body: JSON.stringify(input),
  });
  return { status: response.status, text: await response.text() };
}

const remember = (content: string) => call('remember', { content, category: 'fact' });

/** A home with one memory in it, nobody serving. */
async function filled(end: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const serve = startServe(bundle, { home, port });
  await readyOwner(home);
  expect((await remember('Known before')).status).toBe(200);
  serve.child.kill(end);
  await serve.exited;
}

const files = () => readdirSync(home).map((name) => `${name} ${statSync(file(name)).mtimeMs}`);

/** In a mount namespace of its own, in which the home cannot be written to. */
const readOnly = () => [
  'unshare',
  '-m',
  'sh',
  '-c',
  `mount --bind '${home}' '${home}' && mount -o remount,ro,bind '${home}' && exec "$@"`,
  'sh',
];

describe.runIf(canMount)('a data folder that cannot be written to', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'is read all the same after %s, and says why nothing is kept',
    async (end) => {
      await filled(end);
      const before = files();
      const serve = startServe(bundle, { home, port, prefix: readOnly() });
      await readyOwner(home);
      expect((await call('recall', { query: 'Known' })).text).toContain('Known before');
      const refused = await remember('Not to be kept');
      expect(refused.status).toBeGreaterThanOrEqual(400);
      expect(refused.text).toContain('EROFS');
      expect(refused.text).toContain(home);
      serve.child.kill('SIGTERM');
      await serve.exited;
      expect(files()).toEqual(before);
      expect(
        readdirSync(tmpdir()).filter((name) => name.startsWith(`memory-bridge-reading-${serve.pid}-`)),
      ).toEqual([]);
      // The twin: where it can be written to, the same is kept.
      startServe(bundle, { home, port });
      await readyOwner(home);
      expect((await remember('Kept')).status).toBe(200);
    },
  );

  it('says so with the path when there is nothing in it to read', async () => {
    const serve = startServe(bundle, { home, port, prefix: readOnly() });
    expect((await serve.exited).code).not.toBe(0);
    expect(serve.stderr).toContain('EROFS');
    expect(serve.stderr).toContain(home);
    expect(serve.stderr).toContain('--home');
  });

  it('is read by an editor window as well', async () => {
    await filled('SIGTERM');
    const before = files();
    const window = new Window(bundle, { home, port, prefix: readOnly() });
    await window.connected();
    expect((await call('recall', { query: 'Known' })).text).toContain('Known before');
    await window.close();
    expect(files()).toEqual(before);
  });

  it('is named to an editor window, which no log could tell it', async () => {
    const window = new Window(bundle, { home, port, prefix: readOnly() });
    const { code, message } = await window.failed();
    expect(code).toBe('read_only');
    expect(message).toContain('EROFS');
    expect(message).toContain(home);
    expect(message).not.toContain('log');
    await window.close();
  });
});

describe('a disk without room', () => {
  it('is named, and what was acknowledged stays', async () => {
    await filled('SIGTERM');
    // A log that takes nothing either is no reason to fail.
    await rm(file('logs/server.log'));
    symlinkSync('/dev/full', file('logs/server.log'));
    // Blocks of 512 bytes: files may grow to about twice what the database has now.
    const blocks = Math.ceil((statSync(file('memory.db')).size * 2) / 512);
    startServe(bundle, { home, port, prefix: ['sh', '-c', `ulimit -f ${blocks} && exec "$@"`, 'sh'] });
    await readyOwner(home);
    let kept = 0;
    let refused = await remember(`Number 0 ${'words that take room '.repeat(900)}`);
    for (; refused.status === 200 && kept < 400; kept += 1)
      refused = await remember(`Number ${kept + 1} ${'words that take room '.repeat(900)}`);
    expect(kept).toBeGreaterThan(0);
    expect(refused.text).toContain('disk_full');
    expect(refused.text).toContain('memory.db');
    expect((await call('recall', { query: 'Known' })).text).toContain('Known before');
    await stopAllProcesses();
    startServe(bundle, { home, port });
    await readyOwner(home);
    const { text } = await call('stats', { all_projects: true });
    expect((JSON.parse(text) as { result: { memories: number } }).result.memories).toBe(kept + 1);
  });
});

describe.skipIf(process.platform === 'win32')('files that others could read', () => {
  it('are closed at the start, and that is said once', async () => {
    await filled('SIGTERM');
    for (const name of ['token', 'memory.db', 'owner.json']) chmodSync(file(name), 0o644);
    chmodSync(home, 0o755);
    const log = () =>
      existsSync(file('logs/server.log')) ? readFileSync(file('logs/server.log'), 'utf8') : '';
    const told = () => log().split('could read token').length - 1;
    expect(told()).toBe(0);
    for (let round = 0; round < 2; round += 1) {
      const serve = startServe(bundle, { home, port });
      await readyOwner(home);
      const modes = ['', 'token', 'memory.db', 'owner.json'].map((name) => statSync(file(name)).mode & 0o077);
      expect(modes).toEqual([0, 0, 0, 0]);
      expect(told()).toBe(1);
      expect((await call('memory_status', {})).text).toContain('token rotate');
      serve.child.kill('SIGTERM');
      await serve.exited;
    }
  });
});
