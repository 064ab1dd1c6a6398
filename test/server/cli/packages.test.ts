import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { builtPackage } from '../../../dev/package/builtPackage.ts';
import { runCli } from '../../../dev/bundles/cliBundle.ts';
import { freePort, runProcess, stopAllProcesses } from '../../../dev/processes/processes.ts';
import { runNpm } from '../../../dev/processes/runNpm.ts';
import { StdioMcp } from '../../../dev/server/stdioMcp.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { unpack } from '../../../dev/package/unpack.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Files of the build that the code in a folder names: what it asks for by name must lie beside it. */
function askedFor(folder: string): string[] {
  const built = readdirSync(path.join(root, 'dist')).filter((name) => /\.(?:js|wasm|bin|br)$/.test(name));
  const code = readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(path.join(folder, name), 'utf8'))
    .join('\n');
  return built.filter((name) => new RegExp(`["'\`](?:\\./)?${name.replaceAll('.', '\\.')}["'\`]`).test(code));
}

/** What the command line has to do wherever it is installed: set up, keep, find, speak MCP. */
async function doesItsJob(dist: string, person: string, project: string) {
  const home = path.join(person, 'data');
  const bundle = { dist, version: '' };
  const options = { home, person, cwd: project, port: await freePort() };
  const cli = (...args: string[]) => runCli(bundle, args, options);

  const setup = await cli('setup', 'opencode', '--force');
  expect(setup.code).toBe(0);
  // What is read besides is said with its switch, and nothing more.
  expect(setup.stderr).toMatch(/^What you and OpenCode say .* conversations opencode --off\n$/);
  expect(setup.stdout).toContain('OpenCode can reach the memory: 8 tools.');

  const sentence = 'Invoices are rounded half to even';
  expect(await cli('remember', sentence, '-c', 'decision')).toMatchObject({ code: 0 });
  const recalled = await cli('recall', 'how are invoices rounded', '--json');
  expect(recalled).toMatchObject({ code: 0, stderr: '' });
  expect(recalled.stdout).toContain(sentence);

  const mcp = await StdioMcp.connect(bundle, options);
  expect((await mcp.call('recall', { query: 'invoices' })).text).toContain(sentence);
  expect(await mcp.leave()).toBe(0);
}

describe('the packages, installed where nothing is', () => {
  let temp: TempDirectory;
  let project: string;

  beforeAll(async () => {
    builtPackage();
    temp = await tempDirectory('packages');
    project = await temp.makeDirectory('project');
  });
  afterEach(stopAllProcesses);
  afterAll(() => temp.dispose());

  it('npm: sets up, remembers, recalls and speaks MCP from an empty prefix, offline', async () => {
    const npm = (...args: string[]) => runNpm(args, { cwd: temp.path, cache: temp.join('cache') });
    const folder = temp.join('npm');
    const laidOut = await runProcess(process.execPath, [
      path.join(root, 'tools/release/npmPackage.mjs'),
      folder,
    ]);
    expect(laidOut).toMatchObject({ code: 0, stderr: '' });
    const packed = await npm('pack', folder, '--json');
    const [{ filename, files }] = JSON.parse(packed.stdout) as [
      { filename: string; files: { path: string }[] },
    ];
    const prefix = await temp.makeDirectory('prefix');
    const installed = await npm(
      'install',
      '--offline',
      '--no-audit',
      '--prefix',
      prefix,
      temp.join(filename),
    );
    expect(installed).toMatchObject({ code: 0 });
    const at = path.join(prefix, 'node_modules', 'opencode-memory-bridge');
    const dist = path.join(at, 'dist');
    expect(askedFor(dist).filter((name) => !existsSync(path.join(dist, name)))).toEqual([]);
    expect(askedFor(dist).length).toBeGreaterThan(3);
    expect(
      files.map((file) => file.path).filter((file) => /^(?:src|test|node_modules)\//.test(file)),
    ).toEqual([]);
    expect(existsSync(path.join(prefix, 'node_modules', '.bin', 'memory-bridge'))).toBe(true);
    await doesItsJob(dist, await temp.makeDirectory('npm-person'), project);
  });

  it('VSIX: has every file that its code and its manifest ask for, and its command line works', async () => {
    const folder = await temp.makeDirectory('vsix');
    const names = await unpack(builtPackage(), folder);
    const extension = path.join(folder, 'extension');
    const dist = path.join(extension, 'dist');
    expect(askedFor(dist).filter((name) => !existsSync(path.join(dist, name)))).toEqual([]);
    expect(askedFor(dist).length).toBeGreaterThan(5);

    const manifest = readFileSync(path.join(extension, 'package.json'), 'utf8');
    const named = [...manifest.matchAll(/"(\.?\/?[\w-]+(?:\/[\w.-]+)*\.(?:js|svg|png|md))"/g)].map(
      ([, name]) => name ?? '',
    );
    expect(named.length).toBeGreaterThan(6);
    expect(named.filter((name) => !existsSync(path.join(extension, name)))).toEqual([]);
    for (const page of names.filter((name) => name.endsWith('.md'))) {
      const text = readFileSync(path.join(folder, page), 'utf8').replace(/^```[\s\S]*?^```$|`[^`\n]*`/gm, '');
      const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');
      const here = path.join(folder, path.dirname(page));
      expect(
        targets.filter(
          (target) => !/^(?:https:|#|command:)/.test(target) && !existsSync(path.join(here, target)),
        ),
      ).toEqual([]);
    }
    await doesItsJob(dist, await temp.makeDirectory('vsix-person'), project);
  });
});
