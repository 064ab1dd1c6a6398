import fs, { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/store/sqlite/openStore.ts';
import { noticesNamespace } from '../../../src/store/sqlite/notices.ts';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';
import { shortId } from '../../../src/core/shortId.ts';
import { MemoryBridgeError } from '../../../src/core/errors.ts';
import { isLongRun } from '../../../dev/longRun.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';

const flips = isLongRun ? 24 : 12;
type Texts = ReadonlyMap<string, string>;
let bench: StoreBench;
/** What a killed server left: nearly all in the database, or most of it in the log; and what it had acknowledged. */
let settled: { home: string; texts: Texts };
let killed: { home: string; texts: Texts };
let copies = 0;

beforeAll(async () => {
  bench = await StoreBench.create();
  const texts = new Map<string, string>();
  const add = async (store: SqliteStore, count: number) => {
    for (let index = 0; index < count; index += 1) {
      const title = `Number ${texts.size}`;
      const content = `${title}: ${'words of it '.repeat(20 + ((texts.size * 7) % 200))}`;
      await store.write((unit) => unit.memories.insert(sampleMemory({ title, content })));
      texts.set(title, content);
    }
  };
  const first = await bench.open();
  await add(first, 90);
  await first.close();
  const store = await bench.open();
  await add(store, 3);
  settled = { home: bench.crashCopy('settled'), texts: new Map(texts) };
  await add(store, 60);
  killed = { home: bench.crashCopy('killed'), texts };
  await store.close();
});
afterAll(() => bench[Symbol.asyncDispose]());

/** A copy of what the kill left, with these bytes of a file changed. */
function damaged(name: 'memory.db' | 'memory.db-wal', change: (bytes: Buffer) => void): string {
  const home = bench.join(`copy-${++copies}`);
  mkdirSync(home);
  const from = name === 'memory.db' ? settled.home : killed.home;
  for (const each of ['memory.db', 'memory.db-wal'])
    copyFileSync(path.join(from, each), path.join(home, each));
  const bytes = readFileSync(path.join(home, name));
  change(bytes);
  writeFileSync(path.join(home, name), bytes);
  return home;
}

const flipped = (name: 'memory.db' | 'memory.db-wal', seed: number) =>
  damaged(name, (bytes) => {
    const random = seededRandom(seed);
    const at = Math.floor(random() * bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
  });

interface Outcome {
  readonly refused: string | undefined;
  readonly notices: string;
  /** Acknowledged, and not there as it was said. */
  readonly missing: string[];
  /** How many of them have lost their title, too, and are named by their ids. */
  readonly namedById: number;
}

/** `isLater`: looked through while it is served, as large databases are. */
async function outcomeOf(home: string, texts: Texts = killed.texts, isLater = false): Promise<Outcome> {
  let store: SqliteStore;
  try {
    store = await openStore({ home, ...(isLater ? { lookFirstBytes: 0 } : {}) });
  } catch (error) {
    if (!MemoryBridgeError.is(error, 'corrupt')) throw error;
    return { refused: error.message, notices: '', missing: [], namedById: 0 };
  }
  try {
    await store.lookedThrough;
    const damage = store.inspection?.damage;
    if (damage !== undefined) {
      const refusal = await store
        .write((unit) => unit.memories.insert(sampleMemory()))
        .then(
          () => 'a write was accepted',
          (error: Error) => error.message,
        );
      return { refused: refusal, notices: '', missing: [], namedById: 0 };
    }
    const { memories, notices } = await store.read(async (unit) => ({
      memories: (await unit.memories.list({}, { limit: 1_000 })).memories,
      notices: await unit.keyValues.list(noticesNamespace, Date.now()),
    }));
    const there = new Map(memories.map(({ title, content }) => [title, content]));
    const missing = [...texts].filter(([title, content]) => there.get(title) !== content);
    expect(await store.checkIntegrity()).toBe('ok');
    const said = notices.map(({ value }) => String(value)).join('\n');
    const untitled = memories.filter(({ id, title }) => !texts.has(title) && said.includes(shortId(id)));
    return {
      refused: undefined,
      notices: said,
      missing: missing.map(([title]) => title),
      namedById: untitled.length,
    };
  } finally {
    await store.close();
  }
}

/** What SQLite by itself makes of the files: how many memories, and whether they are sound. */
async function withoutCheck(home: string): Promise<{ count: number; isSound: boolean; accepts: boolean }> {
  let database;
  try {
    database = await openDatabase(path.join(home, 'memory.db'));
    database.exec('PRAGMA locking_mode = EXCLUSIVE', 'PRAGMA journal_mode = WAL');
    const count = Number(database.get('SELECT count(*) AS count FROM memories')?.['count']);
    let accepts = true;
    try {
      database.run(`INSERT INTO key_values (namespace, key, value, updated_at) VALUES ('a', 'b', '1', 1)`);
    } catch {
      accepts = false;
    }
    const lines = database.all('PRAGMA integrity_check').map((row) => String(row['integrity_check']));
    let isSound = lines.join() === 'ok';
    try {
      database.run(`INSERT INTO memory_search (memory_search, rank) VALUES ('integrity-check', 1)`);
    } catch {
      isSound = false;
    }
    return { count, isSound, accepts };
  } catch {
    return { count: 0, isSound: false, accepts: false };
  } finally {
    database?.close({ checkpoint: false });
  }
}

describe('the files of a killed server', () => {
  it('hold all that was acknowledged when nothing is damaged, and there is nothing to say', async () => {
    expect(killed.texts.size).toBe(153);
    expect(await outcomeOf(damaged('memory.db-wal', () => {}))).toEqual({
      refused: undefined,
      notices: '',
      missing: [],
      namedById: 0,
    });
  });

  it('lose nothing to a flipped bit in the log, which is flipped back', async () => {
    let lostByItself = 0;
    const outcomes: Outcome[] = [];
    for (let seed = 1; seed <= flips; seed += 1) {
      const plain = await withoutCheck(flipped('memory.db-wal', seed));
      if (plain.count < killed.texts.size) lostByItself += 1;
      outcomes.push(await outcomeOf(flipped('memory.db-wal', seed)));
    }
    expect(outcomes.filter(({ missing, refused }) => missing.length > 0 || refused !== undefined)).toEqual(
      [],
    );
    expect(outcomes.filter(({ notices }) => notices.includes('nothing is lost')).length).toBeGreaterThan(
      flips / 2,
    );
    // The twin: SQLite alone reads less, and says nothing.
    expect(lostByItself).toBeGreaterThan(flips / 4);
  }, 120_000);

  it('say what is lost when more of the log is damaged', async () => {
    let lostByItself = 0;
    let named = 0;
    for (let seed = 1; seed <= flips; seed += 1) {
      const spoil = () =>
        damaged('memory.db-wal', (bytes) => {
          const at = Math.floor(seededRandom(seed)() * (bytes.length - 600));
          for (let index = 0; index < 500; index += 1) bytes[at + index] = (index * 37 + seed) & 0xff;
        });
      const plain = await withoutCheck(spoil());
      if (plain.count < killed.texts.size) lostByItself += 1;
      const home = spoil();
      const { missing, notices, refused } = await outcomeOf(home);
      const isSaid =
        notices.includes('are lost') || notices.includes('may be missing') || refused !== undefined;
      expect({ seed, isSilent: missing.length > 0 && !isSaid }).toEqual({ seed, isSilent: false });
      if (missing.some((title) => notices.includes(title))) named += 1;
      const folder = /found are in (.+?)\.(?:\n|$)/.exec(notices)?.[1];
      expect(folder === undefined || existsSync(path.join(folder, 'memory.db-wal'))).toBe(true);
    }
    expect(lostByItself).toBeGreaterThan(flips / 4);
    expect(named).toBeGreaterThan(flips / 4);
  }, 120_000);

  const kinds: [string, (bytes: Buffer, at: number) => void][] = [
    ['a bit', (bytes, at) => (bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8)))],
    ['some hundred bytes', (bytes, at) => bytes.fill(0, at, at + 300)],
    ['a sector', (bytes, at) => bytes.fill(0xa5, at - (at % 4096), at - (at % 4096) + 4096)],
  ];
  it.each(
    kinds.flatMap(([what, change]) => [
      { what, when: 'before it is served', change, isLater: false },
      { what, when: 'while it is served', change, isLater: true },
    ]),
  )(
    'are refused, or what is wrong is said, when $what of the database changed, $when',
    async ({ change, isLater }) => {
      const spoil = (seed: number) =>
        damaged('memory.db', (bytes) => {
          change(bytes, Math.floor(seededRandom(seed)() * bytes.length));
        });
      const outcomes: Outcome[] = [];
      let acceptedByItself = 0;
      for (let seed = 1; seed <= flips; seed += 1) {
        const plain = await withoutCheck(spoil(seed));
        if (!plain.isSound && plain.accepts) acceptedByItself += 1;
        const home = spoil(seed);
        const before = readFileSync(path.join(home, 'memory.db'));
        const outcome = await outcomeOf(home, settled.texts, isLater);
        outcomes.push(outcome);
        const silent = outcome.missing.filter((title) => !outcome.notices.includes(title));
        expect({ seed, silent: silent.slice(outcome.namedById) }).toEqual({ seed, silent: [] });
        expect(outcome.notices).not.toContain('\0');
        // What is refused is not touched.
        const isTouched = !readFileSync(path.join(home, 'memory.db')).equals(before);
        expect(outcome.refused !== undefined && isTouched).toBe(false);
      }
      const refused = outcomes.filter((outcome) => outcome.refused !== undefined);
      expect(refused.every((outcome) => outcome.refused?.includes('memory-bridge recover'))).toBe(true);
      const said = outcomes.filter(({ notices }) => notices !== '');
      expect(refused.length + said.length).toBeGreaterThanOrEqual(acceptedByItself);
      // The twin: SQLite alone takes writes on some of these.
      expect(acceptedByItself).toBeGreaterThan(0);
    },
    120_000,
  );

  it.each([
    { what: 'how an index takes words apart', from: 'porter unicode61', to: 'portes unicode61' },
    { what: 'the case of a column', from: 'last_opened_at INTEGER', to: 'Last_opened_at INTEGER' },
  ])('are refused when their schema says otherwise: $what', async ({ from, to }) => {
    for (const isLater of [false, true]) {
      let places = 0;
      const home = damaged('memory.db', (bytes) => {
        for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) {
          bytes.write(to, at, 'latin1');
          places += 1;
        }
      });
      expect(places).toBeGreaterThan(0);
      expect((await outcomeOf(home, settled.texts, isLater)).refused).toContain('memory-bridge recover');
    }
  });

  it('are read although the log ends in the middle of what nobody was told', async () => {
    const log = readFileSync(path.join(killed.home, 'memory.db-wal'));
    for (const cut of [1, 100, 8_000]) {
      const home = damaged('memory.db-wal', () => {});
      // A frame that was begun: a header with the salts of this log, and not all of its page.
      const begun = Buffer.concat([log, log.subarray(32, 32 + 24), Buffer.alloc(cut, 7)]);
      fs.writeFileSync(path.join(home, 'memory.db-wal'), begun);
      expect(await outcomeOf(home)).toEqual({ refused: undefined, notices: '', missing: [], namedById: 0 });
    }
  });
});
