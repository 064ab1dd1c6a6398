import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { until } from '../../../dev/processes/until.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';
import { isLive } from '../../../src/core/jobs/job.ts';
import type { Logger } from '../../../src/core/ports.ts';
import { backupsInto } from '../../../src/server/jobs/backupsInto.ts';
import { backupKind, BackupWorker } from '../../../src/server/jobs/backupWorker.ts';
import { DailyBackup, dayMs } from '../../../src/server/jobs/dailyBackup.ts';
import { JobRunner } from '../../../src/server/jobs/jobRunner.ts';
import { uuidGenerator } from '../../../src/server/uuidGenerator.ts';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import { askBackup } from '../../../src/store/sqlite/purgeBackup.ts';
import { PurgeFiles } from '../../../src/store/sqlite/purgeFiles.ts';
import { SqliteBackups } from '../../../src/store/sqlite/sqliteBackups.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';

const silent = (): void => {};
const logger: Logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent };
const start = Date.UTC(2026, 4, 1, 9);

let bench: StoreBench;
let store: SqliteStore;
let now: number;
let keep: number;
let daily: boolean;
let backups: SqliteBackups;
let chore: DailyBackup;
let runner: JobRunner;
let said: number;

beforeEach(async () => {
  [now, keep, daily, said] = [start, 7, true, 0];
  bench = await StoreBench.create();
  store = await bench.open();
  backups = new SqliteBackups(bench.home);
  const clock = { now: () => now, monotonic: () => performance.now() };
  const settings = () => ({ daily });
  chore = new DailyBackup({ store, backups, settings, clock, ids: uuidGenerator, emit: () => runner.wake() });
  runner = new JobRunner({ store, clock, logger, emit: silent });
  await runner.start([new BackupWorker(backupsInto(folder(), store, clock, { backups, keep: () => keep }))]);
});
afterEach(async () => {
  await runner.stop();
  await bench[Symbol.asyncDispose]();
});

const folder = () => path.join(bench.home, 'backups');
const file = (name: string) => path.join(folder(), name);
const say = async () => {
  const id = uuidGenerator.next();
  const memory = sampleMemory({ id, title: `said ${++said}`, content: `said ${said}`, createdAt: now });
  await store.write(async (unit) => {
    await unit.memories.insert(memory);
    const change = {
      id: uuidGenerator.next(),
      groupId: id,
      memoryId: id,
      action: 'create' as const,
      undoneBy: null,
    };
    await unit.history.append({ ...change, actor: { kind: 'user' }, at: now, before: null, revision: 1 });
  });
  return memory;
};
/** What the chore says, once what it has begun is over. */
const look = async () => {
  const outcome = await chore.run();
  await until(async () => !(await store.read((unit) => unit.jobs.list({}))).some(isLive));
  return outcome;
};
const makeOne = async () => {
  const wish = { id: uuidGenerator.next(), kind: backupKind, project: null, payload: null, createdAt: now };
  await store.write((unit) => unit.jobs.enqueue(wish));
  runner.wake();
  return until(async () => {
    const job = await store.read((unit) => unit.jobs.get(wish.id));
    return job && !isLive(job) && job;
  });
};
const states = async () => (await backups.list()).map(({ origin, state }) => `${origin} ${state}`);

describe('a backup a day', () => {
  it('is made when a day is over and something was said, and never otherwise', async () => {
    expect(await look()).toBe('nothing yet');
    await say();
    expect(await look()).toBe('recent');
    now += dayMs - 1;
    expect(await look()).toBe('recent');
    now += 1;
    expect(await look()).toBe('queued');
    expect(await look()).toBe('recent');
    now += 3 * dayMs;
    expect(await look()).toBe('unchanged');
    await say();
    expect(await look()).toBe('queued');
    expect(await states()).toEqual(['daily verified', 'daily verified']);
    const [newest, older] = await backups.list();
    expect([newest?.contents?.memories, older?.contents?.memories]).toEqual([2, 1]);
    expect([newest?.madeAt, newest?.contents?.newestChange]).toEqual([now, now]);
    // The clock of a computer that was set back would be behind the last backup for long.
    now -= 2 * dayMs;
    await say();
    expect(await look()).toBe('queued');
    // Also where nothing but a turn of a conversation is new.
    now += 3 * dayMs;
    await store.write(async (unit) => {
      const {
        memories: [memory],
      } = await unit.memories.list({}, { limit: 1 });
      if (memory) await unit.turns.put(memory, [{ key: 'a', speaker: 'user', saidAt: now, content: 'gate' }]);
    });
    expect(await look()).toBe('queued');
    daily = false;
    now += 9 * dayMs;
    await say();
    expect(await look()).toBe('off');
  });

  it('is not made of what a person has backed up already', async () => {
    await say();
    now += dayMs;
    expect(await makeOne()).toMatchObject({ state: 'done', result: { memories: 1 } });
    expect(await look()).toBe('unchanged');
    await say();
    expect(await look()).toBe('queued');
  });

  it('leaves the newest seven, and what was made for another reason', async () => {
    mkdirSync(folder());
    await say();
    const { path: byHand } = (await makeOne()).result as { path: string };
    copyFileSync(byHand, file('memory-20200101T000000-000Z-v6-before-v7.db'));
    copyFileSync(byHand, file('memory-20200101T000000-000Z-before-restore-abcdef.db'));
    for (let count = 0; count < 10; count += 1) {
      now += dayMs;
      await say();
      expect(await look()).toBe('queued');
    }
    const found = await backups.list();
    expect(
      found.filter(({ origin }) => origin === 'daily').map(({ contents }) => contents?.memories),
    ).toEqual([11, 10, 9, 8, 7, 6, 5]);
    expect(
      found
        .filter(({ origin }) => origin !== 'daily')
        .map(({ origin }) => origin)
        .sort(),
    ).toEqual(['migration', 'person', 'restore']);
    keep = 2;
    now += dayMs;
    await say();
    await look();
    expect((await states()).filter((each) => each.startsWith('daily'))).toHaveLength(2);
  });

  it('that is no good is told, counts for nothing and takes the place of none', async () => {
    keep = 1;
    await say();
    now += dayMs;
    await look();
    const [good] = await backups.list();
    // A copy that a bad disk has changed behind our back.
    const verify = backups.verify.bind(backups);
    backups.verify = (name, mark) => {
      harm(file(name));
      return verify(name, mark);
    };
    now += dayMs;
    await say();
    await look();
    const [failed] = await store.read((unit) => unit.jobs.list({ states: ['failed'] }));
    expect(failed?.error).toMatch(/^The backup .*-daily-.*\.db is no good: .* is damaged/);
    expect(await states()).toEqual(['daily damaged', 'daily verified']);
    expect(existsSync(good?.path ?? '')).toBe(true);
    // It is due all the same, and the next good one is what the bad one makes room for.
    backups.verify = verify;
    now += 1;
    expect(await look()).toBe('queued');
    expect(await states()).toEqual(['daily verified']);
    expect((await backups.list())[0]?.contents?.memories).toBe(2);
  });

  it('that lacks rows is no good although every page of it is sound', async () => {
    await say();
    const { mark } = await store.rows();
    await makeOne();
    const [sound] = await backups.list();
    const name = sound?.name ?? '';
    expect((await backups.verify(name, mark)).state).toBe('verified');
    const database = await openDatabase(file(name));
    database.exec('PRAGMA locking_mode = EXCLUSIVE', 'DELETE FROM history');
    database.close();
    expect((await backups.verify(name)).state).toBe('verified');
    expect(await backups.verify(name, mark)).toMatchObject({
      state: 'damaged',
      fault: 'It has other rows than the database had.',
    });
  });
});

describe('backups that lie there', () => {
  it('are opened one at a time by the chore, whatever they are', async () => {
    mkdirSync(folder());
    await say();
    const { path: whole } = (await makeOne()).result as { path: string };
    const strange: Record<string, (to: string) => void> = {
      'memory-half.db': (to) => writeFileSync(to, readFileSync(whole).subarray(0, 20_000)),
      'memory-text.db': (to) => writeFileSync(to, 'no database'),
      'memory-empty.db': (to) => writeFileSync(to, ''),
      'memory-harmed.db': (to) => (copyFileSync(whole, to), harm(to)),
    };
    for (const [name, make] of Object.entries(strange)) make(file(name));
    mkdirSync(file('memory-folder.db'));
    const other = await openDatabase(file('of-another-program.db'));
    other.exec('CREATE TABLE things (a)');
    other.close();
    copyFileSync(whole, file('memory-of-a-newer-release.db'));
    const newer = await openDatabase(file('memory-of-a-newer-release.db'));
    newer.exec('PRAGMA locking_mode = EXCLUSIVE', 'PRAGMA user_version = 999');
    newer.close();
    for (let count = 0; count < 8; count += 1) await chore.run();
    const found = new Map((await backups.list()).map(({ name, state, fault }) => [name, { state, fault }]));
    expect(found.get(path.basename(whole))).toEqual({ state: 'verified', fault: null });
    expect(Object.keys(strange).map((name) => found.get(name)?.state)).toEqual(Array(4).fill('damaged'));
    expect(found.get('of-another-program.db')?.fault).toContain('another program');
    expect(found.get('memory-of-a-newer-release.db')?.fault).toContain('newer version');
    expect(found.has('memory-folder.db')).toBe(false);
  });

  it('are looked through again once purge has written them anew', async () => {
    const secret = await say();
    await say();
    await makeOne();
    expect(await states()).toEqual(['person verified']);
    await store.write((unit) => unit.memories.purge([secret.id]));
    await new PurgeFiles(bench.home).purge([secret.id], [], []);
    expect(await states()).toEqual(['person unverified']);
    await chore.run();
    const [again] = await backups.list();
    expect([again?.state, again?.contents?.memories]).toEqual(['verified', 1]);
  });

  it('stay when purge looks into them while they are looked through', async () => {
    const memory = await say();
    await makeOne();
    const [before] = await backups.list();
    // At the very same moment a second look failed, and what cannot be read is removed.
    const ask = () => askBackup(before?.path ?? '', (purge) => purge.known([memory.id]).length);
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
    const files = new PurgeFiles(bench.home);
    const looks = Array.from({ length: 5 }, () => backups.verify(before?.name ?? ''));
    const holding = await Promise.all(Array.from({ length: 5 }, () => files.holding([memory.id])));
    expect((await Promise.all(looks)).map(({ state }) => state)).toEqual(Array(5).fill('verified'));
    expect(holding.flat().map(({ action }) => action)).toEqual(Array(5).fill('rewrite'));
    expect(statSync(before?.path ?? '').size).toBe(before?.bytes);
  });

  it.each([
    '',
    'nonsense',
    '[]',
    '{"a":1}',
    '{"memory-x.db":{"bytes":1,"modifiedAt":1,"fault":7,"contents":[]}}',
  ])('are unverified where what is known of them is %j', async (text) => {
    await say();
    await makeOne();
    writeFileSync(path.join(bench.home, 'backups.json'), text);
    expect(await states()).toEqual(['person unverified']);
    await chore.run();
    expect(await states()).toEqual(['person verified']);
    expect(readdirSync(bench.home).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

/** Writes over some pages in the middle. */
function harm(name: string): void {
  const bytes = readFileSync(name);
  for (let at = 8192 * 3; at < bytes.length; at += 8192) bytes.fill(0xa5, at + 8, at + 400);
  writeFileSync(name, bytes);
}
