import { chmod, mkdir, readFile, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareVersions } from '../../../src/core/compareVersions.ts';
import { readLauncher, refreshLauncher } from '../../../src/setup/launcher.ts';
import { runProcess, startProcess, stopAllProcesses } from '../../../dev/processes/processes.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';

/** A program that tells how it was started; with `wait` it lives until its input ends. */
const program = (version: string) => `
const say = () => console.log(JSON.stringify({
  version: ${JSON.stringify(version)}, args: process.argv.slice(2), runtime: process.execPath,
  home: process.env.MEMORY_BRIDGE_HOME, electron: process.env.ELECTRON_RUN_AS_NODE,
}));
if (process.argv[2] !== 'wait') say();
else {
  console.log('waiting');
  let text = '';
  process.stdin.on('data', (chunk) => (text += chunk)).on('end', () => {
    console.log(text + require('node:fs').readFileSync(require('node:path').join(__dirname, 'sqlite3.wasm'), 'utf8'));
  });
}
`;

describe.skipIf(process.platform === 'win32')('the launcher', () => {
  let temp: TempDirectory;
  let home: string;

  beforeEach(async () => {
    temp = await tempDirectory('launcher');
    home = temp.join('data with "spaces" and $dollars');
  });
  afterEach(() => temp.dispose());
  afterAll(stopAllProcesses);

  const build = async (version: string, content = program(version)) => {
    const dist = temp.join(`extension-${version}/dist`);
    await mkdir(dist, { recursive: true });
    await writeFile(path.join(dist, 'cli.js'), content);
    await writeFile(path.join(dist, 'sqlite3.wasm'), `engine of ${version}`);
    await writeFile(path.join(dist, 'memoryServer.js'), 'server');
    await writeFile(path.join(dist, 'settings.js'), 'settings');
    await writeFile(path.join(dist, 'lookWorker.js'), 'thread');
    await writeFile(path.join(dist, 'vectorKernel.wasm'), `kernel of ${version}`);
    await writeFile(path.join(dist, 'builtInModel.bin'), `model of ${version}`);
    return dist;
  };
  const install = async (
    version: string,
    options: { runtime?: string; downgrade?: boolean; isEditor?: boolean } = {},
  ) =>
    refreshLauncher({
      home,
      dist: await build(version),
      version,
      runtime: process.execPath,
      isEditor: true,
      ...options,
    });
  const run = async (args: string[] = [], env: NodeJS.ProcessEnv = {}) => {
    const result = await runProcess(path.join(home, 'bin/memory-bridge'), args, {
      env: { PATH: '/usr/bin:/bin', ...env },
    });
    return {
      ...result,
      said: result.code === 0 ? (JSON.parse(result.stdout) as Record<string, unknown>) : {},
    };
  };

  it('runs the installed program from paths with spaces, and passes arguments as they are', async () => {
    await install('1.0.0');
    const { said, stderr } = await run(['remember', 'two  words', '', '$HOME "x"']);
    expect(stderr).toBe('');
    expect(said).toEqual({
      version: '1.0.0',
      args: ['remember', 'two  words', '', '$HOME "x"'],
      runtime: process.execPath,
      home,
      electron: '1',
    });
    expect((await stat(path.join(home, 'bin/memory-bridge'))).mode & 0o777).toBe(0o755);
  });

  it('works through a symbolic link, and lets the caller name another data directory', async () => {
    await install('1.0.0');
    await symlink(path.join(home, 'bin/memory-bridge'), temp.join('linked'));
    await symlink('linked', temp.join('twice'));
    const env = { PATH: '/usr/bin:/bin', MEMORY_BRIDGE_HOME: '/elsewhere' };
    const result = await runProcess(temp.join('twice'), [], { env });
    expect(JSON.parse(result.stdout)).toMatchObject({ version: '1.0.0', home: '/elsewhere' });
  });

  it('hands standard input to the program, and is updated while it runs', async () => {
    await install('1.0.0');
    const waiting = startProcess(path.join(home, 'bin/memory-bridge'), ['wait'], {
      env: { PATH: '/usr/bin:/bin' },
    });
    await waiting.waitForOutput(/waiting/);
    await rm(temp.join('extension-1.0.0'), { recursive: true });
    const launcher = await stat(path.join(home, 'bin/memory-bridge'));

    expect((await install('1.1.0')).version).toBe('1.1.0');
    expect((await install('1.2.0')).version).toBe('1.2.0');
    expect((await run()).said).toMatchObject({ version: '1.2.0' });
    expect((await stat(path.join(home, 'bin/memory-bridge'))).ino).toBe(launcher.ino);

    waiting.child.stdin?.end('still here, ');
    expect(await waiting.exited).toMatchObject({ code: 0 });
    expect(waiting.stdout).toContain('still here, engine of 1.0.0');
  });

  it('never goes back to an older version unless told to', async () => {
    await install('1.2.0');
    expect((await install('1.1.0')).version).toBe('1.2.0');
    expect((await install('1.1.0', { downgrade: true })).version).toBe('1.1.0');
    expect((await run()).said).toMatchObject({ version: '1.1.0' });
  });

  it('takes over a rebuilt program of the same version, and does nothing when there is nothing new', async () => {
    await install('1.0.0');
    const before = await stat(path.join(home, 'bin/current'));
    await refreshLauncher({
      home,
      dist: temp.join('extension-1.0.0/dist'),
      version: '1.0.0',
      runtime: process.execPath,
      isEditor: true,
    });
    expect((await stat(path.join(home, 'bin/current'))).ino).toBe(before.ino);

    const dist = await build('1.0.0', program('1.0.0 rebuilt'));
    await refreshLauncher({ home, dist, version: '1.0.0', runtime: process.execPath, isEditor: true });
    expect((await run()).said).toMatchObject({ version: '1.0.0 rebuilt' });
  });

  it('takes along what local models need, where it is there', async () => {
    await install('1.0.0');
    const dist = await build('1.1.0');
    await writeFile(path.join(dist, 'embedWorker.js'), 'worker');
    await writeFile(path.join(dist, 'onnxRuntime.wasm.br'), 'runtime');
    const again = () =>
      refreshLauncher({ home, dist, version: '1.1.0', runtime: process.execPath, isEditor: true });
    await again();
    const versions = path.join(home, 'bin/versions');
    const installed = async () => {
      const id = (await readdir(versions)).find((name) => name.startsWith('1.1.0')) ?? '';
      return (await readdir(path.join(versions, id))).sort();
    };
    expect(await installed()).toEqual([
      'builtInModel.bin',
      'cli.js',
      'embedWorker.js',
      'lookWorker.js',
      'memoryServer.js',
      'onnxRuntime.wasm.br',
      'settings.js',
      'source.json',
      'sqlite3.wasm',
      'vectorKernel.wasm',
    ]);
    await again();
    expect((await readdir(versions)).filter((name) => name.startsWith('1.1.0'))).toHaveLength(1);
  });

  it('prefers the latest editor, then other editors, then node on PATH', async () => {
    const fake = async (name: string) => {
      const file = await temp.write(name, `#!/bin/sh\nexec "${process.execPath}" "$@"\n`);
      await chmod(file, 0o755);
      return file;
    };
    const [first, second, node] = [await fake('editor one'), await fake('editor two'), await fake('a node')];
    await install('1.0.0', { runtime: node, isEditor: false });
    await install('1.0.0', { runtime: first });
    expect((await install('1.0.0', { runtime: second })).runtimes).toEqual([second, first, node]);

    await rm(second);
    await rm(node);
    await rm(first);
    await mkdir(temp.join('path'));
    await symlink(process.execPath, temp.join('path/node'));
    const { said } = await run([], { PATH: `${temp.join('path')}:/usr/bin:/bin` });
    expect(said).toMatchObject({ version: '1.0.0', runtime: process.execPath });
    expect(said['electron']).toBeUndefined();
  });

  it('says what to do when there is no runtime, an old one, or no program', async () => {
    await install('1.0.0');
    await rm(path.join(home, 'bin/runtimes'));
    // A PATH with the few tools that the launcher needs, and no node.
    await mkdir(temp.join('tools'));
    for (const tool of ['dirname', 'readlink', 'sh']) {
      const { stdout } = await runProcess('/bin/sh', ['-c', `command -v ${tool}`]);
      await symlink(stdout.trim(), temp.join('tools', tool));
    }
    expect(await run([], { PATH: temp.join('tools') })).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/neither the editor's runtime nor node was found.*install Node\.js 20/),
    });

    await temp.write('tools/node', '#!/bin/sh\necho v18.20.4\n');
    await chmod(temp.join('tools/node'), 0o755);
    expect(await run([], { PATH: temp.join('tools') })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('node v18.20.4 is too old'),
    });

    await rm(path.join(home, 'bin/versions'), { recursive: true });
    expect(await run()).toMatchObject({ code: 1, stderr: expect.stringContaining('the program is missing') });
    expect(await readLauncher(home)).toMatchObject({ version: null });
    await install('0.9.0');
    expect((await run()).said).toMatchObject({ version: '0.9.0' });
  });

  it('keeps the version before, and lets go of old ones and of copies that were cut short', async () => {
    const versions = path.join(home, 'bin/versions');
    const old = new Date(Date.now() - 30 * 24 * 3600_000);
    for (const version of ['1.0.0', '1.1.0', '1.2.0']) {
      await install(version);
      for (const name of await readdir(versions)) await utimes(path.join(versions, name), old, old);
    }
    await mkdir(path.join(versions, '.tmp-1-aa'));
    await utimes(path.join(versions, '.tmp-1-aa'), old, old);
    await install('1.3.0');
    const names = (await readdir(versions)).map((name) => name.split('+')[0]);
    expect(names).toHaveLength(2);
    expect(names).toContain('1.3.0');

    const [current = ''] = (await readFile(path.join(home, 'bin/current'), 'utf8')).split('\n');
    await writeFile(path.join(versions, current, 'cli.js'), '');
    await writeFile(path.join(versions, current, 'source.json'), '');
    await install('1.3.0');
    expect((await run()).said).toMatchObject({ version: '1.3.0' });
  });

  it('is refreshed by several windows at once', async () => {
    const dist = await build('1.0.0');
    const one = () =>
      refreshLauncher({ home, dist, version: '1.0.0', runtime: process.execPath, isEditor: true });
    await Promise.all(Array.from({ length: 8 }, one));
    expect((await run()).said).toMatchObject({ version: '1.0.0' });
    expect(await readdir(path.join(home, 'bin/versions'))).toHaveLength(1);
  });
});

describe('versions', () => {
  it('are ordered as semver says', () => {
    const ordered = [
      'nonsense',
      '0.9.9',
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0',
      '1.0.10',
      '1.2.0',
    ];
    expect([...ordered].toReversed().sort(compareVersions)).toEqual(ordered);
    expect(compareVersions('1.0.0+abc', '1.0.0+def')).toBe(0);
  });
});
