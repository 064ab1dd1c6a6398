import fs, { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noticesNamespace } from '../../../src/store/sqlite/notices.ts';
import { openStore, type OpenStoreOptions } from '../../../src/store/sqlite/openStore.ts';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';
import { copyEngine } from '../../../dev/bundles/copyEngine.ts';
import { buildNodeProgram } from '../../../dev/bundles/nodeProgram.ts';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { StoreBench, titlesIn } from '../../../dev/store/storeBench.ts';

let bench: StoreBench;
let lookWorker: string;
/** What a killed server left: 300 memories in the database, one in the log. */
let killed: string;
let copies = 0;

beforeAll(async () => {
  bench = await StoreBench.create();
  lookWorker = await buildNodeProgram(bench.join('look', 'lookWorker.js'), {
    entry: 'src/store/sqlite/damage/lookWorker.ts',
  });
  await copyEngine(path.dirname(lookWorker));
  const first = await bench.open();
  await first.write(async (unit) => {
    for (let index = 0; index < 300; index += 1)
      await unit.memories.insert(
        sampleMemory({ title: `old ${index}`, content: `old ${index} `.repeat(400) }),
      );
  });
  await first.close();
  const store = await bench.open();
  await add(store, 'in the log');
  killed = bench.crashCopy('killed');
  await store.close();
});
afterAll(() => bench[Symbol.asyncDispose]());

const add = (store: SqliteStore, title: string) =>
  store.write((unit) =>
    unit.memories.insert(sampleMemory({ title, content: `${title} `.repeat(300), updatedAt: Date.now() })),
  );

function copyOf(home: string): string {
  const to = bench.join(`copy-${++copies}`);
  fs.cpSync(home, to, { recursive: true });
  return to;
}

/** Looked through in a thread while it is served, as a large database is. */
const serve = (home: string, options: Partial<OpenStoreOptions> = {}) =>
  openStore({ home, lookFirstBytes: 0, lookWorker, ...options });

const databaseIn = (home: string) => path.join(home, 'memory.db');
const logIn = (home: string) => `${databaseIn(home)}-wal`;

/** As a disk does it: neither another file nor another time. */
function flip(home: string, bytes: Buffer): void {
  const { atime, mtime } = fs.statSync(databaseIn(home));
  writeFileSync(databaseIn(home), bytes);
  fs.utimesSync(databaseIn(home), atime, mtime);
  const mark = `${databaseIn(home)}-mark`;
  const { dev, ino, mtimeMs, size } = fs.statSync(databaseIn(home));
  const [sample] = readFileSync(mark, 'utf8').split(' ');
  writeFileSync(mark, `${sample} ${dev}:${ino}:${Math.round(mtimeMs)}:${size}`);
}

type Page = Buffer;

/** Changes the first page after the middle of the file that is meant; 13 is a leaf of a table, 5 what is above it. */
function spoil(home: string, isMeant: (page: Page) => boolean, change: (page: Page) => void): void {
  const bytes = readFileSync(databaseIn(home));
  const pages = bytes.length / 8192;
  for (let index = 0; index < pages; index += 1) {
    const number = (Math.floor(pages / 2) + index) % pages;
    const page = bytes.subarray(number * 8192, (number + 1) * 8192);
    if (number === 0 || !isMeant(page)) continue;
    change(page);
    flip(home, bytes);
    return;
  }
  throw new Error('There is no such page.');
}

async function rootOf(home: string, name: string): Promise<number> {
  const database = await openDatabase(databaseIn(copyOf(home)));
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  const root = database.get('SELECT rootpage FROM sqlite_schema WHERE name = ?', name)?.['rootpage'];
  database.close();
  return Number(root);
}

const noticesOf = async (store: SqliteStore) =>
  (await store.read((unit) => unit.keyValues.list(noticesNamespace, Date.now())))
    .map(({ value }) => String(value))
    .join('\n');

describe('a database that is looked through while it is served', () => {
  it('is as it was found until that is done, and then is written to as usual', async () => {
    const home = copyOf(killed);
    const before = readFileSync(databaseIn(home));
    const store = await serve(home);
    expect(store.inspection).toMatchObject({ percent: expect.any(Number) as number });
    let touched = 0;
    // More than a log holds before it is brought into the database.
    for (let round = 0; round < 12; round += 1)
      await store.write(async (unit) => {
        for (let index = 0; index < 40; index += 1)
          await unit.memories.insert(sampleMemory({ content: `${round} ${index} `.repeat(900) }));
        const isSame = readFileSync(databaseIn(home)).equals(before);
        if (store.inspection && !isSame) touched += 1;
      });
    expect(touched).toBe(0);
    await store.lookedThrough;
    expect(store.inspection).toBeUndefined();
    await add(store, 'after');
    expect(readFileSync(databaseIn(home)).equals(before)).toBe(false);
    expect(await noticesOf(store)).toBe('');
    expect(await store.checkIntegrity()).toBe('ok');
    await store.close();
    expect(existsSync(logIn(home))).toBe(false);
  });

  it('is looked through again by the next start when the look is broken off, by a kill or in order', async () => {
    const home = copyOf(killed);
    const before = readFileSync(databaseIn(home));
    let store = await serve(home);
    await add(store, 'meanwhile');
    const again = copyOf(home);
    await store.close();
    expect(readFileSync(databaseIn(home)).equals(before)).toBe(true);
    for (const each of [home, again]) {
      store = await serve(each);
      expect(store.inspection).toBeDefined();
      expect((await titlesIn(store)).slice(-2)).toEqual(['in the log', 'meanwhile']);
      await store.lookedThrough;
      await store.close();
      // A clean end after it costs the next start nothing.
      store = await serve(each);
      expect(store.inspection).toBeUndefined();
      await store.close();
    }
  });

  it.each<[string, (page: Page) => boolean, (page: Page) => void]>([
    ['a leaf', (page) => page[0] === 13, (page) => page.fill(0x5a, 200, 6_000)],
    ['what is above leaves', (page) => page[0] === 5, (page) => page.fill(0, 12, 16)],
    ['the kind of a page', (page) => page[0] === 13, (page) => (page[0] = 2)],
    ['its cells', (page) => page[0] === 13 && page.readUInt16BE(3) > 1, (page) => page.copy(page, 8, 10, 12)],
  ])(
    'takes no more writes once %s is found damaged, and keeps what was saved meanwhile',
    async (_what, ...how) => {
      const home = copyOf(killed);
      spoil(home, ...how);
      const before = readFileSync(databaseIn(home));
      const store = await serve(home);
      await add(store, 'meanwhile');
      await store.lookedThrough;
      const damage = store.inspection?.damage ?? '';
      expect(damage).toContain('memory-bridge recover');
      await expect(add(store, 'later')).rejects.toMatchObject({ code: 'read_only', message: damage });
      // Reading goes on.
      expect((await store.read((unit) => unit.memories.list({}, { limit: 1 }))).memories).toHaveLength(1);
      await store.close();
      expect(readFileSync(databaseIn(home)).equals(before)).toBe(true);
      expect(readFileSync(logIn(home)).includes('meanwhile meanwhile')).toBe(true);
      const text = readFileSync(/is also in (.+?\.md)\./.exec(damage)?.[1] ?? '', 'utf8');
      expect(text).toContain('# meanwhile');
      expect(text).not.toContain('# later');
    },
  );

  it.each(['memories_filter', 'memories_content', 'memories_newest'])(
    'has its indexes made anew when %s is damaged, and says so',
    async (index) => {
      const home = copyOf(killed);
      const root = await rootOf(home, index);
      const bytes = readFileSync(databaseIn(home));
      bytes[root * 8192 - 6] = (bytes[root * 8192 - 6] ?? 0) ^ 1;
      flip(home, bytes);
      const store = await serve(home);
      await add(store, 'meanwhile');
      await store.lookedThrough;
      expect(store.inspection).toBeUndefined();
      const notices = await noticesOf(store);
      expect(notices).toContain('have been rebuilt');
      const folder = /found are in (.+?)\.(?:\n|$)/.exec(notices)?.[1] ?? '';
      expect(readFileSync(path.join(folder, 'memory.db')).equals(bytes)).toBe(true);
      expect(await store.checkIntegrity()).toBe('ok');
      expect(await titlesIn(store)).toHaveLength(302);
      await store.close();
    },
  );

  it('is purged once it is looked through', async () => {
    const home = copyOf(killed);
    const store = await serve(home);
    const memory = sampleMemory({ title: 'to be purged', content: 'xyzzy'.repeat(50) });
    await store.write((unit) => unit.memories.insert(memory));
    await store.write((unit) => unit.memories.purge([memory.id]));
    await store.scrub();
    expect(store.inspection).toBeUndefined();
    for (const name of readdirSync(home).filter((each) => each.startsWith('memory.db')))
      expect(readFileSync(path.join(home, name)).includes('xyzzy')).toBe(false);
    await store.close();
  });

  it('is not purged, and does not keep whoever ends waiting, when the look is broken off', async () => {
    const store = await serve(copyOf(killed));
    const scrubbed = store.scrub().then(
      () => 'done',
      (error: { code: string }) => error.code,
    );
    store.stopLooking();
    expect(['unavailable', 'done']).toContain(await scrubbed);
    await store.close();
  });

  it('is served as before when it cannot be looked through, and that is said', async () => {
    const broken = bench.join('look', 'broken.js');
    writeFileSync(broken, 'throw new Error("no threads here");');
    const home = copyOf(killed);
    const store = await serve(home, { lookWorker: broken });
    await store.lookedThrough;
    expect(store.inspection).toBeUndefined();
    expect(await noticesOf(store)).toContain('could not be checked (no threads here)');
    await store.close();
    expect(existsSync(logIn(home))).toBe(false);
  });
});
