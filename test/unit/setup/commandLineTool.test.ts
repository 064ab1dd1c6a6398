import { chmod, lstat, mkdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  commandBatch,
  installCommandLineTool,
  removeCommandLineTool,
} from '../../../src/setup/commandLineTool.ts';
import { launcherAssets } from '../../../src/setup/launcherAssets.ts';
import { refreshLauncher } from '../../../src/setup/launcher.ts';
import { runProcess } from '../../../dev/processes/processes.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';

describe.skipIf(process.platform === 'win32')('the command line tool', () => {
  let temp: TempDirectory;
  let home: string;
  let local: string;

  beforeEach(async () => {
    temp = await tempDirectory('command-line-tool');
    home = temp.join('data of Jürgen & co');
    local = temp.join('person/.local/bin');
    const dist = await temp.makeDirectory('dist');
    for (const name of launcherAssets) await writeFile(path.join(dist, name), name);
    await writeFile(path.join(dist, 'cli.js'), 'console.log(JSON.stringify(process.argv.slice(2)));');
    await refreshLauncher({ home, dist, version: '1.0.0', runtime: process.execPath, isEditor: true });
  });
  afterEach(() => temp.dispose());

  const options = (...onPath: string[]) => ({
    home,
    person: temp.join('person'),
    env: { PATH: [...onPath, '/usr/bin', '/bin'].join(':') },
  });
  const say = async (PATH: string, ...args: string[]) =>
    runProcess('/bin/sh', ['-c', 'memory-bridge "$@"', 'sh', ...args], {
      env: { PATH: `${PATH}:/usr/bin:/bin` },
    });

  it('is found by its name in a shell, with its arguments, and is gone after its removal', async () => {
    const file = path.join(local, 'memory-bridge');
    expect(await installCommandLineTool(options(local))).toEqual({
      file,
      folder: local,
      isOnPath: true,
      hiddenBy: undefined,
    });
    expect((await say(local, 'recall', 'two  words', '$HOME')).stdout).toBe(
      '["recall","two  words","$HOME"]\n',
    );
    // A second time it is the same.
    expect(await installCommandLineTool(options(local))).toMatchObject({ file, isOnPath: true });
    expect(await removeCommandLineTool(options(local))).toEqual([file]);
    expect((await say(local, 'recall')).code).toBe(127);
    expect(await removeCommandLineTool(options(local))).toEqual([]);
    expect((await lstat(path.join(home, 'bin/memory-bridge'))).isFile()).toBe(true);
  });

  it('goes where PATH leads already, else to a folder that it names', async () => {
    const own = temp.join('person/bin');
    expect(await installCommandLineTool(options(own))).toMatchObject({ folder: own, isOnPath: true });
    expect(await installCommandLineTool(options())).toMatchObject({ folder: local, isOnPath: false });
    expect((await removeCommandLineTool(options())).toSorted()).toEqual(
      [own, local].map((folder) => path.join(folder, 'memory-bridge')).toSorted(),
    );
  });

  it('follows a data folder that has moved, and a link that leads nowhere', async () => {
    await installCommandLineTool(options(local));
    const moved = { ...options(local), home: temp.join('elsewhere') };
    await installCommandLineTool(moved);
    expect(await readlink(path.join(local, 'memory-bridge'))).toBe(temp.join('elsewhere/bin/memory-bridge'));
    await installCommandLineTool(options(local));
    expect((await say(local)).stdout).toBe('[]\n');
  });

  it('replaces and removes nothing of others, and says who is found first', async () => {
    const file = await temp.write('person/.local/bin/memory-bridge', '#!/bin/sh\necho another\n');
    await chmod(file, 0o755);
    await expect(installCommandLineTool(options(local))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(`${file} already exists and is not this program`),
    });
    expect(await removeCommandLineTool(options(local))).toEqual([]);
    expect(await readFile(file, 'utf8')).toContain('another');

    const npm = await temp.makeDirectory('npm/bin');
    await temp.write('npm/lib/memory-bridge', '');
    await symlink('../lib/memory-bridge', path.join(npm, 'memory-bridge'));
    await mkdir(temp.join('person/bin'));
    const own = temp.join('person/bin');
    expect(await installCommandLineTool(options(npm, own))).toMatchObject({
      folder: own,
      hiddenBy: path.join(npm, 'memory-bridge'),
    });
    expect(await removeCommandLineTool(options(npm, own))).toEqual([path.join(own, 'memory-bridge')]);
    expect(await readlink(path.join(npm, 'memory-bridge'))).toBe('../lib/memory-bridge');
  });

  it('says what to do where nothing can be written', async () => {
    await temp.write('person/.local', 'a file');
    await expect(installCommandLineTool(options(local))).rejects.toMatchObject({
      code: 'read_only',
      message: expect.stringContaining(`Add ${path.join(home, 'bin')} to your PATH instead`),
    });
  });
});

describe('the batch file on PATH', () => {
  const local = (profile: string) => `C:\\Users\\${profile}\\AppData\\Local`;
  const launcher = '\\opencode-memory-bridge\\bin\\memory-bridge.cmd';

  it.each(['plain', 'Jürgen', '王', '100% done', 'a!b', 'a & b'])('names no profile: %s', (profile) => {
    const env = { LOCALAPPDATA: local(profile), USERPROFILE: `C:\\Users\\${profile}` };
    expect(commandBatch(`${local(profile)}${launcher}`, env).split('\r\n')[2]).toBe(
      `@"%LOCALAPPDATA%${launcher}" %*`,
    );
    expect(commandBatch(`C:\\Users\\${profile}\\memory\\bin\\memory-bridge.cmd`, env)).toContain(
      '@"%USERPROFILE%\\memory\\bin\\memory-bridge.cmd" %*',
    );
  });

  it('doubles percent signs elsewhere, and is not written where it would name another folder', () => {
    expect(commandBatch(`D:\\100% mine${launcher}`, {})).toContain(`@"D:\\100%% mine${launcher}" %*`);
    expect(() => commandBatch(`D:\\Häuser${launcher}`, {})).toThrow('cannot be written');
  });
});
