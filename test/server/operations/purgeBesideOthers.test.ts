import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { OperationsBench } from '../../../dev/operations/operationsBench.ts';
import { purgeOperation } from '../../../src/protocol/operations/memories/purge.ts';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';

let bench: OperationsBench;

beforeEach(async () => {
  bench = await OperationsBench.open();
});
afterEach(() => bench.close());

const folder = () => path.join(bench.home, 'backups');
const foreign = async (name: string, ...sql: string[]) => {
  const database = await openDatabase(path.join(folder(), name));
  database.exec('PRAGMA journal_mode = DELETE', ...sql);
  database.close();
};
const note = 'CREATE TABLE notes (body TEXT)';
const noted = "INSERT INTO notes VALUES ('rhinocerosbeetle of another')";

it.each<readonly [string, string, (file: string) => unknown]>([
  ['a pipe', 'a.db', (file) => execFileSync('mkfifo', [file])],
  ['a pipe for a log', 'memory-other.db-wal', (file) => execFileSync('mkfifo', [file])],
  ['a pipe for a journal', 'memory-other.db-journal', (file) => execFileSync('mkfifo', [file])],
  ['a link to nowhere', 'b.db', (file) => symlinkSync('/nowhere/b.db', file)],
  ['a link to itself', 'c.db', (file) => symlinkSync(file, file)],
  ['a link to a device', 'd.db', (file) => symlinkSync('/dev/zero', file)],
  ['a folder', 'z.db/mine.txt', (file) => (mkdirSync(path.dirname(file)), writeFileSync(file, 'mine'))],
  ['an empty folder', 'y.db', (file) => mkdirSync(file)],
  ['a folder for a draft', 'x.db.partial', (file) => mkdirSync(file)],
  ['a folder for a log', 'broken.db-wal', (file) => mkdirSync(file)],
  ['a database of others', 'n.db', (file) => foreign(path.basename(file), note, noted)],
  [
    'one with an id',
    'i.db',
    (file) => foreign(path.basename(file), 'PRAGMA application_id = 7', note, noted),
  ],
  ['one with such a table', 'm.db', (file) => foreign(path.basename(file), 'CREATE TABLE memories (id)')],
])('a purge goes on beside %s and leaves it alone', async (_what, name, make) => {
  const { memory } = await bench.remember('A word that is gone, okapistripes');
  const first = path.basename((await bench.backup()).path);
  cpSync(path.join(folder(), first), path.join(folder(), 'memory-other.db'));
  writeFileSync(path.join(folder(), 'broken.db'), 'no database: okapistripes');
  const file = path.join(folder(), name);
  await make(file);
  const stateOf = () => {
    const info = lstatSync(file, { throwIfNoEntry: false });
    return info && [info.ino, info.mode, info.isFile() && readFileSync(file, 'latin1')];
  };
  const before = stateOf();
  const { backups } = await bench.call(purgeOperation, { ids: [memory.id] });
  expect(backups.map((each) => each.name).sort()).toEqual(['broken.db', first, 'memory-other.db'].sort());
  // Beside a backup that is made anew nothing may lie that would be taken for its own.
  expect(stateOf()).toEqual(/other\.db-/.test(name) ? undefined : before);
  expect(existsSync(path.join(folder(), 'broken.db'))).toBe(false);
  for (const each of [first, 'memory-other.db', '../memory.db', '../memory.db-wal'])
    expect(readFileSync(path.join(folder(), each), 'latin1')).not.toContain('okapistripes');
});
