import { readFileSync } from 'node:fs';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CliBundle, buildCli, runCli, startCli } from '../../../dev/bundles/cliBundle.ts';
import { freePort, stopAllProcesses } from '../../../dev/processes/processes.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';

interface Report {
  ok: boolean;
  checks: { name: string; state: string; found: string; advice?: string }[];
}

describe('the doctor', () => {
  let built: TempDirectory;
  let bundle: CliBundle;
  let temp: TempDirectory;
  let home: string;
  let port: number;

  beforeAll(async () => {
    built = await tempDirectory('cli-bundle');
    bundle = await buildCli(built.join('dist'));
  });
  afterAll(() => built.dispose());
  beforeEach(async () => {
    temp = await tempDirectory('doctor');
    home = temp.join('home');
    port = await freePort();
    await temp.makeDirectory('project');
    await temp.write('bin/opencode', '#!/bin/sh\necho 1.18.33\n');
    await chmod(temp.join('bin/opencode'), 0o755);
  });
  afterEach(async () => {
    await stopAllProcesses();
    await temp.dispose();
  });

  const cli = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    runCli(bundle, args, {
      home,
      port,
      person: temp.path,
      cwd: temp.join('project'),
      env: { PATH: `${temp.join('bin')}${path.delimiter}${process.env['PATH']}`, ...env },
    });
  const examine = async (env: NodeJS.ProcessEnv = {}) => {
    const result = await cli(['doctor', '--json'], env);
    const report = result.json<Report>();
    const stateOf = Object.fromEntries(report.checks.map(({ name, state }) => [name, state]));
    return {
      code: result.code,
      report,
      stateOf,
      find: (name: string) => report.checks.find((check) => check.name === name),
    };
  };

  it('finds a fresh machine well, but not set up', async () => {
    const { code, report, stateOf } = await examine();
    expect([code, report.ok, report.checks.filter(({ state }) => state === 'fail')]).toEqual([0, true, []]);
    expect(stateOf).toMatchObject({
      Runtime: 'ok',
      'Data directory': 'ok',
      Disk: 'ok',
      Database: 'ok',
      OpenCode: 'ok',
      Launcher: 'warn',
      'OpenCode configuration': 'warn',
    });
    expect(report.checks.filter(({ state, advice }) => state !== 'ok' && !advice)).toEqual([]);
  });

  it('finds everything well after the set-up, round trip included', async () => {
    const setup = await cli(['setup', 'opencode', '--force']);
    expect(setup).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('OpenCode can reach the memory: 8 tools.'),
    });
    const { code, report } = await examine();
    expect(report.checks.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(report.checks.map(({ name }) => name)).toContain('Settings');
    expect(report.checks.at(-1)).toMatchObject({
      name: 'Round trip',
      found: expect.stringContaining('8 tools'),
    });
    expect(code).toBe(0);
    expect((await cli(['doctor'])).stderr).toContain('No problems found.');
  });

  it('names what of other memories is at work, and switches their entries off and on again', async () => {
    const config = '{ "plugin": ["@opencode-manager/memory", "other"] }\n';
    const file = await temp.write('.config/opencode/opencode.json', config);
    const others = async () =>
      (await examine()).report.checks.filter(({ found }) => found.includes('@opencode-manager/memory'));
    expect(await others()).toMatchObject([
      { name: 'Other memories', state: 'warn', advice: expect.stringContaining('--switch-off-others') },
    ]);
    const setup = await cli(['setup', 'opencode', '--force']);
    expect(setup.stdout).toContain('the plugin "@opencode-manager/memory" in');
    const connected = readFileSync(file, 'utf8');
    expect(connected).toContain('@opencode-manager/memory');
    expect(await cli(['setup', 'opencode', '--switch-off-others'])).toMatchObject({ code: 2 });
    expect(readFileSync(file, 'utf8')).toBe(connected);
    expect(await cli(['setup', 'opencode', '--switch-off-others', '--force'])).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toBe(connected.replace('"@opencode-manager/memory", ', ''));
    expect((await cli(['setup', 'opencode', '--switch-off-others', '--print'])).stdout).toContain(
      'No other memory',
    );
    await cli(['setup', 'opencode', '--switch-off-others', '--undo']);
    expect(readFileSync(file, 'utf8')).toBe(connected);
  });

  it('names the owner', async () => {
    const serve = startCli(bundle, ['serve'], { home, port });
    await serve.waitForOutput(new RegExp(String(port)));
    const { find } = await examine();
    expect(find('Owner')).toMatchObject({
      state: 'ok',
      found: expect.stringContaining(`process ${serve.pid}`),
    });
  });

  it('says how requests leave, and that a server was started without the switch of this shell', async () => {
    const shut = { MEMORY_BRIDGE_OFFLINE: '1' };
    await cli(['remember', 'Anything', '-c', 'fact']);
    const through = await examine({ HTTPS_PROXY: 'http://ann:hush@proxy.invalid:8080' });
    expect(through.find('Network')).toEqual({
      name: 'Network',
      state: 'ok',
      found: 'online, through http://proxy.invalid:8080',
    });
    const found = expect.stringMatching(/^offline: MEMORY_BRIDGE_OFFLINE/);
    expect((await examine(shut)).find('Network')).toMatchObject({ state: 'ok', found });
    const serving = startCli(bundle, ['serve'], { home, port });
    await serving.waitForOutput(/Serving/);
    expect((await examine(shut)).find('Network')).toMatchObject({
      state: 'warn',
      found: expect.stringContaining(`(process ${serving.pid}) was started without it`),
      advice: expect.stringContaining('network.offline'),
    });
    expect((await examine({ MEMORY_BRIDGE_PROXY: 'socks5://a:1' })).find('Network')).toMatchObject({
      state: 'ok',
      found: 'online, without a proxy',
    });
  });

  it('finds what is wrong, says what to do, and fails', async () => {
    await cli(['setup', 'opencode', '--force']);
    await chmod(home, 0o755);
    await chmod(path.join(home, 'token'), 0o644);
    await rm(path.join(home, 'bin/versions'), { recursive: true });
    await chmod(path.join(home, 'logs/server.log'), 0o400);
    await writeFile(path.join(home, 'config.jsonc'), '{\n "boot": { "maxTokens": "many" }\n}', {
      mode: 0o600,
    });
    const { code, report, find } = await examine();
    expect([code, report.ok]).toEqual([1, false]);
    expect(find('Data directory')).toMatchObject({ state: 'fail', advice: `Run: chmod 700 "${home}"` });
    expect(find('Token')).toMatchObject({ state: 'fail', advice: expect.stringContaining('chmod 600') });
    expect(find('Logs')).toMatchObject({ state: 'warn', advice: expect.stringContaining('chmod u+w') });
    expect(find('Settings')).toMatchObject({
      state: 'warn',
      found: expect.stringContaining('Line 2: "boot.maxTokens" takes a whole number'),
      advice: 'Run: memory-bridge config edit',
    });
    expect(find('Backups')).toMatchObject({ state: 'ok', found: 'none yet' });
    expect(find('Launcher')).toMatchObject({
      state: 'warn',
      advice: expect.stringContaining('setup opencode'),
    });
    expect(find('Round trip')).toMatchObject({
      state: 'fail',
      found: expect.stringContaining('the program is missing'),
    });
  });

  it('tells a stranger on the port, and a configuration that cannot be read', async () => {
    await cli(['remember', 'Anything', '-c', 'fact']);
    const stranger = createServer((_request, response) => response.end('hi'));
    await new Promise<void>((resolve) => stranger.listen(port, '127.0.0.1', resolve));
    await temp.makeDirectory('.config/opencode');
    await writeFile(temp.join('.config/opencode/opencode.json'), '{ "mcp": ');
    try {
      const { code, find } = await examine();
      expect(code).toBe(1);
      expect(find('Port')).toMatchObject({
        state: 'fail',
        found: expect.stringMatching(new RegExp(`Port ${port} is used by \\S+ \\(process ${process.pid}\\)`)),
        advice: expect.stringContaining(`End process ${process.pid}`),
      });
      expect(find('Database')).toMatchObject({
        state: 'skip',
        found: 'not checked, because of "Port"',
      });
      expect(find('OpenCode configuration')).toMatchObject({
        state: 'fail',
        found: expect.stringContaining('line 1'),
      });
    } finally {
      stranger.closeAllConnections();
      await new Promise((resolve) => stranger.close(resolve));
    }
  });

  it('counts as one failure whatever follows from it', { timeout: 60_000 }, async () => {
    expect(await cli(['setup', 'opencode', '--force'])).toMatchObject({ code: 0 });
    const put = (name: string, text: string) => () => writeFile(path.join(home, name), text);
    const causes: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['Database', put('memory.db', 'no database')],
      ['Port', put('server.json', '{')],
      ['Data directory', () => chmod(home, 0o555)],
      ['Data directory', async () => (await rm(home, { recursive: true }), writeFile(home, ''))],
    ];
    for (const [name, spoil] of causes) {
      await spoil();
      const { code, report, stateOf } = await examine();
      expect(code).toBe(1);
      expect(report.checks.filter(({ state }) => state === 'fail').map((check) => check.name)).toEqual([
        name,
      ]);
      expect(stateOf).toMatchObject({ 'Search by meaning': 'skip', Embedder: 'skip' });
    }
  });
});
