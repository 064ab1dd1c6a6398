import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { readOwnerRecord } from '../../../src/home/ownerRecord.ts';
import { proofOf } from '../../../src/home/proof.ts';
import { chooseServerFile } from '../../../src/home/serverFile.ts';
import { TokenFile } from '../../../src/home/token.ts';
import { product, protocolVersion } from '../../../src/core/product.ts';
import { buildOwnership, type OwnershipBundle } from '../../../dev/bundles/ownershipBundle.ts';
import {
  healthOf,
  portOf,
  readyOwner,
  startServe,
  Window,
} from '../../../dev/server/ownership/contenders.ts';
import { shortPatience } from '../../../dev/server/ownership/shortPatience.ts';
import { runLateParentDeaths } from '../../../dev/server/ownership/lateParent.ts';
import {
  fetchWithTimeout,
  freePort,
  runProcess,
  stopAllProcesses,
  waitForExit,
} from '../../../dev/processes/processes.ts';
import { childrenOf, isAlive } from '../../../dev/processes/processTable.ts';
import { tempDirectory, type TempDirectory } from '../../../dev/files/tempDirectory.ts';
import { until } from '../../../dev/processes/until.ts';

let temp: TempDirectory;
let bundle: OwnershipBundle;
let home: string;
let port: number;
let count = 0;

beforeAll(async () => {
  temp = await tempDirectory('owners');
  bundle = await buildOwnership(temp.join('dist'));
});
beforeEach(async () => {
  home = temp.join(`home-${++count}`);
  mkdirSync(home);
  port = await freePort();
});
afterEach(stopAllProcesses);
afterAll(() => temp.dispose());

describe('an owner that is stopped', () => {
  it('is named with its process, is left alone, and serves again when it goes on', async () => {
    const serve = startServe(bundle, { home, port });
    await readyOwner(home);
    const window = new Window(bundle, { home, patience: shortPatience });
    await window.connected();
    process.kill(serve.pid, 'SIGSTOP');
    const answer = await window.status();
    expect(answer.status).toBeNull();
    expect(answer.error).toContain(`process ${serve.pid}`);
    expect(window.state).toMatchObject({ state: 'failed', code: 'owner_hung' });
    const contender = startServe(bundle, { home, isImpatient: true });
    expect((await contender.exited).code).toBe(1);
    expect(contender.stderr).toContain('owner_hung');
    expect(contender.stderr).toContain(String(serve.pid));
    expect(isAlive(serve.pid)).toBe(true);
    process.kill(serve.pid, 'SIGCONT');
    await window.connected(20_000);
    expect(window.state).toMatchObject({ pid: serve.pid });
    expect((await window.status()).status).not.toBeNull();
  });

  it('is killed and replaced by its own parent when it is a child', async () => {
    const window = new Window(bundle, { home, port, env: { TEST_PING_MS: '300' } });
    const { pid = 0 } = await window.connected();
    process.kill(pid, 'SIGSTOP');
    await waitForExit(pid);
    const next = await readyOwner(home, pid);
    expect(childrenOf(window.pid).map((child) => child.pid)).toEqual([next.pid]);
  });
});

describe('a forked owner', () => {
  it('ends with its parent, however early that one dies', async () => {
    const { children, orphans } = await runLateParentDeaths(bundle, temp.join('late'), 10);
    expect(children).toHaveLength(10);
    expect(orphans).toEqual([]);
  });

  it('ties itself to its parent before anything is loaded', async () => {
    // Writes down, in order, what the bundle loads and when it starts to listen for the end of its parent.
    const spy = await temp.write(
      'spy.cjs',
      `const Module = require('node:module');
const order = [];
const load = Module._load;
Module._load = (request, ...rest) => (order.push(request), load(request, ...rest));
const on = process.on;
process.on = function (event, ...rest) {
  if (event === 'disconnect') console.log(JSON.stringify(order));
  return on.call(this, event, ...rest);
};`,
    );
    const { stdout, code } = await runProcess(process.execPath, ['--require', spy, bundle.server]);
    expect(code).toBe(0);
    // The bundle itself, and the line that makes its own URL known.
    expect(JSON.parse(stdout)).toEqual([bundle.server, 'node:url']);
  });

  it('gets no secrets and no variables of the editor', async () => {
    const env = { VSCODE_IPC_HOOK: 'x', GITHUB_TOKEN: 'secret', XDG_DATA_HOME: '/data' };
    const window = new Window(bundle, { home, port, env });
    const { pid = 0 } = await window.connected();
    const names = readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .map((entry) => entry.split('=')[0]);
    expect(names).toContain('MEMORY_BRIDGE_HOME');
    expect(names).toContain('XDG_DATA_HOME');
    expect(names).not.toContain('GITHUB_TOKEN');
    expect(names.filter((name) => name?.startsWith('VSCODE'))).toEqual([]);
  });

  it('is called a ghost when its window is gone, and serves on', async () => {
    const window = new Window(bundle, { home, port });
    await window.connected();
    expect((await window.status()).status).toMatchObject({ ghost: false });
    window.tell('ghost');
    const seen = await until(async () => {
      const { status } = await window.status();
      return status?.['ghost'] === true && status;
    });
    expect(seen).toMatchObject({ hostKind: 'editor', port });
  });

  it('leaves nothing when its window closes, and another window goes on', async () => {
    const first = new Window(bundle, { home, port });
    const { pid = 0 } = await first.connected();
    const second = new Window(bundle, { home });
    await second.connected();
    const started = performance.now();
    await first.close();
    const next = await readyOwner(home, pid);
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(isAlive(pid)).toBe(false);
    await second.close();
    await waitForExit(next.pid);
    expect(await healthOf(home)).toBeUndefined();
    expect(readOwnerRecord(new DataDirectory(home))).toMatchObject({ released: true, pid: next.pid });
  });
});

describe('versions', () => {
  it('hand over from an older window to a newer server, for good', async () => {
    const older = await buildOwnership(temp.join('older'), '1.0.0');
    const newer = await buildOwnership(temp.join('newer'), '1.1.0');
    const window = new Window(older, { home, port, patience: { handOver: shortPatience.handOver } });
    const first = await window.connected();
    expect(first).toMatchObject({ here: true, version: '1.0.0' });
    const serve = startServe(newer, { home });
    await serve.waitForOutput(/"owner"/);
    await until(() => window.state?.version === '1.1.0', {
      what: 'the older window to follow the newer server',
    });
    expect(window.state).toMatchObject({ here: false, pid: serve.pid });
    expect(childrenOf(window.pid)).toEqual([]);
    expect((await window.status()).status).toMatchObject({ version: '1.1.0' });
    // It never forks again in this session, so it cannot win the port back.
    await serve.stop();
    expect((await window.failed()).message).toContain('Reload this window');
    expect(childrenOf(window.pid)).toEqual([]);
    const updated = new Window(newer, { home });
    expect(await updated.connected()).toMatchObject({ here: true, version: '1.1.0' });
    const { status } = await until(async () => {
      const answer = await window.status();
      return answer.status && answer;
    });
    expect(status).toMatchObject({ version: '1.1.0' });
  });

  it('leave a newer owner in place', async () => {
    const older = await buildOwnership(temp.join('older'), '1.0.0');
    const newer = await buildOwnership(temp.join('newer'), '1.1.0');
    const window = new Window(newer, { home, port });
    const { pid } = await window.connected();
    const other = new Window(older, { home });
    expect(await other.connected()).toMatchObject({ here: false, version: '1.1.0', pid });
    const serve = startServe(older, { home });
    await serve.waitForOutput(/standby/);
    expect((await healthOf(home))?.pid).toBe(pid);
  });

  it('never open a database of a newer one', async () => {
    const window = new Window(bundle, { home, port });
    await window.connected();
    await window.close();
    // The version of the schema, where SQLite keeps it in the header of the file.
    const file = openSync(new DataDirectory(home).database, 'r+');
    writeSync(file, Buffer.from([0, 0, 0x7f, 0xff]), 0, 4, 60);
    closeSync(file);
    const before = readFileSync(new DataDirectory(home).database);
    const serve = startServe(bundle, { home });
    expect((await serve.exited).code).toBe(1);
    expect(serve.stderr).toContain('newer_database');
    const other = new Window(bundle, { home });
    expect((await other.failed()).code).toBe('newer_database');
    expect((await other.status()).error).toMatch(/newer/i);
    expect(await healthOf(home)).toBeUndefined();
    expect(readFileSync(new DataDirectory(home).database).equals(before)).toBe(true);
  });

  it('that speak a later protocol are named, with what to do', async () => {
    const directory = new DataDirectory(home).prepare();
    const token = new TokenFile(directory).ensure();
    const { dataDirId } = chooseServerFile(directory, port);
    const owner = createServer((request, response) => {
      const nonce = new URL(request.url ?? '', 'http://x').searchParams.get('nonce') ?? '';
      const later = { product, version: '9.0.0', protocolVersion: protocolVersion + 1, hostKind: 'editor' };
      response.end(
        JSON.stringify({ ...later, dataDirId, pid: 4711, state: 'ready', proof: proofOf(token, nonce) }),
      );
    });
    await new Promise<void>((resolve) => owner.listen(port, '127.0.0.1', resolve));
    try {
      const window = new Window(bundle, { home });
      const failed = await window.failed();
      expect(failed.code).toBe('newer_owner');
      expect(failed.message).toMatch(/9\.0\.0, process 4711.*Update/);
      expect((await window.status()).error).toContain('9.0.0');
      expect(childrenOf(window.pid)).toEqual([]);
    } finally {
      owner.closeAllConnections();
      owner.close();
    }
  });
});

describe('the token', () => {
  it('stays the same through takeovers and is private', async () => {
    const window = new Window(bundle, { home, port });
    const { pid = 0 } = await window.connected();
    const tokens = new TokenFile(new DataDirectory(home));
    const token = tokens.read();
    process.kill(pid, 'SIGKILL');
    await readyOwner(home, pid);
    expect(tokens.read()).toBe(token);
  });

  it('can be rotated under a running server; both are good for a while', async () => {
    const serve = startServe(bundle, { home, port });
    await readyOwner(home);
    const window = new Window(bundle, { home });
    await window.connected();
    const tokens = new TokenFile(new DataDirectory(home));
    const old = tokens.ensure();
    const fresh = tokens.rotate().token;
    expect(fresh).not.toBe(old);
    const stats = (token: string) =>
      fetchWithTimeout(`http://127.0.0.1:${portOf(home)}/stats`, {
        headers: { authorization: `Bearer ${token}` },
      });
    expect((await stats(old)).status).toBe(200);
    expect((await stats(fresh)).status).toBe(200);
    expect((await stats(`${fresh}x`)).status).toBe(401);
    expect((await window.status()).status).not.toBeNull();
    const other = new Window(bundle, { home });
    expect(await other.connected()).toMatchObject({ pid: serve.pid });
  });
});
