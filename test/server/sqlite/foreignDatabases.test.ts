import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/sqlite/database.ts';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import { openReadOnly } from '../../../src/sqlite/openReadOnly.ts';
import { readForeign } from '../../../src/sqlite/readForeign.ts';
import { makeReadingCopy } from '../../../src/store/sqlite/readingCopy.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { node24Binary } from '../../../dev/processes/node24.ts';
import { stopAllProcesses } from '../../../dev/processes/processes.ts';
import { NativeWriter } from '../../../dev/store/nativeWriter.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';

// There are platforms without a package of it.
const node = (await node24Binary()) ?? '';

let temp: TempDirectory;
let file: string;
beforeEach(async () => {
  temp = await tempDirectory('foreign');
  file = path.join(await temp.makeDirectory('theirs'), 'memory.db');
});
afterEach(async () => {
  await stopAllProcesses();
  await temp.dispose();
});

/** Every file beside the database: bytes and times. */
function folderOf(name: string): Record<string, string> {
  const folder = path.dirname(name);
  return Object.fromEntries(
    readdirSync(folder).map((each) => {
      const { mtimeNs, mode, ino } = statSync(path.join(folder, each), { bigint: true });
      const sum = createHash('sha256')
        .update(readFileSync(path.join(folder, each)))
        .digest('hex');
      return [each, `${sum} ${mtimeNs} ${mode} ${ino}`];
    }),
  );
}

const texts = (database: Database): unknown[] =>
  database.all('SELECT text FROM note ORDER BY id').map((row) => row['text']);
const made = ['CREATE TABLE note (id INTEGER PRIMARY KEY, text)', "INSERT INTO note (text) VALUES ('one')"];
const withLog = ['PRAGMA journal_mode = WAL', 'PRAGMA wal_autocheckpoint = 0', ...made];

describe.skipIf(node === '')('a database that another program writes to', () => {
  it('shows what is committed in its log, and neither changes nor hinders anything', async () => {
    const theirs = await NativeWriter.start(node, file);
    await theirs.run(...withLog, "INSERT INTO note (text) VALUES ('two')");
    await theirs.run('BEGIN', "INSERT INTO note (text) VALUES ('not yet')");
    expect(statSync(file).size).toBeLessThan(statSync(`${file}-wal`).size);
    const before = folderOf(file);
    const ours = await openReadOnly(file);
    expect(texts(ours)).toEqual(['one', 'two']);
    expect(folderOf(file)).toEqual(before);
    expect(() => ours.run("INSERT INTO note (text) VALUES ('ours')")).toThrow(/may only be read/);
    // Each of these waits for readers that hold a lock, or says how many frames they keep it from.
    await theirs.run('COMMIT', "INSERT INTO note (text) VALUES ('three')");
    expect(await theirs.run('PRAGMA wal_checkpoint(TRUNCATE)')).toEqual([
      { busy: 0, log: 0, checkpointed: 0 },
    ]);
    const after = folderOf(file);
    ours.close();
    expect(folderOf(file)).toEqual(after);
    await theirs.run('PRAGMA journal_mode = DELETE', 'VACUUM');
    expect(await readForeign(file, texts)).toEqual(['one', 'two', 'not yet', 'three']);
  });

  it('is not read on once it has been committed to', async () => {
    const theirs = await NativeWriter.start(node, file);
    await theirs.run(...withLog, 'CREATE TABLE other AS SELECT * FROM note');
    const ours = await openReadOnly(file);
    expect(texts(ours)).toEqual(['one']);
    await theirs.run("INSERT INTO note (text) VALUES ('two')");
    expect(() => ours.all('SELECT * FROM other')).toThrow(expect.objectContaining({ code: 'unavailable' }));
    ours.close();
    expect(await readForeign(file, texts)).toEqual(['one', 'two']);
  });

  it.each([
    ['adds to its log', []],
    ['begins its log anew all the time', ['PRAGMA wal_autocheckpoint = 3']],
    ['has no log', ['PRAGMA journal_mode = DELETE']],
    ['wipes its journal out', ['PRAGMA journal_mode = PERSIST']],
  ])('is read at one moment while it %s', async (_how, pragmas) => {
    const theirs = await NativeWriter.start(node, file);
    await theirs.run(
      ...withLog,
      'PRAGMA synchronous = OFF',
      'CREATE TABLE account (id INTEGER PRIMARY KEY, money, filler)',
      `WITH RECURSIVE each (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM each LIMIT 200)
       INSERT INTO account SELECT id, 100, hex(randomblob(4000)) FROM each`,
      'PRAGMA wal_checkpoint(TRUNCATE)',
      ...pragmas,
    );
    const wrong: unknown[] = [];
    const sound = { money: 20_000, accounts: 200, integrity_check: 'ok' };
    const look = (database: Database): object => ({
      ...database.get('SELECT sum(money) AS money, count(*) AS accounts FROM account'),
      ...database.get('PRAGMA integrity_check'),
    });
    const judge = (found: object): void => {
      if (JSON.stringify(found) !== JSON.stringify(sound)) wrong.push(found);
    };
    await theirs.busily(400, async () => judge(await readForeign(file, look)));
    // What is read in the end where a writer gives no rest, and what a server serves whose folder can only be read.
    await theirs.busily(400, async () => {
      const copy = await makeReadingCopy(path.dirname(file));
      const database = await openDatabase(path.join(copy.home, path.basename(file)));
      database.exec('PRAGMA locking_mode = EXCLUSIVE');
      judge(look(database));
      database.close();
      await copy.remove();
    });
    expect(wrong).toEqual([]);
    expect(await readForeign(file, look)).toEqual(sound);
  });

  it('that was killed in the middle of a change is read as it was before that', async () => {
    for (const mode of ['WAL', 'DELETE']) {
      const name = path.join(path.dirname(file), `${mode}.db`);
      const theirs = await NativeWriter.start(node, name);
      await theirs.run(`PRAGMA journal_mode = ${mode}`, 'PRAGMA cache_size = 5', ...made);
      await theirs.run(
        'BEGIN',
        `WITH RECURSIVE each (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM each LIMIT 500)
         INSERT INTO note (text) SELECT hex(randomblob(900)) FROM each`,
        "UPDATE note SET text = 'changed' WHERE id = 1",
      );
      await theirs.process.kill();
      const before = folderOf(name);
      expect([mode, await readForeign(name, texts)]).toEqual([mode, ['one']]);
      expect(folderOf(name)).toEqual(before);
    }
  });
});

describe.skipIf(node === '')('a large change in a log that holds nothing else', () => {
  const large = [
    'PRAGMA cache_size = 10',
    'BEGIN',
    `WITH RECURSIVE each (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM each LIMIT 3000)
     INSERT INTO note (text) SELECT hex(randomblob(100)) FROM each`,
  ];

  it.each([
    ['is under way', async () => {}],
    ['was killed', (theirs: NativeWriter) => theirs.process.kill()],
  ])('is not seen while its writer %s', async (_how, end) => {
    const theirs = await NativeWriter.start(node, file);
    await theirs.run(...withLog, 'PRAGMA wal_checkpoint(TRUNCATE)', ...large);
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(100_000);
    await end(theirs);
    const before = folderOf(file);
    expect(await readForeign(file, texts)).toEqual(['one']);
    expect(folderOf(file)).toEqual(before);
  });

  it('is seen once it is committed', async () => {
    const theirs = await NativeWriter.start(node, file);
    await theirs.run(...withLog, 'PRAGMA wal_checkpoint(TRUNCATE)', ...large, 'COMMIT');
    await theirs.process.kill();
    expect(await readForeign(file, texts)).toHaveLength(3001);
  });
});

describe('a database at rest', () => {
  it('is read in a folder that cannot be written to, with a log or without', async () => {
    await using bench = await StoreBench.create();
    const memory = sampleMemory({ title: 'theirs' });
    const store = await bench.open();
    await store.write((unit) => unit.memories.insert(memory));
    const left = bench.crashCopy('left');
    await store.close();
    const titles = (database: Database) => database.all('SELECT title FROM memories');
    for (const home of [left, bench.home]) {
      const name = path.join(home, 'memory.db');
      expect(existsSync(`${name}-wal`)).toBe(home === left);
      chmodSync(home, 0o500);
      const before = folderOf(name);
      expect(await readForeign(name, titles)).toEqual([{ title: 'theirs' }]);
      expect(folderOf(name)).toEqual(before);
      chmodSync(home, 0o700);
    }
  });

  it('of our own is read while its server writes to it', async () => {
    await using bench = await StoreBench.create();
    const store = await bench.open();
    const count = () =>
      readForeign(
        bench.file,
        (database) => database.get('SELECT count(*) AS count FROM memories')?.['count'],
      );
    for (let round = 1; round <= 5; round += 1) {
      await store.write((unit) => unit.memories.insert(sampleMemory()));
      expect(await count()).toBe(round);
    }
    expect(await store.checkIntegrity()).toBe('ok');
  });

  it('says what is wrong with it', async () => {
    const text = path.join(path.dirname(file), 'text.db');
    writeFileSync(text, 'This is no database, whatever its name says.'.repeat(100));
    await expect(openReadOnly(text)).rejects.toMatchObject({ code: 'corrupt' });
    await expect(openReadOnly(file)).rejects.toMatchObject({ code: 'not_found' });
    await expect(readForeign(file, texts)).rejects.toMatchObject({ code: 'not_found' });
    await expect(openReadOnly(path.dirname(file))).rejects.toMatchObject({ code: 'unavailable' });
    expect(readdirSync(path.dirname(file))).toEqual(['text.db']);
  });

  it('is open once in a process, and can be opened again', async () => {
    await using bench = await StoreBench.create();
    await (await bench.open()).close();
    const first = await openReadOnly(bench.file);
    await expect(openReadOnly(bench.file)).rejects.toMatchObject({ code: 'conflict' });
    expect(first.get('SELECT count(*) AS count FROM memories')).toEqual({ count: 0 });
    first.close();
    (await openReadOnly(bench.file)).close();
    // Another one under the name, as a restored copy is.
    copyFileSync(bench.file, `${bench.file}.copy`);
    const second = await openReadOnly(bench.file);
    rmSync(bench.file);
    copyFileSync(`${bench.file}.copy`, bench.file);
    expect(() => second.all('SELECT * FROM sessions')).toThrow(
      expect.objectContaining({ code: 'unavailable' }),
    );
    second.close();
  });
});
