import { execFileSync } from 'node:child_process';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { refreshLauncher } from '../../src/setup/launcher.ts';
import { askOpenCode } from '../../dev/openCode/askOpenCode.ts';
import { type CliBundle, buildCli, runCli, startCli } from '../../dev/bundles/cliBundle.ts';
import { startFakeModel } from '../../dev/openCode/fakeModel.ts';
import { textOf, type FakeStep } from '../../dev/openCode/fakeModelScript.ts';
import { listMcpServers, runOpenCode, startOpenCodeServer } from '../../dev/openCode/openCode.ts';
import { processTable } from '../../dev/processes/processTable.ts';
import { freePort, stopAllProcesses } from '../../dev/processes/processes.ts';
import { type TempDirectory, tempDirectory } from '../../dev/files/tempDirectory.ts';
import { until } from '../../dev/processes/until.ts';

interface Listed {
  memories: {
    shortId: string;
    content: string;
    category: string;
    source: { kind: string };
    project: string | null;
  }[];
}

/** Processes, of anybody, that work with a data directory. */
const usersOf = (home: string) =>
  processTable().filter(({ state, command }) => state !== 'Z' && command.some((part) => part.includes(home)));

describe('OpenCode with the configuration that the set-up writes', () => {
  let built: TempDirectory;
  let bundle: CliBundle;
  let temp: TempDirectory;
  let data: string;
  let person: string;
  let project: string;
  let port: number;

  beforeAll(async () => {
    built = await tempDirectory('setup-bundle');
    bundle = await buildCli(built.join('dist'), '1.0.0');
  });
  afterAll(() => built.dispose());
  beforeEach(async () => {
    temp = await tempDirectory('setup');
    data = temp.join('the data');
    person = await temp.makeDirectory('person');
    project = await temp.makeDirectory('project');
    execFileSync('git', ['init', '-q', project]);
    port = await freePort();
  });
  afterEach(async () => {
    await stopAllProcesses();
    await until(() => usersOf(data).length === 0, { what: 'the end of every process that uses the data' });
    await temp.dispose();
  });

  const cli = (args: string[]) => runCli(bundle, args, { home: data, person, port, cwd: project });
  const folders = () => ({ project, home: person, env: { MEMORY_BRIDGE_PORT: String(port) } });
  const setUp = async (...args: string[]) => {
    const result = await cli(['setup', 'opencode', '--force', ...args]);
    expect(result).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('OpenCode can reach the memory: 8 tools.'),
    });
    return result;
  };
  const remember = (content: string) => ({
    tool: 'memory_remember',
    args: { content, category: 'decision', why: 'measured' },
  });
  const recall = (query: string) => ({ tool: 'memory_recall', args: { query } });

  it(
    'remembers in one session and recalls in the next, with the editor closed',
    { timeout: 120_000 },
    async () => {
      const written = await setUp();
      expect(written.stdout).toContain('+      "command": [');

      const text = 'The cache key is the lock file, see !42';
      const first = await runOpenCode({
        ...folders(),
        prompt: 'Note this.',
        steps: [remember(text), 'Noted.'],
      });
      expect(first).toMatchObject({
        code: 0,
        text: 'Noted.',
        toolCalls: [{ tool: 'memory_remember', status: 'completed' }],
      });

      const { memories } = (await cli(['list', '--category', 'decision', '--json'])).json<Listed>();
      expect(memories).toMatchObject([{ content: text, category: 'decision', source: { kind: 'agent' } }]);

      const second = await runOpenCode({
        ...folders(),
        prompt: 'What about it?',
        steps: [recall('cache key'), 'Fine.'],
      });
      const [call] = second.toolCalls;
      expect(call).toMatchObject({ tool: 'memory_recall', status: 'completed' });
      expect(call?.output).toContain('The cache key is the lock file');
      expect(call?.output).toContain(memories[0]?.shortId);
      // What the model was told of the memory before it did anything.
      const [system] = second.requests[0]?.body.messages ?? [];
      expect(textOf(system?.content)).toContain('memory');
      const tools = second.requests[0]?.body.tools?.map((tool) => tool.function.name) ?? [];
      expect(tools.filter((name) => name.startsWith('memory_'))).toHaveLength(8);
    },
  );

  it('is connected by the command and by the URL', { timeout: 120_000 }, async () => {
    await setUp();
    const local = await listMcpServers(folders());
    expect(local.servers).toMatchObject([{ name: 'memory', status: 'connected' }]);

    await setUp('--remote');
    const config = await readFile(path.join(person, '.config/opencode/opencode.json'), 'utf8');
    expect(config).toContain(`"url": "http://127.0.0.1:${port}/mcp"`);
    expect(config).not.toContain(await readFile(path.join(data, 'token'), 'utf8'));
    const serve = startCli(bundle, ['serve'], { home: data, person, port });
    await serve.waitForOutput(new RegExp(`127\\.0\\.0\\.1:${port}`));
    expect((await listMcpServers(folders())).servers).toMatchObject([
      { name: 'memory', status: 'connected' },
    ]);

    const run = await runOpenCode({
      ...folders(),
      prompt: 'Note this.',
      steps: [remember('Over HTTP'), 'Noted.'],
    });
    expect(run.toolCalls).toMatchObject([{ tool: 'memory_remember', status: 'completed' }]);
    // Nothing names a project here, and what an agent says to all projects waits until a person accepts it.
    const waiting = await cli(['list', '--all-projects', '--status', 'candidate', '--json']);
    expect(waiting.json<Listed>().memories).toMatchObject([{ content: 'Over HTTP' }]);
  });

  it(
    'knows the project by the header that a remote project configuration carries',
    { timeout: 120_000 },
    async () => {
      await setUp('--remote', '--project-config');
      const serve = startCli(bundle, ['serve'], { home: data, person, port });
      await serve.waitForOutput(new RegExp(`127\\.0\\.0\\.1:${port}`));
      const run = await runOpenCode({
        ...folders(),
        prompt: 'Note this.',
        steps: [remember('For this project'), 'Noted.'],
      });
      expect(run.toolCalls).toMatchObject([{ status: 'completed' }]);
      // Beside it stands what the server reads of OpenCode's conversations, as soon as it gets to it.
      const { memories } = (await cli(['list', '--category', 'decision', '--json'])).json<Listed>();
      expect(memories).toMatchObject([{ content: 'For this project' }]);
      expect(memories[0]?.project).not.toBeNull();
    },
  );

  it('goes on through an update of the program while it runs', { timeout: 120_000 }, async () => {
    await setUp();
    const model = await startFakeModel();
    const server = await startOpenCodeServer({ ...folders(), model });
    const ask = (prompt: string, step: FakeStep): Promise<string> =>
      askOpenCode({ url: server.url, project, model }, prompt, step);
    const config = path.join(person, '.config/opencode/opencode.json');
    const before = { text: await readFile(config, 'utf8'), changed: (await stat(config)).mtimeMs };
    try {
      expect(await ask('Note this.', remember('From before the update'))).toMatch(/[0-9a-f]{10}/);

      const newer = await buildCli(temp.join('newer/dist'), '1.1.0');
      await refreshLauncher({
        home: data,
        dist: newer.dist,
        version: newer.version,
        runtime: process.execPath,
        isEditor: true,
      });
      // The shim of the old version still serves this OpenCode, and a new one works beside it with the same data.
      expect(await ask('And this.', remember('From after the update'))).toMatch(/[0-9a-f]{10}/);
      const other = await runOpenCode({
        ...folders(),
        prompt: 'What is known?',
        steps: [recall('update'), 'That.'],
      });
      expect(other.toolCalls[0]?.output).toContain('From before the update');
      expect(other.toolCalls[0]?.output).toContain('From after the update');
      expect(await ask('And now?', recall('update'))).toContain('From after the update');
    } finally {
      await server.stop();
      await model.close();
    }
    expect({ text: await readFile(config, 'utf8'), changed: (await stat(config)).mtimeMs }).toEqual(before);
    const { version } = (await cli(['doctor', '--json'])).json<{ version: string }>();
    expect(version).toBe('1.0.0');
  });

  it(
    'is as it was before, byte for byte, once the memory is taken out',
    { timeout: 120_000, tags: ['no-second-run'] },
    async () => {
      const original =
        '// mine\n{\n\t"username": "me", // shown in the terminal\n\t"mcp": {\n\t\t/* none yet */\n\t}\n}';
      const file = await temp.write('person/.config/opencode/opencode.jsonc', original);
      await setUp();
      expect((await listMcpServers(folders())).servers).toMatchObject([
        { name: 'memory', status: 'connected' },
      ]);
      expect(await cli(['setup', 'opencode', '--force'])).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('Nothing to change'),
      });

      expect(await cli(['setup', 'opencode', '--remove', '--force'])).toMatchObject({ code: 0 });
      expect(await readFile(file, 'utf8')).toBe(original);
      expect(await readdir(path.dirname(file))).not.toContain('opencode.json');
      const list = await listMcpServers(folders());
      expect([list.code, list.servers]).toEqual([0, []]);
    },
  );

  it('is only written after a yes', { tags: ['no-second-run'] }, async () => {
    const config = path.join(person, '.config/opencode/opencode.json');
    const asked = await cli(['setup', 'opencode']);
    expect(asked).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('+    "memory": {'),
      stderr: expect.stringContaining('--force'),
    });
    const printed = await cli(['setup', 'opencode', '--print']);
    expect(printed).toMatchObject({ code: 0, stdout: asked.stdout });
    await expect(stat(config)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(stat(path.join(data, 'bin'))).rejects.toMatchObject({ code: 'ENOENT' });

    await temp.write(
      'person/.config/opencode/opencode.json',
      '{ "mcp": { "memory": { "type": "local", "command": ["x"] } } }',
    );
    expect(await cli(['setup', 'opencode', '--force'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--replace'),
    });
    await setUp('--replace');
    expect(await cli(['setup', 'opencode', '--undo'])).toMatchObject({ code: 0 });
    expect(await readFile(config, 'utf8')).toContain('["x"]');
  });
});
