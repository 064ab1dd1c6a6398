import fs, { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/store/sqlite/openStore.ts';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import { type SystemFiles, systemFiles } from '../../../src/sqlite/systemFiles.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { StoreBench, titlesIn } from '../../../dev/store/storeBench.ts';

let bench: StoreBench;

beforeEach(async () => {
  bench = await StoreBench.create();
});
afterEach(() => bench[Symbol.asyncDispose]());

const add = (store: SqliteStore, title: string) =>
  store.write((unit) => unit.memories.insert(sampleMemory({ title, content: `${title} `.repeat(300) })));

/** Real files on which one kind of call fails while `failing` holds an errno. */
function faultyFiles(call: 'writeSync' | 'fdatasyncSync' | 'fsyncSync' | 'readSync' | 'ftruncateSync') {
  const fault: { errno?: string; after: number } = { after: 0 };
  const files: SystemFiles = {
    ...systemFiles,
    [call]: (...parameters: unknown[]) => {
      if (fault.errno !== undefined && (fault.after -= 1) < 0)
        throw Object.assign(new Error(fault.errno), { code: fault.errno });
      return (systemFiles[call] as (...all: unknown[]) => unknown)(...parameters);
    },
  };
  return { files, fault };
}

describe('the data folder', () => {
  /** What others than the owner may do. Windows shows no such bits; there the profile folder protects. */
  const forOthers = (file: string) => statSync(file).mode & 0o077;
  const nothing = process.platform === 'win32' ? 0o066 : 0;

  it('is private, also when it was not before', async () => {
    const store = await bench.open();
    await add(store, 'one');
    const files = [bench.home, bench.file, `${bench.file}-wal`];
    expect(files.map(forOthers)).toEqual([nothing, nothing, nothing]);
    await store.close();
    chmodSync(bench.home, 0o755);
    chmodSync(bench.file, 0o644);
    await bench.open();
    expect([bench.home, bench.file].map(forOthers)).toEqual([nothing, nothing]);
  });

  it('holds one database and its log, and no leftovers', async () => {
    const store = await bench.open();
    await add(store, 'one');
    expect(readdirSync(bench.home).toSorted()).toEqual(['memory.db', 'memory.db-mark', 'memory.db-wal']);
    await store.close();
    expect(readdirSync(bench.home)).toEqual(['memory.db']);
  });

  it('opens once in a process', async () => {
    const store = await bench.open();
    await expect(openStore(bench.home)).rejects.toMatchObject({ code: 'conflict' });
    await add(store, 'still works');
    await store.close();
    expect(await titlesIn(await bench.open())).toEqual(['still works']);
  });
});

describe('a disk that fails', () => {
  it.each<[string, Parameters<typeof faultyFiles>[0], string, string]>([
    ['is full', 'writeSync', 'ENOSPC', 'disk_full'],
    ['is over quota', 'writeSync', 'EDQUOT', 'disk_full'],
    ['is full when flushed', 'fdatasyncSync', 'ENOSPC', 'disk_full'],
    ['cannot write', 'writeSync', 'EIO', 'internal'],
    ['cannot flush', 'fdatasyncSync', 'EIO', 'internal'],
  ])('loses nothing that was acknowledged when it %s', async (_what, call, errno, code) => {
    const { files, fault } = faultyFiles(call);
    const store = await bench.open({ files });
    const acknowledged: string[] = [];
    for (let round = 0; round < 12; round += 1) {
      const title = `round ${round}`;
      if (round % 3 !== 2) {
        await add(store, title);
        acknowledged.push(title);
        continue;
      }
      // At another call of the commit each time: the first one, the second one, …
      Object.assign(fault, { errno, after: call === 'writeSync' ? round - 2 : 0 });
      await expect(add(store, title)).rejects.toMatchObject({ code });
      // A full disk can still be read.
      expect(store.isUsable).toBe(code === 'disk_full');
      delete fault.errno;
      const survivor = await openStore(bench.crashCopy(`crash-${round}`));
      const survived = await titlesIn(survivor);
      expect(survived.filter((each) => each !== title)).toEqual(acknowledged);
      expect(await survivor.checkIntegrity()).toBe('ok');
      await survivor.close();
    }
    await add(store, 'the last');
    expect(store.isUsable).toBe(true);
    acknowledged.push('the last');
    expect(await titlesIn(store)).toEqual(acknowledged);
    expect(await store.checkIntegrity()).toBe('ok');
    await store.close();
    expect(await titlesIn(await bench.open())).toEqual(acknowledged);
  });

  it('says so when it cannot read, and reads again when it can', async () => {
    const { files, fault } = faultyFiles('readSync');
    const filled = await bench.open();
    for (let index = 0; index < 20; index += 1) await add(filled, `memory ${index}`);
    await filled.close();
    const store = await bench.open({ files });
    fault.errno = 'EIO';
    expect(store.isUsable).toBe(true);
    await expect(titlesIn(store)).rejects.toMatchObject({ code: 'internal', details: { errno: 'EIO' } });
    expect(store.isUsable).toBe(false);
    delete fault.errno;
    expect(await titlesIn(store)).toHaveLength(20);
    expect(store.isUsable).toBe(true);
  });

  it('keeps the database as it was when a copy does not fit', async () => {
    const filled = await bench.open();
    for (let index = 0; index < 20; index += 1) await add(filled, `memory ${index}`);
    mkdirSync(bench.join('taken'));
    await expect(filled.backup(bench.join('missing', 'copy.db'))).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(await filled.checkIntegrity()).toBe('ok');
    expect(await titlesIn(filled)).toHaveLength(20);
  });
});

describe('flushing', () => {
  it('reaches the file with each commit, and the folder when a file was made', async () => {
    const flushed: string[] = [];
    const names = new Map<number, string>();
    const files: SystemFiles = {
      ...systemFiles,
      openSync: (name, ...rest) => {
        const descriptor = fs.openSync(name, ...rest);
        names.set(descriptor, path.basename(String(name)));
        return descriptor;
      },
      fdatasyncSync: (descriptor) => {
        flushed.push(names.get(descriptor) ?? '');
        fs.fdatasyncSync(descriptor);
      },
      fsyncSync: (descriptor) => {
        flushed.push(names.get(descriptor) ?? '');
        fs.fsyncSync(descriptor);
      },
    };
    const store = await bench.open({ files });
    expect(flushed.includes(path.basename(bench.home))).toBe(process.platform !== 'win32');
    for (let round = 0; round < 3; round += 1) {
      flushed.length = 0;
      await add(store, `round ${round}`);
      expect(flushed).toContain('memory.db-wal');
    }
    flushed.length = 0;
    await titlesIn(store);
    expect(flushed).toEqual([]);
  });
});

describe('a database that is no database', () => {
  it.each([
    ['text', 'this is not a database, it is a text of some length '.repeat(40)],
    ['a few bytes', 'abc'],
  ])('is refused as damaged and left as it is: %s', async (_what, content) => {
    mkdirSync(bench.home);
    writeFileSync(bench.file, content);
    await expect(bench.open()).rejects.toMatchObject({ code: 'corrupt' });
    expect(readFileSync(bench.file, 'utf8')).toBe(content);
  });

  it('names the newest backup when pages are destroyed', async () => {
    const store = await bench.open();
    await add(store, 'one');
    mkdirSync(path.join(bench.home, 'backups'));
    const backup = path.join(bench.home, 'backups', 'memory-copy.db');
    await store.backup(backup);
    await store.close();
    const bytes = readFileSync(bench.file);
    bytes.fill(0xa5, 100, 8192);
    writeFileSync(bench.file, bytes);
    await expect(bench.open()).rejects.toMatchObject({
      code: 'corrupt',
      message: expect.stringContaining('memory-bridge recover') as string,
      details: { newestBackup: backup },
    });
  });
});

describe('the wrapper', () => {
  it('keeps the values of every type, whatever they are', async () => {
    const random = seededRandom(11);
    const database = await openDatabase(bench.join('values.db'));
    database.exec('CREATE TABLE t (k INTEGER PRIMARY KEY, v)');
    const letters = ['a', 'ß', '漢', '🎉', '\0', '"', '\n', ' '];
    const text = (length: number) =>
      Array.from({ length }, () => letters[Math.floor(random() * letters.length)]).join('');
    const values = [
      null,
      0,
      -1,
      1.5,
      2 ** 31,
      -(2 ** 31) - 1,
      Number.MAX_SAFE_INTEGER,
      '',
      new Uint8Array(0),
      text(70_000),
      ...Array.from({ length: 40 }, () => text(Math.floor(random() * 300))),
      ...Array.from({ length: 10 }, () =>
        Uint8Array.from({ length: Math.floor(random() * 100_000) }, () => Math.floor(random() * 256)),
      ),
    ];
    for (const [index, value] of values.entries())
      database.run('INSERT INTO t (k, v) VALUES (?, ?)', index, value);
    const stored = database.all('SELECT v FROM t ORDER BY k').map((row) => row['v']);
    expect(stored).toEqual(values);
    expect(() => database.run('INSERT INTO t (k, v) VALUES (?, ?)', 1)).toThrow(RangeError);
    expect(() => database.run('no sql at all')).toThrow('syntax error');
    database.close();
  });

  it('lets the same statement run inside a loop over itself', async () => {
    const database = await openDatabase(bench.join('loop.db'));
    database.exec('CREATE TABLE t (v INTEGER)', 'INSERT INTO t VALUES (1), (2), (3)');
    const seen: unknown[] = [];
    for (const outer of database.iterate('SELECT v FROM t'))
      for (const inner of database.iterate('SELECT v FROM t')) seen.push([outer['v'], inner['v']]);
    expect(seen).toHaveLength(9);
    for (const row of database.iterate('SELECT v FROM t')) if (row['v'] === 2) break;
    database.transaction(() => database.run('DELETE FROM t'));
    expect(database.all('SELECT v FROM t')).toEqual([]);
    database.close();
  });

  it('reads back what any order of writes, cuts and transactions left, in a rollback journal as well', async () => {
    const random = seededRandom(5);
    const file = bench.join('model.db');
    const model = new Map<number, string>();
    let database = await openDatabase(file);
    database.exec('PRAGMA locking_mode = EXCLUSIVE', 'PRAGMA cache_size = 8');
    database.exec('CREATE TABLE t (k INTEGER PRIMARY KEY, v TEXT)');
    for (let step = 0; step < 60; step += 1) {
      if (step % 15 === 0) {
        database.close();
        database = await openDatabase(file);
        database.exec('PRAGMA locking_mode = EXCLUSIVE', 'PRAGMA cache_size = 8');
        database.exec(`PRAGMA journal_mode = ${step % 30 === 0 ? 'WAL' : 'DELETE'}`);
      }
      const draft = new Map(model);
      const isKept = random() < 0.7;
      const change = () => {
        for (let index = 0; index < 20; index += 1) {
          const key = Math.floor(random() * 50);
          if (random() < 0.3) {
            database.run('DELETE FROM t WHERE k = ?', key);
            draft.delete(key);
          } else {
            const value = String(step).repeat(Math.floor(random() * 3000));
            database.run('INSERT OR REPLACE INTO t (k, v) VALUES (?, ?)', key, value);
            draft.set(key, value);
          }
        }
        if (!isKept) throw new Error('undo');
      };
      const outcome = outcomeOf(() => database.transaction(change));
      expect(outcome).toBe(isKept ? 'done' : 'undo');
      if (isKept) {
        model.clear();
        for (const [key, value] of draft) model.set(key, value);
      }
      if (step % 10 === 9) database.exec('VACUUM');
      const stored = new Map(database.all('SELECT k, v FROM t').map((row) => [row['k'], row['v']]));
      expect(stored).toEqual(model);
    }
    expect(database.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
    database.close();
  });
});

function outcomeOf(work: () => void): string {
  try {
    work();
    return 'done';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
