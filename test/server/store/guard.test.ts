import fs, { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SystemFiles, systemFiles } from '../../../src/sqlite/systemFiles.ts';
import { openStore } from '../../../src/store/sqlite/openStore.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { StoreBench, titlesIn } from '../../../dev/store/storeBench.ts';

let bench: StoreBench;
beforeEach(async () => {
  bench = await StoreBench.create();
});
afterEach(() => bench[Symbol.asyncDispose]());

const add = (store: SqliteStore, title: string) =>
  store.write((unit) => unit.memories.insert(sampleMemory({ title, content: `${title} `.repeat(300) })));

const log = () => `${bench.file}-wal`;
const backups = () => path.join(bench.home, 'backups');

/** What the files hold that a kill at this moment would leave, under their names. */
async function afterKill(name: string): Promise<string[]> {
  const home = bench.crashCopy(name);
  const store = await openStore(home);
  try {
    expect(await store.checkIntegrity()).toBe('ok');
    return await titlesIn(store);
  } finally {
    await store.close();
  }
}

/** Files of which it is never seen that another one has come under their name: without that look nothing is guarded. */
function blindFiles(): SystemFiles {
  const open = new Map<string, number>();
  const { openSync, statSync, fstatSync } = systemFiles;
  return {
    ...systemFiles,
    openSync: ((name: string, ...rest: [number, number]) => {
      const descriptor = openSync(name, ...rest);
      open.set(name, descriptor);
      return descriptor;
    }) as SystemFiles['openSync'],
    statSync: ((name: string, options?: fs.StatOptions) => {
      const descriptor = open.get(name);
      if (!options?.bigint || descriptor === undefined) return statSync(name, options);
      return Object.assign(fstatSync(descriptor, { bigint: true }), { mtimeNs: 0n, size: 0n });
    }) as SystemFiles['statSync'],
  };
}

/** Acknowledged, and gone with the process: the twin of what is guarded. */
async function lostWithoutGuard(take: (store: SqliteStore) => unknown): Promise<void> {
  const store = await bench.open({ files: blindFiles() });
  for (const title of ['one', 'two', 'three']) await add(store, title);
  await take(store);
  await add(store, 'four');
  const left = existsSync(bench.file) ? await afterKill('twin').catch(() => []) : [];
  expect(left).not.toContain('four');
  await store.close();
  fs.rmSync(bench.home, { recursive: true, force: true });
}

/** The twin of what is left alone: our pages in the file of somebody else, or what was acknowledged in none. */
async function spoiltWithoutGuard(take: (store: SqliteStore) => Promise<void>): Promise<void> {
  const store = await bench.open({ files: blindFiles() });
  for (const title of ['one', 'two', 'three']) await add(store, title);
  await take(store);
  const put = fs.readFileSync(bench.file);
  await add(store, 'four');
  await store.close();
  // Our log is left beside the other file, which the next start would read it into.
  const isSpoilt = !fs.readFileSync(bench.file).equals(put) || existsSync(log());
  const left = isSpoilt ? [] : await afterKill('twin').catch(() => []);
  expect(left).not.toContain('four');
  fs.rmSync(bench.home, { recursive: true, force: true });
}

/** Another database under the name of ours, with one memory in it. */
async function otherDatabase(): Promise<string> {
  const home = bench.join('other');
  const store = await openStore(home);
  await add(store, 'from elsewhere');
  await store.close();
  return path.join(home, 'memory.db');
}

describe('a database that is deleted while it is open', () => {
  it.each<[string, () => void]>([
    ['deleted', () => fs.rmSync(bench.file)],
    ['renamed away', () => fs.renameSync(bench.file, bench.join('elsewhere.db'))],
    ['deleted with its log', () => [bench.file, log()].forEach((file) => fs.rmSync(file))],
    ['deleted with its folder', () => fs.rmSync(bench.home, { recursive: true })],
    ['hidden with its folder', () => fs.renameSync(bench.home, bench.join('hidden'))],
  ])('(%s) is put back before the next answer', async (_how, take) => {
    await lostWithoutGuard(take);
    fs.rmSync(bench.join('hidden'), { recursive: true, force: true });
    const store = await bench.open();
    for (const title of ['one', 'two', 'three']) await add(store, title);
    take();
    await add(store, 'four');
    expect(await afterKill('copy')).toEqual(['one', 'two', 'three', 'four']);
    await add(store, 'five');
    expect(await titlesIn(store)).toEqual(['one', 'two', 'three', 'four', 'five']);
    expect(await afterKill('again')).toHaveLength(5);
    expect(statSync(bench.file).mode & 0o077).toBe(0);
    expect(readdirSync(bench.home).filter((name) => /rescued|partial/.test(name))).toEqual([]);
    await store.close();
    expect(await titlesIn(await bench.open())).toHaveLength(5);
  });

  it('is put back when nobody writes, by a look and by closing', async () => {
    const store = await bench.open();
    await add(store, 'one');
    fs.rmSync(bench.file);
    await store.checkFiles();
    expect(await afterKill('looked')).toEqual(['one']);
    fs.rmSync(bench.home, { recursive: true });
    await store.close();
    expect(await titlesIn(await bench.open())).toEqual(['one']);
  });

  it('is put back by the next start when that was broken off', async () => {
    const store = await bench.open();
    await add(store, 'one');
    await store.close();
    fs.renameSync(bench.file, `${bench.file}.rescued`);
    const again = await bench.open();
    expect(await titlesIn(again)).toEqual(['one']);
    expect(existsSync(`${bench.file}.rescued`)).toBe(false);
  });

  it('is put back for the call after a copy that was being made', async () => {
    const store = await bench.open();
    for (let index = 0; index < 200; index += 1) await add(store, `memory ${index}`);
    const copy = store.backup(bench.join('copy.db'));
    fs.rmSync(bench.file);
    const write = add(store, 'meanwhile').then(
      () => 'done',
      (error: { code: string }) => error.code,
    );
    expect(['done', 'unavailable']).toContain(await write);
    await copy;
    await add(store, 'after');
    expect(await afterKill('copied')).toHaveLength(202);
  });
});

describe('a log that is deleted while it is open', () => {
  it.each<[string, () => void]>([
    ['deleted', () => fs.rmSync(log())],
    ['renamed away', () => fs.renameSync(log(), bench.join('log'))],
    ['replaced by nothing', () => [fs.rmSync(log()), fs.writeFileSync(log(), '')]],
    ['replaced by something', () => [fs.rmSync(log()), fs.writeFileSync(log(), 'x'.repeat(100_000))]],
  ])('(%s) takes nothing with it', async (_how, take) => {
    await lostWithoutGuard(take);
    const store = await bench.open();
    for (const title of ['one', 'two', 'three']) await add(store, title);
    take();
    await add(store, 'four');
    expect(await afterKill('copy')).toEqual(['one', 'two', 'three', 'four']);
    await add(store, 'five');
    expect(await afterKill('again')).toHaveLength(5);
    await store.close();
    expect(await titlesIn(await bench.open())).toHaveLength(5);
  });
});

describe('a database that another one has taken the place of', () => {
  it.each<[string, (store: SqliteStore) => Promise<void>]>([
    ['replaced by another', async () => fs.renameSync(await otherDatabase(), bench.file)],
    [
      'replaced by an older copy',
      async (store) => {
        const copy = bench.join('older.db');
        await store.backup(copy);
        await add(store, 'after the copy');
        fs.renameSync(copy, bench.file);
      },
    ],
    ['written over by another', async () => fs.copyFileSync(await otherDatabase(), bench.file)],
    ['emptied', async () => fs.truncateSync(bench.file)],
    [
      'replaced by something',
      async () => {
        fs.rmSync(bench.file);
        fs.writeFileSync(bench.file, 'no database');
      },
    ],
  ])('(%s) is left as it is; writes are refused, and what was known is kept', async (how, take) => {
    await spoiltWithoutGuard(take);
    fs.rmSync(bench.join('other'), { recursive: true, force: true });
    fs.rmSync(bench.join('twin'), { recursive: true, force: true });
    const store = await bench.open();
    for (const title of ['one', 'two', 'three']) await add(store, title);
    await store.checkFiles();
    await take(store);
    const before = fs.readFileSync(bench.file);
    const refused = await add(store, 'four').then(
      () => undefined,
      (error: { code: string; message: string; details: { rescued: string } }) => error,
    );
    expect(refused).toMatchObject({ code: 'read_only' });
    expect(refused?.message).toContain('memory-bridge recover');
    const rescued = refused?.details.rescued ?? '';
    expect(refused?.message).toContain(rescued);
    await expect(add(store, 'five')).rejects.toMatchObject({ code: 'read_only' });
    expect(store.isUsable).toBe(false);
    await store.close();
    // Neither closing nor the next start brings our pages into the other file.
    expect(fs.readFileSync(bench.file).equals(before)).toBe(true);
    expect(existsSync(log())).toBe(false);
    const home = bench.join('restored');
    fs.mkdirSync(home);
    fs.copyFileSync(rescued, path.join(home, 'memory.db'));
    const restored = await openStore(home);
    const known = await titlesIn(restored);
    expect(await restored.checkIntegrity()).toBe('ok');
    await restored.close();
    expect(known.slice(0, 3)).toEqual(['one', 'two', 'three']);
    expect(known).toContain('four');
    const next = how.includes('another') ? await titlesIn(await bench.open()) : ['from elsewhere'];
    expect(next).toEqual(['from elsewhere']);
    expect(readdirSync(backups()).filter((name) => name.endsWith('-rescued.db'))).toHaveLength(1);
  });

  it('keeps what it knew when the folder has another owner by now', async () => {
    const store = await bench.open();
    await add(store, 'one');
    fs.rmSync(bench.home, { recursive: true });
    fs.mkdirSync(bench.home);
    fs.renameSync(await otherDatabase(), bench.file);
    const kept = await store.rescue();
    expect(kept).toContain('rescued');
    expect(await store.rescue()).toBeUndefined();
    expect(existsSync(kept ?? '')).toBe(true);
    await store.close();
    expect(await titlesIn(await bench.open())).toEqual(['from elsewhere']);
  });

  it('keeps nothing when there is nothing to keep', async () => {
    const store = await bench.open();
    await add(store, 'one');
    expect(await store.rescue()).toBeUndefined();
    await store.checkFiles();
    expect(existsSync(backups())).toBe(false);
  });
});

describe('a database that another one has taken the place of after a kill', () => {
  /** What a kill leaves: three memories in the database, two in the log, and a copy from before them. */
  async function kill(): Promise<{ home: string; older: string }> {
    const first = await bench.open();
    for (const title of ['one', 'two', 'three']) await add(first, title);
    await first.close();
    const older = bench.join('older.db');
    fs.copyFileSync(bench.file, older);
    const second = await bench.open();
    await add(second, 'after the copy');
    await second.close();
    const store = await bench.open();
    for (const title of ['four', 'five']) await add(store, title);
    const home = bench.crashCopy('after-kill');
    await store.close();
    return { home, older };
  }
  const databaseIn = (home: string) => path.join(home, 'memory.db');
  async function damageOf(home: string): Promise<string> {
    try {
      const store = await openStore(home);
      const notices = await store.read((unit) => unit.keyValues.list('notices', Date.now()));
      await store.close();
      return notices.map(({ value }) => String(value)).join();
    } catch (error) {
      return String(error);
    }
  }
  async function titlesOf(home: string): Promise<string[]> {
    const store = await openStore(home);
    try {
      expect(await store.checkIntegrity()).toBe('ok');
      return await titlesIn(store);
    } finally {
      await store.close();
    }
  }

  it.each<[string, string[], (file: string, older: string) => Promise<void>]>([
    ['another', ['from elsewhere'], async (file) => fs.renameSync(await otherDatabase(), file)],
    [
      'another, written over it',
      ['from elsewhere'],
      async (file) => fs.copyFileSync(await otherDatabase(), file),
    ],
    ['an older copy', ['one', 'two', 'three'], async (file, older) => fs.renameSync(older, file)],
  ])('(%s) does not get the log of the one before', async (_what, expected, put) => {
    const { home, older } = await kill();
    await put(databaseIn(home), older);
    const twin = bench.join('twin');
    fs.cpSync(home, twin, { recursive: true });
    const store = await openStore(home);
    expect(await titlesIn(store)).toEqual(expected);
    expect(await store.checkIntegrity()).toBe('ok');
    const notices = await store.read((unit) => unit.keyValues.list('notices', Date.now()));
    expect(notices).toHaveLength(1);
    const [, aside = ''] = /are in (.+-wal)\./.exec(String(notices[0]?.value)) ?? [];
    expect(fs.readFileSync(aside).includes('five five')).toBe(true);
    await store.close();
    // The twin: without the mark they are mixed, which is damage.
    fs.rmSync(`${databaseIn(twin)}-mark`);
    expect(await damageOf(twin)).toMatch(/damaged/);
  });

  it.each<[string, (home: string) => void]>([
    ['as it was', () => {}],
    [
      'copied to another place with its folder',
      (home) => fs.cpSync(home, `${home}-copy`, { recursive: true }),
    ],
    [
      'replaced by the same',
      (home) => {
        fs.copyFileSync(databaseIn(home), `${home}-same`);
        fs.renameSync(`${home}-same`, databaseIn(home));
      },
    ],
    ['without a mark, as versions before left it', (home) => fs.rmSync(`${databaseIn(home)}-mark`)],
    ['with a mark that was cut', (home) => fs.truncateSync(`${databaseIn(home)}-mark`, 10)],
  ])('(%s) gets its own log', async (what, change) => {
    const { home } = await kill();
    change(home);
    const titles = await titlesOf(what.startsWith('copied') ? `${home}-copy` : home);
    expect(titles).toEqual(['one', 'two', 'three', 'after the copy', 'four', 'five']);
  });

  it('has no mark while it is written to, and none after it was closed', async () => {
    const store = await bench.open();
    const wrong: string[] = [];
    // Copies at any moment, among them those in which the log was just brought into the database.
    for (let round = 0; round < 60; round += 1) {
      await store.write(async (unit) => {
        for (let index = 0; index < 8; index += 1)
          await unit.memories.insert(sampleMemory({ content: `${round} ${index} `.repeat(900) }));
      });
      if (round % 12 !== 11) continue;
      const copy = bench.crashCopy(`round-${round}`);
      const count = (await titlesOf(copy)).length;
      if (count !== (round + 1) * 8) wrong.push(`${round}: ${count}`);
    }
    expect(wrong).toEqual([]);
    await store.close();
    expect(existsSync(`${bench.file}-mark`)).toBe(false);
  });
});
