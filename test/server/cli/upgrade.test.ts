import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliBundle, buildCli, runCli, startCli } from '../../../dev/bundles/cliBundle.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { NpmRegistry } from '../../../dev/network/npmRegistry.ts';
import { runProcess, stopAllProcesses } from '../../../dev/processes/processes.ts';
import { until } from '../../../dev/processes/until.ts';
import { launcherPath, refreshLauncher } from '../../../src/setup/launcher.ts';

interface Outcome {
  installed: string;
  newest: string;
  isNewer: boolean;
  now?: string;
}

let temp: TempDirectory;
let old: CliBundle;
let registry: NpmRegistry;
let home: string;

beforeAll(async () => {
  temp = await tempDirectory('cli-upgrade');
  old = await buildCli(temp.join('dist-1'), '1.0.0');
  registry = new NpmRegistry(await temp.makeDirectory('registry'));
  await registry.start();
  for (const version of ['1.1.0', '1.2.0'])
    await registry.publish(version, (await buildCli(temp.join(`dist-${version}`), version)).dist);
  registry.latest = '1.1.0';
  home = temp.join('home');
  await refreshLauncher({
    home,
    dist: old.dist,
    version: '1.0.0',
    runtime: process.execPath,
    isEditor: false,
  });
});
afterAll(async () => {
  await stopAllProcesses();
  await registry.stop();
  await temp.dispose();
});

const options = (env: NodeJS.ProcessEnv = {}) => ({
  home,
  cwd: temp.path,
  person: temp.path,
  env: { npm_config_registry: registry.url, npm_config_cache: temp.join('cache'), ...env },
});
const upgrade = (args: string[] = [], env: NodeJS.ProcessEnv = {}) =>
  runCli(old, ['upgrade', ...args], options(env));
/** What runs when a person, or OpenCode, calls the launcher. */
const runs = async () =>
  (await runProcess(launcherPath(home), ['--version'], { env: { PATH: process.env['PATH'] } })).stdout.trim();
const leftovers = async () =>
  (await readdir(path.join(home, 'bin/versions'))).filter((name) => name.startsWith('.'));

describe('an upgrade', () => {
  it('is told of, and nothing is installed, when it is only asked for', async () => {
    const { stdout, stderr, code } = await upgrade(['--check']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Installed: 1.0.0\nNewest:    1.1.0\n' });
    expect(stderr).toContain('memory-bridge upgrade');
    expect((await upgrade(['--check', '--json'])).json<Outcome>()).toEqual({
      installed: '1.0.0',
      newest: '1.1.0',
      isNewer: true,
    });
    expect(await runs()).toBe('1.0.0');
    expect(registry.asked.filter((each) => each.endsWith('.tgz'))).toEqual([]);
  });

  it('is not made of a package whose sum is another one', async () => {
    registry.integrity = `sha512-${Buffer.alloc(64).toString('base64')}`;
    const { code, stderr } = await upgrade();
    registry.integrity = undefined;
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/EINTEGRITY|integrity/) });
    expect(stderr).toContain('the version that runs was kept');
    expect(await runs()).toBe('1.0.0');
    expect(await leftovers()).toEqual([]);
  });

  it('that is killed half way leaves the version that runs', async () => {
    registry.isSilent = true;
    const before = registry.asked.length;
    const killed = startCli(old, ['upgrade'], options());
    await until(() => registry.asked.slice(before).some((each) => each.endsWith('.tgz')), {
      what: 'npm to fetch the package',
    });
    await killed.kill();
    expect(await runs()).toBe('1.0.0');
    registry.isSilent = false;
  });

  it('is not made without npm, nor while nothing may leave', async () => {
    // Node and nothing else.
    const bin = temp.join('bin');
    await mkdir(bin);
    for (const program of ['sh', 'dirname', 'pwd', 'git'])
      await symlink(`/bin/${program}`, path.join(bin, program)).catch(() => undefined);
    const without = await runCli(old, ['upgrade'], { ...options({ PATH: bin }), terminal: false });
    expect(without).toMatchObject({ code: 1, stderr: expect.stringContaining('npm was not found') });
    const offline = await upgrade([], {
      npm_config_registry: 'https://packages.invalid',
      MEMORY_BRIDGE_OFFLINE: '1',
    });
    expect(offline).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('MEMORY_BRIDGE_OFFLINE keeps Memory Bridge offline'),
    });
    expect(await runs()).toBe('1.0.0');
  });

  it('is what the launcher runs from then on, and the version before it is kept', async () => {
    const { code, stdout, stderr } = await upgrade();
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Upgraded from 1.0.0 to 1.1.0.\n' });
    expect(stderr).toContain('This registry signs no packages.');
    expect(await runs()).toBe('1.1.0');
    expect((await upgrade()).stdout).toContain('Newest:    1.1.0');
    const again = (await upgrade(['--json'])).json<Outcome>();
    expect(again).toEqual({ installed: '1.1.0', newest: '1.1.0', isNewer: false });
    registry.latest = '1.2.0';
    expect((await upgrade()).stdout).toBe('Upgraded from 1.1.0 to 1.2.0.\n');
    expect(await runs()).toBe('1.2.0');
  });

  it('is taken back, as long as a version before it is kept', async () => {
    expect((await upgrade(['--rollback'])).stdout).toBe('Went back from 1.2.0 to 1.1.0.\n');
    expect(await runs()).toBe('1.1.0');
    await upgrade(['--rollback']);
    expect(await runs()).toBe('1.0.0');
    expect(await upgrade(['--rollback'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('No earlier version is kept'),
    });
    expect(await readFile(path.join(home, 'bin/current'), 'utf8')).toMatch(/^1\.0\.0\+/);
    expect(await upgrade(['--check', '--rollback'])).toMatchObject({ code: 2 });
  });
});
