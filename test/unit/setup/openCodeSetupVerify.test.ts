import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findOpenCodeProgram } from '../../../src/setup/openCode/findOpenCodeProgram.ts';
import { readMemoryEntry } from '../../../src/setup/openCode/readMemoryEntry.ts';
import { verifyOpenCodeSetup } from '../../../src/setup/openCode/verifyOpenCodeSetup.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';

const moduleUrl = (name: string) => pathToFileURL(createRequire(import.meta.url).resolve(name)).href;

/** A server with the one tool that the check calls; it fails when told to. */
const server = `
import { McpServer } from ${JSON.stringify(moduleUrl('@modelcontextprotocol/sdk/server/mcp.js'))};
import { StdioServerTransport } from ${JSON.stringify(moduleUrl('@modelcontextprotocol/sdk/server/stdio.js'))};
if (process.env.MOOD === 'dead') { console.error('The data directory is gone.'); process.exit(1); }
const server = new McpServer({ name: 'memory', version: '7.0.0' });
server.registerTool('recall', { description: 'x' }, () => ({
  isError: process.env.MOOD === 'ill',
  content: [{ type: 'text', text: process.cwd() }],
}));
await server.connect(new StdioServerTransport());
`;

describe('the check of a set-up', () => {
  let temp: TempDirectory;
  let script: string;
  beforeEach(async () => {
    temp = await tempDirectory('verify');
    script = await temp.write('a server.mjs', server);
  });
  afterEach(() => temp.dispose());

  const config = (memory: object) => temp.write('opencode.json', JSON.stringify({ mcp: { memory } }));
  const local = (environment: Record<string, string> = {}) =>
    config({ type: 'local', command: [process.execPath, script], environment });
  const verify = (file: string, environment?: NodeJS.ProcessEnv) =>
    verifyOpenCodeSetup({ path: file, folder: temp.path, ...(environment ? { environment } : {}) });

  it('starts the command, lists its tools and recalls', async () => {
    const verified = await verify(await local());
    expect(verified).toMatchObject({
      form: 'local',
      tools: ['recall'],
      server: { name: 'memory', version: '7.0.0' },
    });
  });

  it('says which step failed and what the server said', async () => {
    await expect(verify(await local({ MOOD: 'dead' }))).rejects.toThrow(
      /could not reach the memory: .* did not answer .*It said: The data directory is gone\./,
    );
    await expect(verify(await local({ MOOD: 'ill' }))).rejects.toThrow(/did not recall/);
    const missing = await config({ type: 'local', command: [temp.join('nothing'), 'mcp'] });
    await expect(verify(missing)).rejects.toThrow(/did not answer .*ENOENT/);
    await expect(verify(await config({ type: 'local', command: ['x'], enabled: false }))).rejects.toThrow(
      /switched off/,
    );
    await expect(verify(temp.join('none.json'))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('fills in files and variables as OpenCode does, and sends them as headers', async () => {
    const seen: (string | undefined)[] = [];
    const http = createServer((request, response) => {
      seen.push(request.headers.authorization, request.headers['x-memory-project'] as string | undefined);
      response.writeHead(401).end();
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const { port } = http.address() as AddressInfo;
    try {
      const entry = {
        type: 'remote',
        url: `http://127.0.0.1:${port}/mcp`,
        headers: { Authorization: `Bearer {file:${temp.join('token')}}`, 'X-Memory-Project': '{env:WHERE}' },
      };
      const file = await config(entry);
      await expect(verify(file)).rejects.toThrow(/refuse its whole configuration/);
      expect(seen).toEqual([]);

      await temp.write('token', 'secret$&\n');
      await expect(verify(file, { WHERE: '/somewhere' })).rejects.toThrow(/did not answer/);
      expect(seen.slice(0, 2)).toEqual(['Bearer secret$&', '/somewhere']);
    } finally {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    }
  });
});

describe('what OpenCode is configured with', () => {
  let temp: TempDirectory;
  beforeEach(async () => (temp = await tempDirectory('entry')));
  afterEach(() => temp.dispose());

  it('is the entry of the project before the global one', async () => {
    const environment = { HOME: temp.join('person') };
    const folder = await temp.makeDirectory('project');
    const read = () => readMemoryEntry({ folder, environment });
    expect(await read()).toBeUndefined();

    const entry = (command: string[]) => JSON.stringify({ mcp: { memory: { type: 'local', command } } });
    await temp.write('person/.config/opencode/opencode.jsonc', entry(['/data/bin/memory-bridge', 'mcp']));
    expect(await read()).toMatchObject({ scope: 'global', isOurs: true, home: '/data' });
    const file = await temp.write('project/opencode.json', entry(['npx', 'other']));
    expect(await read()).toMatchObject({ scope: 'project', isOurs: false, home: undefined, path: file });
  });

  it('includes the program itself, found on PATH', async () => {
    expect(await findOpenCodeProgram({ PATH: temp.path })).toBeUndefined();
    const file = await temp.write('bin/opencode', '#!/bin/sh\necho 1.18.33\n');
    const { chmod } = await import('node:fs/promises');
    await chmod(file, 0o755);
    const PATH = [temp.path, path.dirname(file), '/usr/bin', '/bin'].join(path.delimiter);
    expect(await findOpenCodeProgram({ PATH }, 'linux')).toEqual({ path: file, version: '1.18.33' });
    await temp.write('bin/opencode', '#!/bin/sh\nexit 3\n');
    expect(await findOpenCodeProgram({ PATH }, 'linux')).toEqual({ path: file, version: null });
  });
});
