import { spawnSync } from 'node:child_process';
import { copyFile, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launcherAssets } from '../../../src/setup/launcherAssets.ts';
import { launcherPath, refreshLauncher } from '../../../src/setup/launcher.ts';
import { windowsLauncher } from '../../../src/setup/launcherScripts.ts';
import { windowsRuntimes } from '../../../src/setup/windowsRuntimes.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';

const profiles = [
  'plain',
  'Jürgen',
  '王',
  '100% done',
  'a!b',
  'a & b',
  "o'neil (x)",
  'caret^',
  'ŁódźÑ',
  'a;b,c=d',
];

describe('what the Windows launcher reads', () => {
  const homeOf = (profile: string) => `C:\\Users\\${profile}\\AppData\\Local\\opencode-memory-bridge\\bin`;
  const editorOf = (profile: string) =>
    `C:\\Users\\${profile}\\AppData\\Local\\Programs\\Microsoft VS Code\\Code.exe`;
  const rest = 'Programs\\Microsoft VS Code\\Code.exe';
  const environmentOf = (profile: string) => ({
    LOCALAPPDATA: `C:\\Users\\${profile}\\AppData\\Local`,
    USERPROFILE: `C:\\Users\\${profile}`,
  });

  it.each(profiles)('is plain ASCII under the profile %s', (profile) => {
    const text = windowsRuntimes([editorOf(profile)], homeOf(profile), environmentOf(profile));
    expect(text).toMatch(/^[\r\n -~]+$/);
    expect(text).toBe(/^[ -~]+$/.test(profile) ? `path|${editorOf(profile)}\r\n` : `bin|..\\..\\${rest}\r\n`);
  });

  it('begins at another folder of the person where the data is on another drive', () => {
    expect(windowsRuntimes([editorOf('王')], 'D:\\memory\\bin', environmentOf('王'))).toBe(
      `local|${rest}\r\n`,
    );
    const scoop = 'C:\\Users\\王\\scoop\\apps\\vscode\\current\\Code.exe';
    expect(windowsRuntimes([scoop], 'D:\\memory\\bin', environmentOf('王'))).toBe(
      'profile|scoop\\apps\\vscode\\current\\Code.exe\r\n',
    );
    // A server of another person's has neither.
    expect(windowsRuntimes([scoop], 'D:\\memory\\bin', {})).toBe(`utf8|${scoop}\r\n`);
  });

  it('keeps their order, and says of a name that no variable covers that it is UTF-8', () => {
    const runtimes = ['D:\\Häuser\\Code.exe', 'C:\\Program Files\\nodejs\\node.exe'];
    expect(windowsRuntimes(runtimes, homeOf('王'), environmentOf('王'))).toBe(
      `utf8|${runtimes[0]}\r\npath|${runtimes[1]}\r\n`,
    );
    expect(windowsRuntimes([], homeOf('x'), {})).toBe('');
  });
});

describe('the Windows launcher', () => {
  it('reads the same files as its twin, and no line of it depends on a name', () => {
    expect(windowsLauncher).not.toMatch(/(?<!\r)\n/);
    expect(windowsLauncher).toMatch(/^[\r\n -~]+$/);
    expect(windowsLauncher).toContain('setlocal EnableExtensions DisableDelayedExpansion');
    for (const part of ['%BIN%current', '%BIN%runtimes.windows', '%BIN%versions\\%ID%\\cli.js'])
      expect(windowsLauncher).toContain(part);
    // Each path stands between quotes: an even number of them before it on its line means that it does not.
    for (const line of windowsLauncher.split('\r\n'))
      for (const match of line.matchAll(
        /%(?:BIN|CLI|RUNTIME|LOCALAPPDATA|USERPROFILE|MEMORY_BRIDGE_HOME|CHCP)%/g,
      ))
        expect([line, (line.slice(0, match.index).split('"').length - 1) % 2]).toEqual([line, 1]);
    // `call` expands a path a second time.
    expect(windowsLauncher.match(/\bcall\b.*/g)).toEqual(['call :self']);
    expect(windowsLauncher.trimEnd().split('\r\n').at(-1)).toMatch(/^"%RUNTIME%" "%CLI%" %\* & /);
  });

  describe.runIf(process.platform === 'win32')('under a profile', () => {
    let temp: TempDirectory;
    let dist: string;
    const tell = `console.log(JSON.stringify({
      args: process.argv.slice(2), runtime: process.execPath, home: process.env.MEMORY_BRIDGE_HOME,
      electron: process.env.ELECTRON_RUN_AS_NODE,
    }));
    process.exitCode = Number(process.env.CODE ?? 0);`;

    beforeAll(async () => {
      temp = await tempDirectory('launcher');
      dist = await temp.makeDirectory('dist');
      for (const name of launcherAssets) await writeFile(path.join(dist, name), name);
      await writeFile(path.join(dist, 'cli.js'), tell);
    });
    afterAll(() => temp.dispose());

    const editorIn = async (folder: string) => {
      const editor = path.join(folder, 'Programs', 'Some Editor', 'Code.exe');
      await mkdir(path.dirname(editor), { recursive: true });
      await link(process.execPath, editor).catch(() => copyFile(process.execPath, editor));
      return editor;
    };
    const run = (home: string, local: string, page: number, code = 0, more: NodeJS.ProcessEnv = {}) => {
      const { MEMORY_BRIDGE_HOME: _home, ...env } = process.env;
      const command = `chcp ${page} >nul & "${launcherPath(home)}" remember "two  words" "50 & more!"`;
      // As a terminal does it: the name of the launcher has percent signs that are no variable's.
      const result = spawnSync('cmd.exe', ['/d', '/s', '/c', `"${command}"`], {
        windowsVerbatimArguments: true,
        encoding: 'utf8',
        env: { ...env, LOCALAPPDATA: local, CODE: String(code), ...more },
      });
      expect(result.stderr).toBe('');
      return { status: result.status, said: JSON.parse(result.stdout) as Record<string, unknown> };
    };

    it.each(profiles.flatMap((profile) => [437, 1252, 65001].map((page) => ({ profile, page }))))(
      'named $profile runs on code page $page',
      async ({ profile, page }) => {
        const local = temp.join(profile, 'AppData', 'Local');
        const home = path.join(local, 'opencode-memory-bridge');
        const runtime = await editorIn(local);
        await refreshLauncher({ home, dist, version: '1.0.0', runtime, isEditor: true });
        const expected = { args: ['remember', 'two  words', '50 & more!'], runtime, home, electron: '1' };
        expect(run(home, local, page)).toEqual({ status: 0, said: expected });
        expect(run(home, local, page, 2)).toEqual({ status: 2, said: expected });
      },
    );

    it.each(profiles)(
      '%s finds an editor that no variable leads to, and leaves the code page',
      async (profile) => {
        const local = await temp.makeDirectory(`plain/${profiles.indexOf(profile)}`);
        const home = path.join(local, 'opencode-memory-bridge');
        const runtime = await editorIn(temp.join(`Elsewhere ${profile}`));
        await refreshLauncher({ home, dist, version: '1.0.0', runtime, isEditor: true });
        const file = path.join(home, 'bin', 'runtimes.windows');
        await writeFile(file, (await readFile(file, 'utf8')).replace(/^[^|]*\|.*/, `utf8|${runtime}`));
        expect(run(home, local, 437).said).toMatchObject({ runtime });
      },
    );

    it('takes node of PATH when the editor is gone, never one of the current folder', async () => {
      const local = temp.join('gone');
      const home = path.join(local, 'opencode-memory-bridge');
      const runtime = await editorIn(local);
      await refreshLauncher({ home, dist, version: '1.0.0', runtime, isEditor: true });
      await rm(runtime);
      const PATH = `${path.dirname(process.execPath)};${process.env['SystemRoot']}\\System32`;
      expect(run(home, local, 437, 0, { PATH, Path: PATH }).said).toMatchObject({
        runtime: process.execPath,
      });
    });
  });
});
