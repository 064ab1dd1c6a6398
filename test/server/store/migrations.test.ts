import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { contentKey } from '../../../src/core/memory/contentKey.ts';
import type { Migration } from '../../../src/store/sqlite/migrations/migration.ts';
import { migrations } from '../../../src/store/sqlite/migrations/migrations.ts';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { StoreBench, titlesIn } from '../../../dev/store/storeBench.ts';

let bench: StoreBench;

beforeEach(async () => {
  bench = await StoreBench.create({ isMadeByEach: true });
});
afterEach(() => bench[Symbol.asyncDispose]());

const newest = migrations.length;

/** A later step, which adds a column. */
const addsColumn = (version: number): Migration => ({
  version,
  name: `step ${version}`,
  apply: (database) => database.exec(`ALTER TABLE sessions ADD COLUMN extra${version} TEXT`),
});
const backupNames = () => readdirSync(path.join(bench.home, 'backups')).toSorted();

async function fill(): Promise<void> {
  const store = await bench.open();
  await store.write((unit) => unit.memories.insert(sampleMemory({ title: 'old' })));
  await store.close();
}

it('numbers its steps from one without a gap', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
});

it('makes a new database without a backup', async () => {
  const store = await bench.open();
  expect((await store.info()).schemaVersion).toBe(migrations.length);
  expect(readdirSync(bench.home)).not.toContain('backups');
});

it('copies the database before each step and keeps the memories', async () => {
  await fill();
  const store = await bench.open({
    migrations: [...migrations, addsColumn(newest + 1), addsColumn(newest + 2)],
  });
  expect((await store.info()).schemaVersion).toBe(newest + 2);
  expect(await titlesIn(store)).toEqual(['old']);
  expect(await store.checkIntegrity()).toBe('ok');
  expect(backupNames().map((name) => name.replace(/^memory-\d+T\d+-\d+Z-/, ''))).toEqual([
    `v${newest}-before-v${newest + 1}.db`,
    `v${newest + 1}-before-v${newest + 2}.db`,
  ]);
  const [first] = backupNames();
  const copy = await openDatabase(path.join(bench.home, 'backups', String(first)), { readOnly: true });
  copy.exec('PRAGMA locking_mode = EXCLUSIVE');
  expect(copy.get('PRAGMA user_version')).toEqual({ user_version: newest });
  expect(copy.get('SELECT title FROM memories')).toEqual({ title: 'old' });
  copy.close();
});

it('keeps the last three copies', async () => {
  await fill();
  const steps = [1, 2, 3, 4, 5].map((step) => addsColumn(newest + step));
  await bench.open({ migrations: [...migrations, ...steps] });
  expect(backupNames()).toHaveLength(3);
  expect(backupNames().at(-1)).toContain(`v${newest + 4}-before-v${newest + 5}`);
});

it('recognises what was said before the keys of contents changed', async () => {
  const memory = sampleMemory({ content: '- Exit code 1 is a timeout.' });
  await bench.makeOld(3, [memory]);
  await bench.tamper(`UPDATE memories SET content_key = 'of another time'`);
  const store = await bench.open();
  const found = (content: string) =>
    store.read(async ({ memories }) =>
      memories.findDuplicate(memory.category, memory.project, contentKey(content)),
    );
  expect((await found('exit code 1 is a timeout'))?.id).toBe(memory.id);
  expect(await found('exit code -1 is a timeout')).toBeUndefined();
  expect(await store.checkIntegrity()).toBe('ok');
});

it('undoes a step that fails as a whole, and takes it up again next time', async () => {
  await fill();
  const broken: Migration = {
    version: newest + 1,
    name: 'broken',
    apply(database) {
      database.exec('ALTER TABLE sessions ADD COLUMN extra2 TEXT', 'CREATE TABLE left_over (x)');
      throw new Error('out of luck');
    },
  };
  await expect(bench.open({ migrations: [...migrations, broken] })).rejects.toThrow('out of luck');
  const database = await openDatabase(bench.file);
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  expect(database.get('PRAGMA user_version')).toEqual({ user_version: newest });
  expect(database.get(`SELECT name FROM sqlite_schema WHERE name = 'left_over'`)).toBeUndefined();
  database.close();
  const store = await bench.open({ migrations: [...migrations, addsColumn(newest + 1)] });
  expect(await titlesIn(store)).toEqual(['old']);
});

it('makes a new database as a whole or not at all', async () => {
  const broken: Migration = {
    version: newest + 1,
    name: 'broken',
    apply() {
      throw new Error('out of luck');
    },
  };
  await expect(bench.open({ migrations: [...migrations, broken] })).rejects.toThrow('out of luck');
  const database = await openDatabase(bench.file);
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  expect(database.get('PRAGMA user_version')).toEqual({ user_version: 0 });
  expect(database.all('SELECT name FROM sqlite_schema')).toEqual([]);
  database.close();
  await fill();
  expect(readdirSync(bench.home)).not.toContain('backups');
});

it('does not touch a database of newer code', async () => {
  const newer = await bench.open({ migrations: [...migrations, addsColumn(newest + 1)] });
  await newer.write((unit) => unit.memories.insert(sampleMemory()));
  await newer.close();
  const before = readFileSync(bench.file);
  await expect(bench.open()).rejects.toMatchObject({
    code: 'newer_database',
    message: expect.stringContaining('Update') as string,
  });
  expect(readFileSync(bench.file).equals(before)).toBe(true);
});

it('does not touch a newer database whose version is still in the log', async () => {
  await fill();
  await bench.tamper('PRAGMA journal_mode = WAL');
  const database = await openDatabase(bench.file);
  database.exec(
    'PRAGMA locking_mode = EXCLUSIVE',
    'PRAGMA wal_autocheckpoint = 0',
    `PRAGMA user_version = ${newest + 6}`,
  );
  database.close({ checkpoint: false });
  const files = [bench.file, `${bench.file}-wal`];
  const before = files.map((file) => readFileSync(file));
  await expect(bench.open()).rejects.toMatchObject({ code: 'newer_database' });
  expect(files.map((file, index) => readFileSync(file).equals(before[index] ?? Buffer.alloc(0)))).toEqual([
    true,
    true,
  ]);
});

it('finds names and misspelt words in memories that are older than their index', async () => {
  const living = sampleMemory({ title: 'old', content: 'the parseJsonFile function of giraffes' });
  const buried = sampleMemory({
    title: 'gone',
    content: 'the parseYamlFile function of walruses',
    deletedAt: 1,
  });
  await bench.makeOld(2, [living, buried]);
  const store = await bench.open();
  const found = async (...words: string[]) =>
    store.read(async ({ texts }) => {
      const { terms, corrections } = await texts.expandTerms(words.map((text) => ({ text })));
      const hits = await texts.search({ terms, phrases: [] }, {}, 5);
      return [hits.map(({ memory }) => memory.title), corrections.map(({ to }) => to)];
    });
  expect(await found('json')).toEqual([['old'], []]);
  expect(await found('girafes')).toEqual([['old'], ['giraffes']]);
  expect(await found('yaml')).toEqual([[], []]);
  expect(await found('walrusses')).toEqual([[], []]);
  expect(await store.checkIntegrity()).toBe('ok');
  await store.write((unit) =>
    unit.memories.update({ ...buried, deletedAt: null, revision: buried.revision + 1 }),
  );
  expect(await found('yaml')).toEqual([['gone'], []]);
  expect(await store.checkIntegrity()).toBe('ok');
});
