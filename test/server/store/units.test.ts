import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import type { Change } from '../../../src/core/memory/history.ts';
import { BackupFolder } from '../../../src/store/sqlite/backupFolder.ts';
import { migrations } from '../../../src/store/sqlite/migrations/migrations.ts';
import { PurgeFiles } from '../../../src/store/sqlite/purgeFiles.ts';
import { openStore } from '../../../src/store/sqlite/openStore.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { StoreBench, titlesIn } from '../../../dev/store/storeBench.ts';

let bench: StoreBench;
let store: SqliteStore;

beforeEach(async () => {
  bench = await StoreBench.create();
  store = await bench.open();
});
afterEach(() => bench[Symbol.asyncDispose]());

const add = (title: string, to = store) =>
  to.write((unit) => unit.memories.insert(sampleMemory({ title, content: `content of ${title}` })));

function sampleChange(memoryId: string): Change {
  return {
    id: v7(),
    groupId: v7(),
    memoryId,
    action: 'create',
    actor: { kind: 'user' },
    at: 1,
    before: null,
    revision: 1,
    undoneBy: null,
  };
}

describe('a unit of work', () => {
  it('runs alone, in the order of the calls, however long it waits', async () => {
    const log: string[] = [];
    const slow = (name: string) =>
      store.write(async () => {
        log.push(`${name} starts`);
        await new Promise((resolve) => setImmediate(resolve));
        log.push(`${name} ends`);
      });
    const reader = () => store.read(async () => log.push('read'));
    await Promise.all([slow('a'), reader(), slow('b'), reader()]);
    expect(log).toEqual(['a starts', 'a ends', 'read', 'b starts', 'b ends', 'read']);
  });

  it('asks before it commits, and takes no for an answer', async () => {
    await store.close();
    let mayCommit = true;
    store = await bench.open({
      beforeCommit: () => {
        if (!mayCommit) throw new Error('no longer the owner');
      },
    });
    await add('allowed');
    mayCommit = false;
    await expect(add('refused')).rejects.toThrow('no longer the owner');
    expect(await titlesIn(store)).toEqual(['allowed']);
  });

  it('is on disk when its promise resolves', async () => {
    await add('one');
    await add('two');
    const survivor = await openStore(bench.crashCopy('crashed'));
    expect(await titlesIn(survivor)).toEqual(['one', 'two']);
    expect(await survivor.checkIntegrity()).toBe('ok');
    await survivor.close();
  });
});

describe('closing', () => {
  it('brings everything into the database, which has no log then', async () => {
    await Promise.all([add('one'), add('two'), store.close()]);
    expect(statSync(`${bench.file}-wal`, { throwIfNoEntry: false })).toBeUndefined();
    expect(await titlesIn(await bench.open())).toEqual(['one', 'two']);
  });

  it('breaks off a backup and leaves no half of it', async () => {
    await fill(2000);
    const copy = store.backup(bench.join('copy.db')).then(
      () => 'done',
      (error: unknown) => error,
    );
    await new Promise((resolve) => setImmediate(resolve));
    await store.close();
    await expect(copy).resolves.toMatchObject({ code: 'unavailable' });
    for (const name of ['copy.db', 'copy.db.partial'])
      expect(statSync(bench.join(name), { throwIfNoEntry: false })).toBeUndefined();
  });
});

async function fill(count: number): Promise<void> {
  await store.write(async (unit) => {
    for (let index = 0; index < count; index += 1)
      await unit.memories.insert(
        sampleMemory({ title: `filler ${index}`, content: `${'text '.repeat(200)}${index}` }),
      );
  });
}

describe('a backup', () => {
  it('is one moment of the store although others write meanwhile', async () => {
    await fill(3000);
    const state = { isCopying: true };
    let pairs = 0;
    const copy = store.backup(bench.join('copy', 'memory.db'));
    await expect(copy).rejects.toMatchObject({ code: 'unavailable' });
    const target = path.join(bench.crashCopy('copied'), 'copy.db');
    const writing = (async () => {
      for (; state.isCopying; pairs += 1) {
        // A server's calls come from outside, one turn of the event loop after the other.
        await new Promise((resolve) => setImmediate(resolve));
        const pair = pairs;
        await store.write(async (unit) => {
          await unit.memories.insert(sampleMemory({ title: `left ${pair}` }));
          await unit.memories.insert(sampleMemory({ title: `right ${pair}` }));
        });
      }
    })();
    const bytes = await store.backup(target).finally(() => (state.isCopying = false));
    await writing;
    expect(pairs).toBeGreaterThan(3);
    expect(statSync(target).size).toBe(bytes);
    expect(statSync(target).mode & 0o777).toBe(0o600);
    const home = bench.join('restored');
    const restored = await restore(target, home);
    const titles = await titlesIn(restored);
    expect(titles.filter((title) => title.startsWith('filler'))).toHaveLength(3000);
    expect(titles.filter((title) => title.startsWith('left')).length).toBe(
      titles.filter((title) => title.startsWith('right')).length,
    );
    expect(await restored.checkIntegrity()).toBe('ok');
    expect(restored.datasetId).toBe(store.datasetId);
    await restored.close();
    await expect(store.backup(target)).rejects.toMatchObject({ code: 'conflict' });
    expect(await store.checkIntegrity()).toBe('ok');
  });
});

async function restore(backup: string, home: string): Promise<SqliteStore> {
  const empty = await openStore(home);
  await empty.close();
  writeFileSync(path.join(home, 'memory.db'), readFileSync(backup));
  return openStore(home);
}

describe('purge', () => {
  it('leaves not a trace of the text in the database, and names the backups that hold it', async () => {
    const secret = 'xylophonequartz';
    const memory = sampleMemory({ content: `the ${secret} of the matter`, title: secret, tags: [secret] });
    const other = sampleMemory({ content: 'stays' });
    await fill(50);
    const backups = new BackupFolder(bench.home);
    await store.backup(await backups.newPath('before', 1));
    await store.write(async (unit) => {
      await unit.memories.insert(memory);
      await unit.memories.insert(other);
      await unit.history.append(sampleChange(memory.id));
      await unit.history.append({ ...sampleChange(memory.id), action: 'edit', before: memory });
      await unit.captures.addStatement('p', 'print', memory.id, 'sha');
      const reply = { text: `[${memory.id.slice(-10)}] ${secret}` };
      await unit.idempotency.put('key', {
        operation: 'remember',
        inputHash: 'h',
        reply: JSON.stringify(reply),
        at: 1,
      });
    });
    const holding = await backups.newPath('with-it', 2);
    await store.backup(holding);
    const traces = async () => {
      const files = [bench.file, `${bench.file}-wal`];
      const contents = await Promise.all(files.map((file) => readFile(file, 'latin1')));
      return contents.filter((text) => text.includes(secret)).length;
    };
    expect(await traces()).toBeGreaterThan(0);
    await store.write((unit) => unit.memories.purge([memory.id]));
    expect(await traces()).toBe(0);
    expect(await store.read((unit) => unit.history.ofMemory(memory.id))).toEqual([]);
    expect(await store.read((unit) => unit.idempotency.find('key'))).toBeUndefined();
    expect(await store.read((unit) => unit.memories.get(other.id))).toEqual(other);
    expect(await store.checkIntegrity()).toBe('ok');
    const files = new PurgeFiles(bench.home);
    expect(await files.holding([memory.id])).toEqual([{ name: path.basename(holding), action: 'rewrite' }]);
  });
});

describe('the integrity check', () => {
  it('finds what is wrong', async () => {
    await add('one');
    await store.close();
    await bench.tamper(
      'DROP TRIGGER memories_deleted',
      `INSERT INTO memory_entities (reference, memory) VALUES ('!9', 999)`,
      'DELETE FROM memories',
      'DROP TRIGGER terms_inserted',
      `INSERT INTO terms (term, reversed, compound) VALUES ('username', 'emanresu', 1)`,
    );
    store = await bench.open();
    const report = await store.checkIntegrity();
    expect(report).toContain('the full-text index differs from the memories');
    expect(report).toContain('the index of names differs from the words');
    expect(report).toContain('1 entity references without a memory');
  });
});

describe('info', () => {
  it('tells where and how large the database is', async () => {
    const info = await store.info();
    expect(info).toMatchObject({
      path: bench.file,
      schemaVersion: migrations.length,
      sqliteVersion: '3.54.1',
    });
    expect(info.databaseBytes).toBeGreaterThan(100_000);
  });
});
