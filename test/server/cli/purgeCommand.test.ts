import { readFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MemoryConnection } from '../../../src/client/connection.ts';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { TokenFile } from '../../../src/home/token.ts';
import { statsOperation } from '../../../src/protocol/operations/system/stats.ts';
import { type CliBundle, buildCli, runCli, startCli } from '../../../dev/bundles/cliBundle.ts';
import { freePort, stopAllProcesses } from '../../../dev/processes/processes.ts';
import { StdioMcp } from '../../../dev/server/stdioMcp.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { tracesOf } from '../../../dev/files/traces.ts';
import { until } from '../../../dev/processes/until.ts';

interface Remembered {
  memory: { id: string; shortId: string };
  changeId: string;
}

let temp: TempDirectory;
let bundle: CliBundle;
let home: string;
let port: number;

beforeAll(async () => {
  temp = await tempDirectory('cli-purge');
  bundle = await buildCli(temp.join('dist'));
  home = temp.join('home');
  port = await freePort();
  const serving = startCli(bundle, ['serve'], { home, port, cwd: temp.path });
  await serving.waitForOutput(new RegExp(`127\\.0\\.0\\.1:${port}`));
});
afterAll(async () => {
  await stopAllProcesses();
  await temp.dispose();
});

const cli = (...args: string[]) => runCli(bundle, args, { home, port, cwd: temp.path, person: temp.path });
const remember = async (text: string) =>
  (await cli('remember', text, '-c', 'fact', '--json')).json<Remembered>().memory;

describe('memory-bridge purge', () => {
  it('says what goes and leaves no byte of it, while the server runs', async () => {
    const word = 'hippopotamuses';
    const { shortId } = await remember(`The word is ${word}`);
    await cli('update', shortId, '--content', `Now it is ${word} and more`);
    await cli('recall', word);
    const backup = (await cli('backup', '--json')).json<{ path: string }>().path;
    await cli('delete', shortId);
    expect(tracesOf([word], home)).not.toEqual([]);
    const refused = await cli('purge', shortId);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--force') });
    expect(refused.stdout).toContain(`Now it is ${word}`);
    expect(refused.stdout).toMatch(/deleted, 3 history entries/);
    expect(refused.stdout).toContain(path.basename(backup));
    expect(tracesOf([word], home)).not.toEqual([]);
    const done = await cli('purge', shortId, '--yes');
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('Purged 1 memory.') });
    expect(tracesOf([word], home)).toEqual([]);
    expect(await cli('purge', shortId, '--yes')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`There is no memory ${shortId}`),
    });
  });

  it('removes nothing when one of several ids is wrong, and earlier versions alone with --history', async () => {
    const { shortId } = await remember('It was platypuses');
    await cli('update', shortId, '--content', 'It is something else', '--title', 'Something else');
    expect(await cli('purge', shortId, 'ffffffffff', '--yes')).toMatchObject({ code: 1 });
    expect(tracesOf(['platypuses'], home)).not.toEqual([]);
    const json = (await cli('purge', '--history', shortId, '--yes', '--json')).json<{ purged: boolean }>();
    expect(json).toMatchObject({ purged: true, memories: [{ shortId, historyEntries: 1 }] });
    expect(tracesOf(['platypuses'], home)).toEqual([]);
    expect((await cli('get', shortId)).stdout).toContain('It is something else');
  });

  it('is out of reach of agents, whatever they call themselves', async () => {
    const { id } = await remember('Agents cannot purge me');
    const mcp = await StdioMcp.connect(bundle, { home, port, cwd: temp.path });
    expect(JSON.stringify(await mcp.request('tools/list'))).not.toContain('purge');
    const answer = await mcp.request('tools/call', { name: 'purge', arguments: { ids: [id] } });
    expect(answer.error !== undefined || answer.result?.['isError'] === true).toBe(true);
    // An agent's shell has no terminal, and what it adds to the command does not make it a person.
    const options = { home, port, cwd: temp.path, person: temp.path, terminal: false };
    for (const args of [
      ['purge', id, '--yes'],
      ['purge', '--history', id, '--yes'],
      ['token', 'rotate'],
    ])
      expect(await runCli(bundle, args, options)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('Only a person can'),
      });
    expect((await cli('get', id)).code).toBe(0);
  });
});

describe('memory-bridge token rotate', () => {
  const answers = async (token: string) =>
    (await fetch(`http://127.0.0.1:${port}/stats`, { headers: { authorization: `Bearer ${token}` } })).status;

  it('lets clients go on that were there before, with both tokens or the new one alone', async () => {
    const directory = new DataDirectory(home);
    const tokens = new TokenFile(directory);
    const window = new MemoryConnection({ directory, actor: { kind: 'editor', name: 'test' } });
    const states: string[] = [];
    window.onDidChangeState(({ kind }) => states.push(kind));
    const heard: string[] = [];
    window.onEvent(({ kind }) => heard.push(kind));
    const mcp = await StdioMcp.connect(bundle, { home, port, cwd: temp.path });
    const recall = async () =>
      (await mcp.request('tools/call', { name: 'recall', arguments: { query: 'anything' } })).error;
    try {
      await window.call(statsOperation, {});
      expect(await recall()).toBeUndefined();
      const first = tokens.ensure();

      expect((await cli('token', 'rotate')).stdout).toBe('A new token is in use.\n');
      const second = tokens.ensure();
      expect(second).not.toBe(first);
      expect([await answers(first), await answers(second), await answers(`${second}x`)]).toEqual([
        200, 200, 401,
      ]);
      await window.call(statsOperation, {});

      expect((await cli('token', 'rotate', '--now', '--json')).json()).toEqual({ previousUntil: null });
      const third = tokens.ensure();
      expect([await answers(first), await answers(second), await answers(third)]).toEqual([401, 401, 200]);
      await window.call(statsOperation, {});
      expect(await recall()).toBeUndefined();
      // The stream of events is there again too.
      await until(() => heard.filter((kind) => kind === 'hello').length >= 2);
      await remember('Heard after the rotation');
      await until(() => heard.includes('memories'));
      expect(states).not.toContain('failed');
      expect(readdirSync(home)).not.toContain('token.previous');
      expect(await readFile(path.join(home, 'token'), 'utf8')).toBe(third);
    } finally {
      window.dispose();
    }
  });

  it('is out of reach of agents', async () => {
    const token = new TokenFile(new DataDirectory(home)).ensure();
    const ask = (actor: string) =>
      fetch(`http://127.0.0.1:${port}/api/rotate_token`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'x-memory-actor': actor,
        },
        body: '{}',
      });
    expect((await ask('agent/opencode')).status).toBe(403);
    expect(new TokenFile(new DataDirectory(home)).ensure()).toBe(token);
    expect((await ask('cli')).status).toBe(200);
    expect(new TokenFile(new DataDirectory(home)).ensure()).not.toBe(token);
  });
});
