import { execFileSync } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyForeign } from '../../../src/sqlite/copyForeign.ts';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import { openReadOnly } from '../../../src/sqlite/openReadOnly.ts';
import { readForeign } from '../../../src/sqlite/readForeign.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { startProcess, stopAllProcesses } from '../../../dev/processes/processes.ts';

const isPosix = process.platform !== 'win32';
const isRoot = process.getuid?.() === 0;

let temp: TempDirectory;
let file: string;
const servers: Server[] = [];
beforeEach(async () => {
  temp = await tempDirectory('wrong-files');
  file = temp.join('theirs.db');
});
afterEach(async () => {
  await stopAllProcesses();
  for (const server of servers.splice(0)) server.close();
  await temp.dispose();
});

/** A row in the database and another in its log. */
async function leave(): Promise<void> {
  const database = await openDatabase(file);
  database.exec('PRAGMA locking_mode = EXCLUSIVE', 'PRAGMA journal_mode = WAL');
  database.exec(
    'CREATE TABLE note (text)',
    "INSERT INTO note VALUES ('one')",
    'PRAGMA wal_checkpoint(TRUNCATE)',
  );
  database.exec("INSERT INTO note VALUES ('two')");
  database.close({ checkpoint: false });
}

const count = async (name: string): Promise<unknown> =>
  readForeign(name, (database) => database.get('SELECT count(*) AS count FROM note')?.['count']);

const ways: readonly (readonly [string, (name: string) => Promise<unknown>])[] = [
  ['openReadOnly', async (name) => (await openReadOnly(name)).close()],
  ['readForeign', count],
  ['copyForeign', (name) => copyForeign(name, temp.join('copy.db'))],
];

async function failuresOf(name: string): Promise<unknown[]> {
  const failures: unknown[] = [];
  for (const [way, read] of ways) {
    const error: unknown = await read(name).then(
      () => 'nothing',
      (thrown: unknown) => thrown,
    );
    const { name: kind, code, message } = error as Error & { code?: string };
    failures.push({ way, kind, code, message });
  }
  return failures;
}

const allWays = (code: string, message: unknown): unknown[] =>
  ways.map(([way]) => ({ way, kind: 'MemoryBridgeError', code, message }));

/** Whoever opens it to read gets a writer at once, so that nothing hangs; the writer leaves a mark when somebody did. */
function makePipe(name: string): void {
  execFileSync('mkfifo', [name]);
  startProcess('sh', ['-c', 'while : > "$1"; do : > "$2"; done', 'sh', name, temp.join('opened')]);
}

async function makeSocket(name: string): Promise<void> {
  const server = createServer().listen(name);
  servers.push(server);
  await once(server, 'listening');
}

const kinds: readonly (readonly [string, (name: string) => unknown])[] = [
  ['a named pipe', makePipe],
  ['a socket', makeSocket],
  ['a folder', (name) => mkdirSync(name)],
  ['a device', (name) => symlinkSync('/dev/null', name)],
];

describe.skipIf(!isPosix)('what is no file', () => {
  it.each(kinds)('is not opened as a database: %s', async (kind, make) => {
    await leave();
    rmSync(file);
    await make(file);
    const message = `The database ${file} cannot be read: it is ${kind}. Name a file.`;
    expect(await failuresOf(file)).toEqual(allWays('unavailable', message));
    expect(existsSync(temp.join('opened'))).toBe(false);
  });

  it.each(kinds)('is taken neither for a log nor for a journal: %s', async (_kind, make) => {
    for (const [suffix, rows] of [
      ['-journal', 2],
      ['-wal', 1],
    ] as const) {
      await leave();
      rmSync(file + suffix, { force: true });
      await make(file + suffix);
      const ours = await openReadOnly(file);
      expect(ours.get('SELECT count(*) AS count FROM note')).toEqual({ count: rows });
      ours.close();
      expect(await count(file)).toBe(rows);
      const copy = temp.join(`copy${suffix}.db`);
      await copyForeign(file, copy);
      expect([existsSync(copy + suffix), await count(copy)]).toEqual([false, rows]);
      expect(existsSync(temp.join('opened'))).toBe(false);
      await stopAllProcesses();
      for (const each of ['', '-wal', '-journal']) rmSync(file + each, { recursive: true, force: true });
    }
  });

  it('is not what links to files are', async () => {
    await leave();
    for (const suffix of ['', '-wal']) {
      renameSync(file + suffix, temp.join(`elsewhere${suffix}`));
      symlinkSync(temp.join(`elsewhere${suffix}`), file + suffix);
    }
    linkSync(temp.join('elsewhere'), temp.join('hard.db'));
    writeFileSync(temp.join('empty'), '');
    symlinkSync(temp.join('empty'), `${file}-journal`);
    expect(await count(file)).toBe(2);
    expect(await count(temp.join('hard.db'))).toBe(1);
    await copyForeign(file, temp.join('copy.db'));
    expect(await count(temp.join('copy.db'))).toBe(2);
  });
});

describe('a name that leads nowhere', () => {
  it('is said in a sentence', async () => {
    await leave();
    symlinkSync('loop.db', temp.join('loop.db'));
    const names: readonly (readonly [string, string])[] = [
      [temp.join('loop.db'), 'ELOOP'],
      [temp.join('theirs.db', 'inside.db'), 'ENOTDIR'],
      [temp.join('long'.repeat(100)), 'ENAMETOOLONG'],
      [`${file}\0.db`, 'ERR_INVALID_ARG_VALUE'],
    ];
    for (const [name, errno] of names)
      expect(await failuresOf(name)).toEqual(
        allWays(
          'unavailable',
          expect.stringContaining(
            `could not be opened (${errno}). Check that the folder exists and is yours.`,
          ),
        ),
      );
    const missing = temp.join('missing.db');
    expect(await failuresOf(missing)).toEqual(allWays('not_found', `There is no database ${missing}.`));
  });

  it.skipIf(!isPosix || isRoot)('is said in a sentence where nothing may be read', async () => {
    await leave();
    for (const suffix of ['', '-wal']) {
      chmodSync(file + suffix, 0);
      expect(await failuresOf(file)).toEqual(allWays('unavailable', expect.stringContaining('EACCES')));
      chmodSync(file + suffix, 0o600);
    }
  });

  it.skipIf(!existsSync('/proc/self/fd'))('leaves nothing open', async () => {
    const open = (): string[] =>
      readdirSync('/proc/self/fd').flatMap((each) => {
        try {
          const target = readlinkSync(`/proc/self/fd/${each}`);
          return target.startsWith(temp.path) ? [target] : [];
        } catch {
          return [];
        }
      });
    await leave();
    for (const suffix of ['-wal', '-journal']) {
      rmSync(file + suffix, { force: true });
      symlinkSync(file + suffix, file + suffix);
      expect(await failuresOf(file)).toEqual(allWays('unavailable', expect.stringContaining('ELOOP')));
      rmSync(file + suffix);
    }
    const ours = await openReadOnly(file);
    expect(open()).not.toEqual([]);
    ours.close();
    expect(open()).toEqual([]);
  });
});

it('can be written to in its copy, though not itself', async () => {
  await leave();
  for (const suffix of ['', '-wal']) chmodSync(file + suffix, 0o400);
  const copy = temp.join('copy.db');
  await copyForeign(file, copy);
  for (const suffix of ['', '-wal']) expect(statSync(copy + suffix).mode & 0o777).toBe(0o600);
});
