import { chmod, lstat, mkdir, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'jsonc-parser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyOpenCodeSetup, undoOpenCodeSetup } from '../../../src/setup/openCode/applyOpenCodeSetup.ts';
import {
  type OpenCodeSetupOptions,
  planOpenCodeSetup,
} from '../../../src/setup/openCode/planOpenCodeSetup.ts';
import { type ErrorCode, MemoryBridgeError } from '../../../src/core/errors.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';

describe('the set-up of OpenCode', () => {
  let temp: TempDirectory;
  let home: string;
  let project: string;
  let config: string;
  let environment: NodeJS.ProcessEnv;
  let clock = 0;

  beforeEach(async () => {
    temp = await tempDirectory('setup');
    home = await temp.makeDirectory('memory home');
    project = await temp.makeDirectory('project');
    await mkdir(path.join(project, '.git'));
    environment = { HOME: temp.join('person') };
    config = temp.join('person/.config/opencode/opencode.json');
    clock = Date.UTC(2026, 0, 1);
  });
  afterEach(() => temp.dispose());

  const plan = (options: Partial<OpenCodeSetupOptions> = {}) =>
    planOpenCodeSetup({
      scope: 'global',
      form: 'local',
      home,
      folder: project,
      environment,
      platform: 'linux',
      now: (clock += 1000),
      ...options,
    });
  const setUp = async (options: Partial<OpenCodeSetupOptions> = {}) => {
    const made = await plan(options);
    await applyOpenCodeSetup(made, { replaceForeign: true });
    return made;
  };
  const give = async (text: string, file = config) => {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  };
  const local = () => ({ type: 'local', command: [`${home}/bin/memory-bridge`, 'mcp'], enabled: true });

  it('creates the global file, and takes it away again', async () => {
    const made = await setUp();
    expect(made).toMatchObject({
      action: 'add',
      path: config,
      before: null,
      backupPath: null,
      foreign: null,
    });
    expect(made.diff).toContain('+++ ' + config);
    expect(parse(await readFile(config, 'utf8'))).toEqual({
      $schema: 'https://opencode.ai/config.json',
      mcp: { memory: local() },
    });

    expect(await plan()).toMatchObject({ action: 'none', diff: '', backupPath: null });

    await setUp({ remove: true });
    await expect(stat(config)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('honours XDG_CONFIG_HOME and prefers the file that OpenCode reads last', async () => {
    environment = { ...environment, XDG_CONFIG_HOME: temp.join('xdg') };
    await give('{}', temp.join('xdg/opencode/opencode.json'));
    await give('{ "mcp": {} }\n', temp.join('xdg/opencode/opencode.jsonc'));
    expect((await plan()).path).toBe(temp.join('xdg/opencode/opencode.jsonc'));
  });

  it('finds the file of the project from a folder inside it, else creates one at its top', async () => {
    const inner = path.join(project, 'packages/app');
    await mkdir(inner, { recursive: true });
    expect((await plan({ scope: 'project', folder: inner })).path).toBe(path.join(project, 'opencode.json'));
    await give('{}\n', path.join(project, 'packages/opencode.jsonc'));
    const made = await plan({ scope: 'project', folder: inner });
    expect(made.path).toBe(path.join(project, 'packages/opencode.jsonc'));
    expect(made.warnings.join()).toContain('Do not commit it');
  });

  it('writes the remote form without the token itself, and the project into project files', async () => {
    await setUp({ form: 'remote', port: 9999, scope: 'project' });
    const { mcp } = parse(await readFile(path.join(project, 'opencode.json'), 'utf8')) as {
      mcp: { memory: unknown };
    };
    expect(mcp.memory).toEqual({
      type: 'remote',
      url: 'http://127.0.0.1:9999/mcp',
      enabled: true,
      oauth: false,
      headers: { Authorization: `Bearer {file:${home}/token}`, 'X-Memory-Project': project },
    });
    await expect(plan({ form: 'remote' })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  const commented =
    '{\n  // my models\n  "model": "a/b", // cheap\n  "mcp": {\n    // others\n    "x": { "type": "local" }\n  }\n}\n';

  it('keeps comments, mode, backup and link, and restores byte for byte', async () => {
    const real = temp.join('dotfiles/opencode.json');
    await give(commented, real);
    await chmod(real, 0o640);
    await mkdir(path.dirname(config), { recursive: true });
    await symlink(real, config);

    const made = await setUp();
    const text = await readFile(config, 'utf8');
    expect(text).toContain('// my models');
    expect(text).toContain('"b", // cheap'.slice(1));
    expect(parse(text)).toMatchObject({ mcp: { x: { type: 'local' }, memory: local() } });
    expect((await lstat(config)).isSymbolicLink()).toBe(true);
    expect((await stat(real)).mode & 0o777).toBe(0o640);
    expect(await readFile(made.backupPath ?? '', 'utf8')).toBe(commented);
    expect((await stat(made.backupPath ?? '')).mode & 0o777).toBe(0o600);
    expect(await readdir(path.dirname(real))).toEqual(['opencode.json']);

    await setUp({ remove: true });
    expect(await readFile(config, 'utf8')).toBe(commented);
  });

  it('removes only what it added from a file that was edited since', async () => {
    await give('{\n  "model": "a/b"\n}\n');
    await setUp();
    const edited = (await readFile(config, 'utf8')).replace('"a/b"', '"c/d" /* new */');
    await writeFile(config, edited);
    const removal = await setUp({ remove: true });
    expect(removal.action).toBe('remove');
    expect(await readFile(config, 'utf8')).toBe('{\n  "model": "c/d" /* new */\n}\n');
    expect(await plan({ remove: true })).toMatchObject({ action: 'none' });
  });

  it('keeps an "mcp" that was there before, and one that the person has written into', async () => {
    await give('{\n  "mcp": {}\n}\n');
    await setUp();
    await writeFile(config, (await readFile(config, 'utf8')) + '// edited\n');
    await setUp({ remove: true });
    expect(await readFile(config, 'utf8')).toBe('{\n  "mcp": {}\n}\n// edited\n');
  });

  it('removes byte for byte after several set-ups, and without any record', async () => {
    await give(commented);
    await setUp();
    await setUp({ form: 'remote', port: 1234 });
    await setUp({ form: 'remote', port: 1235 });
    await setUp({ remove: true });
    expect(await readFile(config, 'utf8')).toBe(commented);

    await setUp();
    await rm(path.join(home, 'backups'), { recursive: true });
    await setUp({ remove: true });
    expect(await readFile(config, 'utf8')).toBe(commented);
  });

  it('updates its own entry, and keeps what the person added to it', async () => {
    const old = { type: 'local', command: ['/old/bin/memory-bridge', 'mcp'], enabled: false, timeout: 5 };
    await give(JSON.stringify({ mcp: { memory: old } }, undefined, 2));
    const made = await setUp();
    expect(made).toMatchObject({ action: 'update', foreign: null });
    expect(parse(await readFile(config, 'utf8'))).toEqual({ mcp: { memory: { ...local(), timeout: 5 } } });
  });

  it('replaces an entry of somebody else only after a yes, and gives it back', async () => {
    const theirs = '{ "mcp": { "memory": { "type": "local", "command": ["npx", "other"] } } }';
    await give(theirs);
    const made = await plan();
    expect(made).toMatchObject({ action: 'replace', foreign: expect.stringContaining('other') });
    await expect(applyOpenCodeSetup(made)).rejects.toMatchObject({ code: 'conflict' });
    expect(await readFile(config, 'utf8')).toBe(theirs);
    expect(await plan({ remove: true })).toMatchObject({
      action: 'none',
      warnings: [expect.stringContaining('it stays')],
    });

    await applyOpenCodeSetup(made, { replaceForeign: true });
    await writeFile(config, `// edited\n${await readFile(config, 'utf8')}`);
    await setUp({ remove: true });
    expect(parse(await readFile(config, 'utf8'))).toEqual(parse(theirs));
  });

  it('writes nothing when the file is broken, or changed after the plan', async () => {
    await give('{ "mcp": { "a": }\n');
    await expect(plan()).rejects.toMatchObject({ code: 'invalid_input', details: { line: 1 } });
    await give('{ "mcp": [] }');
    await expect(plan()).rejects.toThrow(/^"mcp" is not an object.*opencode\.json$/);

    await give('{}');
    const made = await plan();
    await writeFile(config, '{ "model": "a/b" }');
    await expect(applyOpenCodeSetup(made)).rejects.toMatchObject({ code: 'conflict' });
    expect(await readFile(config, 'utf8')).toBe('{ "model": "a/b" }');
  });

  it.each<readonly [string, ErrorCode, () => Promise<unknown>]>([
    ['a broken file', 'invalid_input', () => give('{\n  "theme": "dark"\n  "mcp": {}\n}\n')],
    ['a file with a list', 'invalid_input', () => give('[]\n')],
    ['servers that are no object', 'invalid_input', () => give('{ "mcp": "none" }\n')],
    ['a folder in its place', 'unavailable', () => mkdir(config, { recursive: true })],
    ['a read-only file', 'read_only', async () => (await give('{}\n'), chmod(config, 0o444))],
    [
      'a read-only file behind a link',
      'read_only',
      async () => {
        await give('{}\n', temp.join('dotfiles.json'));
        await chmod(temp.join('dotfiles.json'), 0o400);
        await mkdir(path.dirname(config), { recursive: true });
        await symlink(temp.join('dotfiles.json'), config);
      },
    ],
    [
      'a read-only folder',
      'read_only',
      async () => {
        await mkdir(path.dirname(config), { recursive: true });
        await chmod(path.dirname(config), 0o555);
      },
    ],
  ])('says of %s first what is wrong, and last where', async (_, code, arrange) => {
    await arrange();
    const error = await setUp().catch((reason: unknown) => reason);
    if (!MemoryBridgeError.is(error)) throw error;
    expect(error.code).toBe(code);
    const named = String(error.details?.['path']);
    expect(error.message).toMatch(/^[A-Z"].*try again: \//);
    expect(error.message.endsWith(named)).toBe(true);
    expect(error.message.indexOf('/')).toBe(error.message.length - named.length);
    expect(await readdir(home)).toEqual([]);
    // The same without what is in the way.
    if (code !== 'read_only') return rm(config, { recursive: true });
    await chmod(named, 0o755);
    await setUp();
    expect(await readFile(config, 'utf8')).toContain('"memory"');
  });

  it('undoes step by step, and never over an edit', async () => {
    await give('{}\n');
    await setUp();
    const first = await readFile(config, 'utf8');
    await setUp({ form: 'remote', port: 1234 });

    await undoOpenCodeSetup({ home, path: config });
    expect(await readFile(config, 'utf8')).toBe(first);
    await writeFile(config, `${first}// edited\n`);
    await expect(undoOpenCodeSetup({ home, path: config })).rejects.toMatchObject({ code: 'conflict' });
    await writeFile(config, first);
    await undoOpenCodeSetup({ home, path: config });
    expect(await readFile(config, 'utf8')).toBe('{}\n');
    await expect(undoOpenCodeSetup({ home, path: config })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('keeps a byte order mark, and fills a file of comments', async () => {
    await give('\uFEFF{}\n');
    await setUp();
    expect(await readFile(config, 'utf8')).toMatch(/^\uFEFF\{/);
    await give('// later\n');
    await setUp();
    expect(await readFile(config, 'utf8')).toMatch(/^\/\/ later\n\{\n {2}"\$schema"/);
  });

  it('names other files that define the same server', async () => {
    await give(
      '{ "mcp": { "memory": { "type": "local", "command": ["x"] } } }',
      path.join(project, '.opencode/opencode.json'),
    );
    const made = await plan({ scope: 'project' });
    expect(made.warnings.join()).toContain(path.join(project, '.opencode/opencode.json'));
  });
});
