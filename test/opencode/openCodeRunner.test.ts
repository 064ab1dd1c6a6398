import { pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textOf } from '../../dev/openCode/fakeModelScript.ts';
import { listMcpServers, runOpenCode, startOpenCodeServer } from '../../dev/openCode/openCode.ts';
import { isAlive } from '../../dev/processes/processTable.ts';
import { fetchWithTimeout } from '../../dev/processes/processes.ts';
import { type TempDirectory, tempDirectory } from '../../dev/files/tempDirectory.ts';

const resolveModule = (name: string) => pathToFileURL(createRequire(import.meta.url).resolve(name)).href;

/** The smallest MCP server that answers something only it can know. */
const echoServer = `
import { McpServer } from ${JSON.stringify(resolveModule('@modelcontextprotocol/sdk/server/mcp.js'))};
import { StdioServerTransport } from ${JSON.stringify(resolveModule('@modelcontextprotocol/sdk/server/stdio.js'))};
const server = new McpServer({ name: 'echo', version: '1.0.0' }, { instructions: 'Echo instructions.' });
server.registerTool('whereami', { description: 'Tells the process id' }, () => ({
  content: [{ type: 'text', text: 'pid ' + process.pid }],
}));
await server.connect(new StdioServerTransport());
`;

describe('the OpenCode runner', () => {
  let temp: TempDirectory;
  let folders: { project: string; home: string };
  let config: Record<string, unknown>;

  beforeAll(async () => {
    temp = await tempDirectory('opencode');
    folders = { project: await temp.makeDirectory('project'), home: await temp.makeDirectory('home') };
    const script = await temp.write('echo.mjs', echoServer);
    config = { mcp: { echo: { type: 'local', command: [process.execPath, script] } } };
  });
  afterAll(() => temp.dispose());

  it('runs a real agent that calls a tool as the script says', { timeout: 90_000 }, async () => {
    const run = await runOpenCode({
      ...folders,
      config,
      prompt: 'Where are "you"?',
      steps: [{ tool: 'echo_whereami' }, 'All done.'],
    });

    expect(run).toMatchObject({ code: 0, stderr: '', text: 'All done.' });
    expect(run.toolCalls).toEqual([
      { tool: 'echo_whereami', input: {}, output: expect.stringMatching(/^pid \d+$/), status: 'completed' },
    ]);
    const messages = run.requests[0]?.body.messages ?? [];
    expect(textOf(messages.at(-1)?.content)).toContain('Where are "you"?');
    expect(textOf(messages[0]?.content)).toContain('Echo instructions.');
  });

  it('lists MCP servers with their states', { timeout: 90_000 }, async () => {
    const broken = { type: 'local', command: [process.execPath, '--eval', 'process.exit(1)'] };
    const list = await listMcpServers({
      ...folders,
      config: { mcp: { ...(config['mcp'] as object), broken } },
    });

    expect(list.servers.map(({ name, status }) => [name, status])).toEqual([
      ['echo', 'connected'],
      ['broken', 'failed'],
    ]);
  });

  it('starts and stops a server', { timeout: 90_000 }, async () => {
    const server = await startOpenCodeServer({ ...folders, config });
    const response = await fetchWithTimeout(`${server.url}/doc`);
    expect(response.status).toBe(200);
    await response.body?.cancel();

    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
  });
});
