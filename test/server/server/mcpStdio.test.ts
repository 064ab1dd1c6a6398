import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import path from 'node:path';
import { Client as ModernClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as LegacyStdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildCli, type CliBundle } from '../../../dev/bundles/cliBundle.ts';
import { freePort, stopAllProcesses, waitForExit } from '../../../dev/processes/processes.ts';
import { StdioMcp } from '../../../dev/server/stdioMcp.ts';
import { tempDirectory, type TempDirectory } from '../../../dev/files/tempDirectory.ts';
import { until } from '../../../dev/processes/until.ts';

/** SQLite keeps `user_version` in the header of the file: https://sqlite.org/fileformat2.html#database_header. */
async function setSchemaVersion(database: string, schemaVersion: number): Promise<void> {
  const bytes = await readFile(database);
  bytes.writeUInt32BE(schemaVersion, 60);
  await writeFile(database, bytes);
}

describe('memory-bridge mcp', () => {
  let build: TempDirectory;
  let bundle: CliBundle;
  let temp: TempDirectory;
  let home: string;
  let project: string;
  let port: number;

  beforeAll(async () => {
    build = await tempDirectory('mcp-build');
    bundle = await buildCli(build.path);
    return () => build.dispose();
  });

  beforeEach(async () => {
    temp = await tempDirectory('mcp');
    home = await temp.makeDirectory('home');
    project = await temp.makeDirectory('project');
    port = await freePort();
  });

  afterEach(async () => {
    await stopAllProcesses();
    await temp.dispose();
  });

  const options = () => ({ home, port, cwd: project });
  const health = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
    return answer ? ((await answer.json()) as { pid: number; state: string; hostKind: string }) : undefined;
  };
  const ownerPid = () =>
    until(async () => ((await health())?.state === 'ready' ? (await health())?.pid : undefined), {
      what: 'an owner',
    });
  const fact = (content: string) => ({ content, category: 'fact' });

  const stdioOptions = () => ({
    command: process.execPath,
    args: [path.join(bundle.dist, 'cli.js'), 'mcp'],
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      MEMORY_BRIDGE_HOME: home,
      MEMORY_BRIDGE_PORT: String(port),
    },
    cwd: project,
  });

  it.each([
    ['2025-11-25', 'LegacyClient'],
    ['2026-07-28', 'ModernClient'],
  ])('remembers and recalls for a client of %s', async (_revision, kind) => {
    const client =
      kind === 'LegacyClient'
        ? new LegacyClient({ name: 'opencode', version: '1' })
        : new ModernClient({ name: 'opencode', version: '1' }, { versionNegotiation: { mode: 'auto' } });
    const transport =
      kind === 'LegacyClient' ? new LegacyStdio(stdioOptions()) : new ModernStdio(stdioOptions());
    await client.connect(transport);
    const { tools } = await client.listTools();
    await client.callTool({ name: 'remember', arguments: fact('The gateway times out after 30 s') });
    const recalled = await client.callTool({ name: 'recall', arguments: { query: 'gateway timeout' } });
    await client.close();

    expect(tools.map(({ name }) => name)).toContain('recall');
    expect((recalled.content as { text: string }[])[0]?.text).toContain('The gateway times out after 30 s');
  });

  it('remembers under its working directory, in the name of its client', async () => {
    const mcp = await StdioMcp.connect(bundle, options());
    const { structured } = await mcp.call('remember', fact('Tabs, not spaces'));

    expect(structured['memory']).toMatchObject({
      project: expect.stringContaining(project) as string,
      source: { kind: 'agent', actor: 'opencode' },
      trust: 'agent',
    });
  });

  it('remembers under the project that --project names', async () => {
    const other = await temp.makeDirectory('other');
    const mcp = await StdioMcp.connect(bundle, { ...options(), args: ['--project', other] });
    const { structured } = await mcp.call('remember', fact('Spaces, not tabs'));

    expect(structured['memory']).toMatchObject({ project: expect.stringContaining(other) as string });
  });

  it('shares one owner with a second shim', async () => {
    const first = await StdioMcp.connect(bundle, options());
    await first.call('remember', fact('Written by the first shim'));
    const second = await StdioMcp.connect(bundle, options());
    const { text } = await second.call('recall', { query: 'first shim' });

    expect(text).toContain('Written by the first shim');
    expect((await health())?.pid).toBe(first.process.pid);
    expect((await health())?.hostKind).toBe('shim');
  });

  it('goes on when the owner is killed, with the call that was under way', async () => {
    const first = await StdioMcp.connect(bundle, options());
    await first.call('remember', fact('Before'));
    const second = await StdioMcp.connect(bundle, options());
    await second.call('recall', { query: 'Before' });
    await first.process.kill();
    const answers = await Promise.all(
      ['One', 'Two', 'Three'].map((word) => second.call('remember', fact(`${word} during the takeover`))),
    );
    const { text } = await second.call('recall', { query: 'during the takeover' });

    expect(answers.map(({ isError }) => isError)).toEqual([false, false, false]);
    expect(await ownerPid()).toBe(second.process.pid);
    for (const word of ['One', 'Two', 'Three']) expect(text).toContain(`${word} during the takeover`);
  });

  it('hands over in order when its client leaves', async () => {
    const first = await StdioMcp.connect(bundle, options());
    await first.call('remember', fact('Kept'));
    const second = await StdioMcp.connect(bundle, options());
    await second.call('recall', { query: 'Kept' });

    expect(await first.leave()).toBe(0);
    expect((await second.call('recall', { query: 'Kept' })).text).toContain('Kept');
    expect(await ownerPid()).toBe(second.process.pid);
    expect(await second.leave()).toBe(0);
    expect(await health()).toBeUndefined();
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('frees the port on %s', async (signal) => {
    const mcp = await StdioMcp.connect(bundle, options());
    await mcp.call('recall', { query: 'x' });
    mcp.process.child.kill(signal);
    await waitForExit(mcp.process.pid);

    expect(await mcp.process.exited).toEqual({ code: 0, signal: null });
    expect(await health()).toBeUndefined();
  });

  it('greets and lists while nobody can say who the owner is', async () => {
    const sockets: Socket[] = [];
    const mute = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => mute.listen(port, '127.0.0.1', resolve));
    await temp.write('home/server.json', JSON.stringify({ port, dataDirId: 'somebody-mute' }));
    try {
      const mcp = new StdioMcp(bundle, options());
      const greeting = await mcp.initialize();
      const list = await mcp.request('tools/list');

      expect(greeting.result).toMatchObject({ serverInfo: { name: 'opencode-memory-bridge' } });
      expect(list.result?.['tools']).toHaveLength(8);
      const answer = await mcp.call('recall', { query: 'x' }, 60_000);
      expect(answer.isError).toBe(true);
      expect(answer.text).toContain(String(port));
    } finally {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => mute.close(resolve));
    }
  });

  it('answers with what hinders it, and does not crash', async () => {
    await temp.write('home/server.json', 'not json');
    const mcp = await StdioMcp.connect(bundle, options());
    const first = await mcp.call('recall', { query: 'x' });
    const again = await mcp.call('recall', { query: 'x' });

    expect(first.isError).toBe(true);
    expect(first.text).toContain('server.json');
    expect(first.text).toContain('tell the person');
    expect(again.text).toBe(first.text);
    expect(await mcp.leave()).toBe(0);
  });

  it('answers that there is no place for the data', async () => {
    const blocked = path.join(await temp.write('a-file', ''), 'home');
    const mcp = await StdioMcp.connect(bundle, { ...options(), home: blocked });
    const answer = await mcp.call('recall', { query: 'x' });

    expect(answer.isError).toBe(true);
    expect(answer.text).toContain('tell the person');
    expect(await mcp.leave()).toBe(0);
  });

  it('answers that the data is of a newer version, and leaves it alone', async () => {
    const before = await StdioMcp.connect(bundle, options());
    await before.call('remember', fact('Old'));
    await before.leave();
    const database = path.join(home, 'memory.db');
    await setSchemaVersion(database, 9_999);
    const bytes = await readFile(database);
    const mcp = await StdioMcp.connect(bundle, options());
    const answer = await mcp.call('recall', { query: 'Old' });

    expect(answer.isError).toBe(true);
    expect(answer.text).toMatch(/newer/i);
    expect(await mcp.leave()).toBe(0);
    expect(await readFile(database)).toEqual(bytes);
  });

  it('answers that the port cannot be chosen any more', async () => {
    const owner = await StdioMcp.connect(bundle, options());
    await owner.call('recall', { query: 'x' });
    const mcp = await StdioMcp.connect(bundle, { ...options(), args: ['--port', String(port + 1)] });
    const answer = await mcp.call('recall', { query: 'x' });

    expect(answer.isError).toBe(true);
    expect(answer.text).toContain(`uses port ${port}`);
  });

  it.each([
    ['12 MiB, the id first', 12, (id: number, text: string) => ({ jsonrpc: '2.0', id, method: 'x', text })],
    ['12 MiB, the id last', 12, (id: number, text: string) => ({ method: 'x', text, jsonrpc: '2.0', id })],
  ])('answers a line of %s, goes on, and ends with its input', async (_what, size, message) => {
    const mcp = await StdioMcp.connect(bundle, options());
    await mcp.call('remember', fact('Before the long line'));
    mcp.process.child.stdin?.write(`${JSON.stringify(message(777, 'x'.repeat(size * 1024 * 1024)))}\n`);
    const refused = await until(() => mcp.lines.find(({ id }) => id === 777), {
      what: 'an answer to the long line',
    });
    const { text } = await mcp.call('recall', { query: 'long line' });

    expect(refused.error?.message).toContain('too long');
    expect(text).toContain('Before the long line');
    expect((await health())?.pid).toBe(mcp.process.pid);
    expect(await mcp.leave()).toBe(0);
    expect(await health()).toBeUndefined();
  });

  it('answers a call that the server finds too large, and goes on', async () => {
    const mcp = await StdioMcp.connect(bundle, options());
    const answer = await mcp.call('remember', fact('x'.repeat(2 * 1024 * 1024)));

    expect(answer.isError).toBe(true);
    expect((await mcp.call('remember', fact('Short'))).isError).toBe(false);
  });

  it('ends with its input in the middle of a line that is too long, and of a call', async () => {
    const mcp = await StdioMcp.connect(bundle, options());
    await mcp.call('remember', fact('Kept'));
    mcp.send({ id: 900, method: 'tools/call', params: { name: 'recall', arguments: { query: 'Kept' } } });
    mcp.process.child.stdin?.write('x'.repeat(11 * 1024 * 1024));

    expect(await mcp.leave()).toBe(0);
    expect(await health()).toBeUndefined();
  });

  it('says what is wrong with the arguments', async () => {
    const mcp = await StdioMcp.connect(bundle, options());
    const answer = await mcp.call('remember', { content: 7, category: 'opinion' });
    const { text } = await mcp.call('recall', { query: 'opinion' });

    expect(answer.isError).toBe(true);
    expect(answer.text).toContain('content');
    expect(answer.text).toContain('category');
    expect(text).not.toContain('opinion');
  });

  it('writes nothing but the protocol to standard output', async () => {
    const mcp = await StdioMcp.connect(bundle, options());
    await mcp.call('remember', fact('a'));
    mcp.send({ method: 'notifications/cancelled', params: { requestId: 2, reason: 'AbortError' } });
    mcp.send({ method: 'notifications/never_heard_of' });
    const pong = await mcp.request('ping');
    await mcp.leave();

    expect(pong.result).toEqual({});
    expect(mcp.lines.every((line) => 'id' in line)).toBe(true);
    expect(mcp.process.stdout.endsWith('\n')).toBe(true);
  });
});
