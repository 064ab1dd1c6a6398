import {
  copyFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { copyForeign } from '../../../src/sqlite/copyForeign.ts';
import type { Database } from '../../../src/sqlite/database.ts';
import { addToSums, type Sums } from '../../../src/sqlite/logChecksum.ts';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import { openReadOnly } from '../../../src/sqlite/openReadOnly.ts';
import { readForeign } from '../../../src/sqlite/readForeign.ts';
import { systemFiles } from '../../../src/sqlite/systemFiles.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';

let temp: TempDirectory;
let file: string;
let log: string;
beforeEach(async () => {
  temp = await tempDirectory('broken-logs');
  nameIt('theirs');
});
afterEach(() => temp.dispose());

function nameIt(name: string): void {
  file = temp.join(`${name}.db`);
  log = `${file}-wal`;
}

const count = (database: Database): unknown => database.get('SELECT count(*) AS count FROM note')?.['count'];
const rows = (many: number): string =>
  `WITH RECURSIVE each (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM each LIMIT ${many})
   INSERT INTO note (text) SELECT hex(randomblob(100)) FROM each`;

/** One row in the database; what follows is in its log when it is left. */
async function leave(statements: readonly string[], pageBytes = 4096): Promise<void> {
  const database = await openDatabase(file);
  database.exec(`PRAGMA page_size = ${pageBytes}`, 'PRAGMA locking_mode = EXCLUSIVE');
  database.exec('PRAGMA journal_mode = WAL', 'PRAGMA wal_autocheckpoint = 0');
  database.exec(
    'CREATE TABLE note (id INTEGER PRIMARY KEY, text)',
    rows(1),
    'PRAGMA wal_checkpoint(TRUNCATE)',
  );
  database.exec(...statements);
  database.close({ checkpoint: false });
}

async function countIn(copy: string): Promise<unknown> {
  const database = await openDatabase(copy);
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  const found = count(database);
  database.close();
  return found;
}

/** What SQLite itself finds, in a copy. */
async function bySqlite(): Promise<unknown> {
  copyFileSync(file, `${file}.copy`);
  copyFileSync(log, `${file}.copy-wal`);
  return countIn(`${file}.copy`);
}

async function byCopying(): Promise<unknown> {
  await copyForeign(file, `${file}.copied`);
  return countIn(`${file}.copied`);
}

function change(work: (bytes: Buffer) => void): void {
  const bytes = readFileSync(log);
  work(bytes);
  writeFileSync(log, bytes);
}

const cut = (bytes: number) => (): void => truncateSync(log, statSync(log).size - bytes);
const flip = (fromEnd: number) => (): void =>
  change((bytes) => {
    const at = Math.max(32, bytes.length - fromEnd);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  });
const pageSize = (to: number) => (): void =>
  change((bytes) => {
    bytes.writeUInt32BE(to, 8);
    const sums = addToSums([0, 0], bytes.subarray(0, 24), (bytes.readUInt32BE(0) & 1) === 1);
    sums.forEach((sum, at) => bytes.writeUInt32BE(sum, 24 + 4 * at));
  });

describe('a log that is broken', () => {
  it.each([
    ['not at all', () => {}, [4, 501, 1501, 504]],
    ['cut in the page of its commit', cut(1000), [1, 1, 1, 4]],
    ['cut by a byte', cut(1), [1, 1, 1, 4]],
    ['cut behind the mark of its commit', cut(4096), [1, 1, 1, 4]],
    ['cut in the mark of its commit', cut(4096 + 20), [1, 1, 1, 4]],
    ['flipped in the page of its commit', flip(2000), [1, 1, 1, 4]],
    ['flipped in the sum of its commit', flip(4096 + 3), [1, 1, 1, 4]],
    ['flipped in an earlier page', flip(10_000), [1, 1, 1, 4]],
  ])('shows what SQLite finds in it: %s', async (_how, harm, expected) => {
    const found: unknown[][] = [];
    // A few frames, some, more than are looked at with each page, and some behind a commit.
    for (const statements of [[rows(3)], [rows(500)], [rows(1500)], [rows(3), rows(500)]]) {
      nameIt(`left ${found.length}`);
      await leave(statements);
      harm();
      found.push([await bySqlite(), await readForeign(file, count), await byCopying()]);
    }
    expect(found).toEqual(expected.map((each) => [each, each, each]));
  });

  it('is read in pages of each size that there is', async () => {
    for (const bytes of [512, 1024, 65_536]) {
      nameIt(`pages ${bytes}`);
      await leave([rows(50)], bytes);
      expect(readFileSync(log).readUInt32BE(8)).toBe(bytes);
      expect([bytes, await bySqlite(), await readForeign(file, count)]).toEqual([bytes, 51, 51]);
    }
  });

  it('holds nothing when it names a size of pages that there is not', async () => {
    for (const bytes of [
      0, 1, 256, 513, 4097, 131_072, 0x40000000, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff,
    ]) {
      nameIt(`pages ${bytes}`);
      await leave([rows(50)]);
      pageSize(bytes)();
      expect([bytes, await bySqlite(), await readForeign(file, count), await byCopying()]).toEqual([
        bytes,
        1,
        1,
        1,
      ]);
    }
  });

  it('is not walked through in steps without a page', async () => {
    await leave([rows(1)]);
    pageSize(0)();
    // Frames of nothing, each of which fits and is a commit.
    const bytes = readFileSync(log);
    const frames = Buffer.alloc(24 * 1000);
    let sums: Sums = [bytes.readUInt32BE(24), bytes.readUInt32BE(28)];
    for (let at = 0; at < frames.length; at += 24) {
      frames.writeUInt32BE(1, at);
      frames.writeUInt32BE(1, at + 4);
      bytes.copy(frames, at + 8, 16, 24);
      sums = addToSums(sums, frames.subarray(at, at + 8), (bytes.readUInt32BE(0) & 1) === 1);
      sums.forEach((sum, index) => frames.writeUInt32BE(sum, at + 16 + 4 * index));
    }
    writeFileSync(log, Buffer.concat([bytes.subarray(0, 32), frames]));
    const reads = vi.spyOn(systemFiles, 'readSync');
    expect(await readForeign(file, count)).toBe(1);
    expect(reads.mock.calls.length).toBeLessThan(100);
    reads.mockRestore();
  });
});

describe('a database whose file is empty', () => {
  it('is damaged when there is something in its log', async () => {
    await leave([rows(3)]);
    truncateSync(file, 0);
    for (const read of [openReadOnly(file), readForeign(file, count), copyForeign(file, `${file}.copied`)])
      await expect(read).rejects.toMatchObject({
        code: 'corrupt',
        message: `The database ${file} is damaged: the file is empty, but its log is not. Restore the newest backup.`,
      });
  });

  it.each([
    ['no log', () => rmSync(log)],
    ['an empty log', () => truncateSync(log, 0)],
    ['a log without a commit', cut(100)],
    ['something else for a log', () => writeFileSync(log, 'This is no log. '.repeat(100))],
  ])('is an empty database with %s', async (_what, harm) => {
    await leave([rows(3)]);
    truncateSync(file, 0);
    harm();
    const before = readdirSync(temp.path);
    expect(await readForeign(file, (database) => database.all('SELECT * FROM sqlite_master'))).toEqual([]);
    expect(readdirSync(temp.path)).toEqual(before);
  });
});
