import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { createWhole, readWhole, writeWhole } from '../../../src/home/wholeFile.ts';
import { ConfigFile } from '../../../src/settings/configFile.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';

describe('a file that is written whole', () => {
  let temp: TempDirectory;
  beforeEach(async () => {
    temp = await tempDirectory('whole');
  });
  afterEach(() => temp.dispose());

  it('is new in one step, in a folder that is made for it', () => {
    const file = temp.join('deep/er/opencode.json');
    writeWhole(file, 'first');
    writeWhole(file, 'second');
    expect(readWhole(file)).toBe('second');
    expect(readdirSync(temp.join('deep/er'))).toEqual(['opencode.json']);
  });

  it('keeps a symbolic link, and permissions that nobody named', () => {
    for (const mode of [0o600, 0o644, 0o664]) {
      const target = temp.join(`dotfiles-${mode}`);
      const link = temp.join(`link-${mode}`);
      writeFileSync(target, 'before');
      chmodSync(target, mode);
      symlinkSync(target, link);
      writeWhole(link, 'after');
      expect(lstatSync(link).isSymbolicLink()).toBe(true);
      expect(readFileSync(target, 'utf8')).toBe('after');
      expect(statSync(target).mode & 0o777).toBe(mode);
    }
    writeWhole(temp.join('dotfiles-384'), 'closed', { mode: 0o400 });
    expect(statSync(temp.join('dotfiles-384')).mode & 0o777).toBe(0o400);
  });

  it.each<readonly [string, Record<string, string>, string]>([
    ['a link', { 'a.json': 'new.json' }, 'new.json'],
    ['a link with a whole path', { 'a.json': '{temp}/dotfiles/new.json' }, 'dotfiles/new.json'],
    ['a chain', { 'a.json': 'b.json', 'b.json': './dotfiles/c', 'dotfiles/c': '../new.json' }, 'new.json'],
    // From the folder that is meant, ".." leads to another place than from the link to it.
    ['a folder that is a link', { tree: 'dotfiles/deep', 'a.json': 'tree/../new.json' }, 'dotfiles/new.json'],
    [
      'a link in such a folder',
      { 'a.json': 'tree/l', tree: 'dotfiles/deep', 'dotfiles/deep/l': '../n' },
      'dotfiles/n',
    ],
  ])('is made where %s leads, of which all links stay', (_what, links, end) => {
    mkdirSync(temp.join('dotfiles/deep'), { recursive: true });
    const all = Object.entries(links).map(([name, to]) => [temp.join(name), to.replace('{temp}', temp.path)]);
    for (const [name = '', to = ''] of all) symlinkSync(to, name);
    for (const text of ['first', 'second']) {
      writeWhole(temp.join('a.json'), text);
      expect(all.map(([name = '']) => [name, readlinkSync(name)])).toEqual(all);
      expect([lstatSync(temp.join(end)).isFile(), readFileSync(temp.join(end), 'utf8')]).toEqual([
        true,
        text,
      ]);
    }
  });

  it.each<readonly [string, Record<string, string>, RegExp]>([
    ['in a circle', { 'a.json': 'b.json', 'b.json': 'a.json' }, /in a circle.*a\.json$/],
    ['to itself', { 'a.json': 'a.json' }, /in a circle.*a\.json$/],
    ['into a missing folder', { 'a.json': 'gone/new.json' }, /a folder that is not there.*\/gone$/],
    ['into one further on', { 'a.json': 'b', b: '/nowhere/deep/new.json' }, /not there.* \/nowhere\/deep$/],
    ['below a file', { 'a.json': 'file/new.json' }, /not there.*\/file$/],
  ])('is not made where links lead %s', (_what, links, sentence) => {
    writeFileSync(temp.join('file'), 'kept');
    for (const [name, to] of Object.entries(links)) symlinkSync(to, temp.join(name));
    expect(() => writeWhole(temp.join('a.json'), 'text')).toThrow(sentence);
    expect(Object.keys(links).map((name) => readlinkSync(temp.join(name)))).toEqual(Object.values(links));
    expect(readdirSync(temp.path).sort()).toEqual([...Object.keys(links), 'file'].sort());
    expect(readFileSync(temp.join('file'), 'utf8')).toBe('kept');
  });

  it('is left as it was, with nothing beside it, when it cannot be replaced', () => {
    mkdirSync(temp.join('taken/inside'), { recursive: true });
    expect(() => writeWhole(temp.join('taken'), 'x')).toThrow(/EISDIR|ENOTEMPTY|EEXIST|directory/);
    expect(readdirSync(temp.join('.'))).toEqual(['taken']);
    expect(readdirSync(temp.join('taken'))).toEqual(['inside']);
  });

  it.skipIf(process.getuid?.() !== 0)('stays its owner\u2019s, where that may be', () => {
    const [linked, named, plain] = ['linked.json', 'named.json', 'plain.json'].map((name) => temp.join(name));
    for (const file of [linked, named, plain] as string[]) {
      writeFileSync(file, 'before', { mode: 0o640 });
      chownSync(file, 1234, 1235);
    }
    symlinkSync(linked ?? '', temp.join('link'));
    writeWhole(temp.join('link'), 'after');
    writeWhole(named ?? '', 'after', { mode: 0o600 });
    const stateOf = (file = '') => {
      const { uid, gid, mode } = statSync(file);
      return [uid, gid, mode & 0o777, readFileSync(file, 'utf8')];
    };
    expect(stateOf(linked)).toEqual([1234, 1235, 0o640, 'after']);
    expect(stateOf(named)).toEqual([1234, 1235, 0o600, 'after']);
    // One who may write in the folder, and not give files away, writes all the same.
    chmodSync(temp.path, 0o777);
    process.seteuid?.(65_534);
    try {
      writeWhole(plain ?? '', 'after');
    } finally {
      process.seteuid?.(0);
    }
    expect(stateOf(plain)).toEqual([65_534, expect.any(Number), 0o640, 'after']);
  });

  it('is cleared of drafts of processes that are no more, and of no others', () => {
    const { pid: dead } = spawnSync(process.execPath, ['--version']);
    const hex = '0123456789ab';
    const old = [`t.json.${dead}.${hex}.tmp`, `t.json.${process.pid}.${hex}.tmp`];
    const kept = [
      `t.json.${process.ppid}.${hex}.tmp`,
      `other.json.${dead}.${hex}.tmp`,
      `t.json.${dead}.${hex}`,
      `t.json.${dead}.${hex}ff.tmp`,
      `t.json.mine.${hex}.tmp`,
      't.json.bak',
    ];
    const write = (): void => {
      for (const name of [...old, ...kept]) writeFileSync(temp.join(name), 'half');
      // Of a process that had this number before.
      utimesSync(temp.join(old[1] ?? ''), 1, 1);
    };
    mkdirSync(temp.join(`t.json.${dead}.ba9876543210.tmp`));
    const all = [...kept, 't.json', `t.json.${dead}.ba9876543210.tmp`].sort();
    write();
    writeWhole(temp.join('t.json'), 'text');
    expect(readdirSync(temp.path).sort()).toEqual(all);
    write();
    expect(createWhole(temp.join('t.json'), 'text')).toBe(false);
    expect(readdirSync(temp.path).sort()).toEqual(all);
  });

  it.skipIf(process.platform === 'win32')('is no pipe and no device, which are left as they are', () => {
    execFileSync('mkfifo', [temp.join('pipe')]);
    for (const [name, to] of [
      ['link', temp.join('pipe')],
      ['null', '/dev/null'],
      ['zero', '/dev/zero'],
    ] as const)
      symlinkSync(to, temp.join(name));
    for (const name of ['pipe', 'link']) expect(() => readWhole(temp.join(name))).toThrow(/^EINVAL/);
    for (const name of ['null', 'zero']) expect(readWhole(temp.join(name))).toBe('');
    const names = readdirSync(temp.path);
    // Not tried with a device: what it is about would be the end of that.
    for (const name of ['pipe', 'link'])
      expect(() => writeWhole(temp.join(name), 'text')).toThrow(/^A pipe or a device.*try again: \//);
    expect(readdirSync(temp.path)).toEqual(names);
    expect(lstatSync(temp.join('pipe')).isFIFO()).toBe(true);
  });

  it('has one author where several create it', () => {
    const file = temp.join('token');
    expect(['first', 'second'].map((text) => createWhole(file, text))).toEqual([true, false]);
    expect(readWhole(file)).toBe('first');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is undefined where there is none, and an error where it cannot be read', () => {
    writeFileSync(temp.join('file'), '');
    expect(readWhole(temp.join('missing'))).toBeUndefined();
    expect(readWhole(temp.join('file/below'))).toBeUndefined();
    expect(() => readWhole(temp.join('.'))).toThrow(/EISDIR/);
  });

  it('is how settings are written, which a person may keep elsewhere', () => {
    const directory = new DataDirectory(temp.join('home')).prepare();
    writeFileSync(temp.join('mine.jsonc'), '// mine\n{}\n');
    symlinkSync(temp.join('mine.jsonc'), directory.configFile);
    new ConfigFile(directory).set({ historyDays: 30 });
    expect(lstatSync(directory.configFile).isSymbolicLink()).toBe(true);
    expect(readFileSync(temp.join('mine.jsonc'), 'utf8')).toMatch(/^\/\/ mine\n\{\n? *"historyDays": 30/);
  });
});
