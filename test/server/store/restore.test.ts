import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';
import type { Logger } from '../../../src/core/ports.ts';
import { RestoreFile, type RestoreOrder } from '../../../src/server/restore/restoreOrder.ts';
import { uuidGenerator } from '../../../src/server/uuidGenerator.ts';
import { openStore } from '../../../src/store/sqlite/openStore.ts';
import {
  restoreDatabase,
  type RestoreStep,
  restoreSteps,
  type RestoreWish,
} from '../../../src/store/sqlite/restoreDatabase.ts';
import { SqliteBackups } from '../../../src/store/sqlite/sqliteBackups.ts';

const silent = (): void => {};
const logger: Logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent };

let bench: StoreBench;
let wish: RestoreWish;
let kept: string;

/** `old` is in the backup, `new` was remembered since. */
beforeEach(async () => {
  bench = await StoreBench.create();
  const store = await openStore(bench.home);
  await store.write((unit) => unit.memories.insert(sampleMemory({ id: uuidGenerator.next(), title: 'old' })));
  const from = bench.join('home', 'backups', 'memory-a.db');
  await store.backup(path.join(await folderOf(), 'memory-a.db'));
  await store.write((unit) => unit.memories.insert(sampleMemory({ id: uuidGenerator.next(), title: 'new' })));
  await store.close();
  const { mark } = await new SqliteBackups(bench.home).look(from);
  wish = { from, mark, kept: 'memory-b-before-restore.db' };
  kept = path.join(bench.home, 'backups', wish.kept);
});
afterEach(() => bench[Symbol.asyncDispose]());

const folderOf = async () => {
  const folder = bench.join('home', 'backups');
  const { mkdir } = await import('node:fs/promises');
  await mkdir(folder, { recursive: true });
  return folder;
};
const settle = async () => (await openStore(bench.home)).close();
const titles = async (home = bench.home) => {
  const store = await openStore(home);
  const { memories } = await store.read((unit) => unit.memories.list({}, { limit: 10 }));
  await store.close();
  return memories.map(({ title }) => title).sort();
};
/** Of the database that was kept, read in a folder of its own. */
const keptTitles = async () => {
  const home = bench.join(`kept-${Math.random()}`);
  const { mkdir, copyFile } = await import('node:fs/promises');
  await mkdir(home);
  await copyFile(kept, path.join(home, 'memory.db'));
  return titles(home);
};
const dieAt = (step: RestoreStep) => (reached: RestoreStep) => {
  if (reached === step) throw new Error(`killed at ${step}`);
};
const order = (change: Partial<RestoreOrder> = {}): RestoreOrder => ({
  ...wish,
  id: 'one',
  askedAt: 1,
  state: 'asked',
  error: null,
  request: null,
  ...change,
});

describe('a backup in the place of the database', () => {
  it('brings what it has, and leaves what was there as a backup', async () => {
    await restoreDatabase(bench.home, wish, { settle });
    expect(await titles()).toEqual(['old']);
    expect(await keptTitles()).toEqual(['new', 'old']);
    // Which is a backup like others: it takes all of it back.
    const { mark } = await new SqliteBackups(bench.home).look(kept);
    await restoreDatabase(bench.home, { from: kept, mark, kept: 'memory-c-before-restore.db' }, { settle });
    expect(await titles()).toEqual(['new', 'old']);
  });

  it.each(restoreSteps)('loses nothing when the process ends at the step "%s"', async (step) => {
    const half = restoreDatabase(bench.home, wish, { settle, onStep: dieAt(step) });
    await expect(half).rejects.toThrow(`killed at ${step}`);
    // Whoever opens it now, without a word of the restore, finds one of the two, whole.
    const found = await titles();
    expect(found).toEqual(step === 'replaced' ? ['old'] : ['new', 'old']);
    await restoreDatabase(bench.home, wish, { settle });
    expect(await titles()).toEqual(['old']);
    expect(await keptTitles()).toEqual(['new', 'old']);
    expect(readdirSync(bench.home).filter((name) => /recovered|partial/.test(name))).toEqual([]);
  });

  it('keeps what an owner that was killed has left in the log', async () => {
    const store = await openStore(bench.home);
    await store.write((unit) =>
      unit.memories.insert(sampleMemory({ id: uuidGenerator.next(), title: 'in the log' })),
    );
    const files = ['memory.db', 'memory.db-wal'].map(
      (name) => [name, readFileSync(path.join(bench.home, name))] as const,
    );
    await store.close();
    for (const [name, bytes] of files) writeFileSync(path.join(bench.home, name), bytes);
    await restoreDatabase(bench.home, wish, { settle });
    expect(await titles()).toEqual(['old']);
    expect(await keptTitles()).toEqual(['in the log', 'new', 'old']);
  });

  it('takes what is in the log of the backup too, and leaves the backup as it was', async () => {
    const elsewhere = bench.join('elsewhere');
    const store = await openStore(elsewhere);
    await store.write((unit) =>
      unit.memories.insert(sampleMemory({ id: uuidGenerator.next(), title: 'elsewhere' })),
    );
    const from = path.join(elsewhere, 'memory.db');
    const { mark } = await new SqliteBackups(bench.home).look(from);
    await restoreDatabase(bench.home, { ...wish, from, mark }, { settle });
    expect(await titles()).toEqual(['elsewhere']);
    await store.close();
    expect(await titles(elsewhere)).toEqual(['elsewhere']);
  });

  it.each([
    ['was removed', () => bench.join('nowhere.db'), 'nowhere.db'],
    ['is text', () => written('text.db', 'no database'), 'text.db'],
    ['is cut', () => written('cut.db', readFileSync(wish.from).subarray(0, 9_000)), 'cut.db'],
    ['is another one by now', () => wish.from, 'another file by now'],
  ])('is refused where it %s, and the database stays', async (_what, from, said) => {
    const other = { ...wish, from: from(), mark: from() === wish.from ? '9.9.9' : wish.mark };
    await expect(restoreDatabase(bench.home, other, { settle })).rejects.toThrow(said);
    expect(await titles()).toEqual(['new', 'old']);
    expect(readdirSync(bench.home).filter((name) => name.includes('recovered'))).toEqual([]);
    expect(existsSync(kept)).toBe(false);
  });
});

describe('what was asked for', () => {
  const carryOut = () =>
    new RestoreFile(bench.home).carryOut((asked) => restoreDatabase(bench.home, asked, { settle }), logger);

  it('is done once, by whoever opens the database next', async () => {
    const file = new RestoreFile(bench.home);
    file.write(order());
    await carryOut();
    expect(file.read()).toMatchObject({ state: 'done', error: null });
    const store = await openStore(bench.home);
    await store.write((unit) =>
      unit.memories.insert(sampleMemory({ id: uuidGenerator.next(), title: 'since' })),
    );
    await store.close();
    await carryOut();
    expect(await titles()).toEqual(['old', 'since']);
  });

  it('is told when it could not be done', async () => {
    const file = new RestoreFile(bench.home);
    file.write(order({ from: bench.join('gone.db') }));
    await carryOut();
    expect(file.read()).toMatchObject({ state: 'failed', error: expect.stringContaining('gone.db') });
    expect(await titles()).toEqual(['new', 'old']);
  });

  it.each(['', '{', '[]', 'null', '{"state":"asked"}', JSON.stringify({ kept: '../../x.db' })])(
    'is nothing where the file says %j',
    async (text) => {
      writeFileSync(path.join(bench.home, 'restore.json'), text);
      await carryOut();
      expect(await titles()).toEqual(['new', 'old']);
    },
  );

  it('is nothing where it would be kept outside of the backups', async () => {
    const outside = order({ kept: '../memory-x.db' });
    writeFileSync(path.join(bench.home, 'restore.json'), JSON.stringify(outside));
    await carryOut();
    expect(await titles()).toEqual(['new', 'old']);
  });
});

function written(name: string, bytes: string | Uint8Array): string {
  writeFileSync(bench.join(name), bytes);
  return bench.join(name);
}
