import { readFileSync } from 'node:fs';
import path from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { undoChanges } from '../../../src/memories/undo.ts';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import { evidence } from '../../../src/store/sqlite/migrations/0008-evidence.ts';
import { migrations } from '../../../src/store/sqlite/migrations/migrations.ts';
import { BackupFolder } from '../../../src/store/sqlite/backupFolder.ts';
import { PurgeFiles } from '../../../src/store/sqlite/purgeFiles.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';

let bench: StoreBench;

beforeEach(async () => {
  bench = await StoreBench.create();
});
afterEach(() => bench[Symbol.asyncDispose]());

const [sha, later] = ['1a'.repeat(20), '2b'.repeat(20)];
const earlier = v7();
const successor = v7();

/** Memories as they were stored before version 8, and what becomes of each. */
const old = {
  commit: sampleMemory({
    title: 'Said in a commit',
    source: { kind: 'commit', ref: sha, actor: 'Ada' },
    metadata: { statement: 'f1', commit: sha, subject: 'Pack vectors', files: ['a.ts'], filesChanged: 3 },
  }),
  redacted: sampleMemory({
    title: 'Had a secret',
    source: { kind: 'commit', ref: sha },
    metadata: {
      statement: 'f2',
      commit: sha,
      subject: 's',
      files: [],
      filesChanged: 0,
      redacted: ['github'],
    },
  }),
  record: sampleMemory({
    title: 'ADR-7',
    source: { kind: 'adr', ref: `docs/adr/7@x.md@${sha}` },
    status: 'superseded',
    metadata: {
      statement: 'f3',
      commit: sha,
      subject: 'Decide',
      files: ['docs/adr/7@x.md'],
      filesChanged: 1,
      adr: 'docs/adr/7@x.md',
      replaces: earlier,
      ended: { reason: 'deprecated', commit: later, unseen: true },
    },
  }),
  returned: sampleMemory({
    title: 'Came back',
    source: { kind: 'commit', ref: sha },
    metadata: { statement: 'f4', commit: sha, subject: 's', files: [], filesChanged: 0, returned: later },
  }),
  proposal: sampleMemory({
    title: 'Of an agent',
    source: { kind: 'agent' },
    status: 'candidate',
    metadata: { replaces: earlier },
  }),
  plain: sampleMemory({ title: 'Of a person', metadata: {} }),
  strange: sampleMemory({ title: 'Of nobody we know', metadata: { commit: 7, replaces: [], colour: 'red' } }),
};
const question = sampleMemory({
  title: 'Does it hold?',
  source: { kind: 'adr', ref: `docs/adr/8.md@${later}` },
  status: 'candidate',
  metadata: {
    commit: later,
    ends: old.commit.id,
    ended: { reason: 'reverted', commit: later },
    successor,
  },
});
const all: readonly Memory[] = [...Object.values(old), question];
const at = (memory: Memory) => memory.createdAt;

const expected: Readonly<Record<string, Partial<Memory>>> = {
  [old.commit.id]: {
    evidence: [
      {
        kind: 'commit',
        says: 'stated',
        ref: sha,
        excerpt: 'Pack vectors',
        at: at(old.commit),
        fingerprint: 'f1',
        files: ['a.ts'],
        filesChanged: 3,
      },
    ],
    links: [],
    metadata: {},
  },
  [old.redacted.id]: {
    evidence: [
      {
        kind: 'commit',
        says: 'stated',
        ref: sha,
        excerpt: 's',
        at: at(old.redacted),
        fingerprint: 'f2',
        files: [],
        filesChanged: 0,
        redacted: ['github'],
      },
    ],
    links: [],
    metadata: {},
  },
  [old.record.id]: {
    evidence: [
      {
        kind: 'adr',
        says: 'stated',
        ref: sha,
        place: 'docs/adr/7@x.md',
        excerpt: 'Decide',
        at: at(old.record),
        fingerprint: 'f3',
        files: ['docs/adr/7@x.md'],
        filesChanged: 1,
      },
      { kind: 'adr', says: 'deprecated', ref: later, place: 'docs/adr/7@x.md', unseen: true },
    ],
    links: [{ kind: 'replaces', to: earlier }],
    metadata: {},
  },
  [old.returned.id]: {
    evidence: [
      {
        kind: 'commit',
        says: 'stated',
        ref: sha,
        excerpt: 's',
        at: at(old.returned),
        fingerprint: 'f4',
        files: [],
        filesChanged: 0,
      },
      { kind: 'commit', says: 'returned', ref: later },
    ],
    links: [],
    metadata: {},
  },
  [old.proposal.id]: { evidence: [], links: [{ kind: 'replaces', to: earlier }], metadata: {} },
  [old.plain.id]: { evidence: [], links: [], metadata: {} },
  [old.strange.id]: {
    evidence: [],
    links: [],
    metadata: { commit: 7, replaces: [], colour: 'red' },
  },
  [question.id]: {
    evidence: [{ kind: 'commit', says: 'reverted', ref: later, at: at(question) }],
    links: [
      { kind: 'ends', to: old.commit.id },
      { kind: 'successor', to: successor },
    ],
    metadata: {},
  },
};

/** The history's state of a memory, as it was written before version 8. */
function oldState({ evidence: _evidence, links: _links, ...memory }: Memory): string {
  return JSON.stringify(memory);
}

async function stored(store: SqliteStore): Promise<Record<string, Partial<Memory>>> {
  const memories = await store.read((unit) => unit.memories.getMany(all.map(({ id }) => id)));
  return Object.fromEntries(
    memories.map(({ id, evidence: found, links, metadata }) => [id, { evidence: found, links, metadata }]),
  );
}

async function dump(): Promise<unknown> {
  const database = await openDatabase(bench.file, { readOnly: true });
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  const rows = ['memories', 'memory_links', 'captured_statements', 'history'].map((table) =>
    database.all(`SELECT * FROM ${table}`),
  );
  database.close({ checkpoint: false });
  return rows;
}

describe('what capture kept in the metadata', () => {
  it('becomes evidence and links, is sound, and stays so over a second start', async () => {
    await bench.makeOld(7, all);
    await bench.tamper(
      `INSERT INTO captured_findings VALUES ('p', 'f1', '${old.commit.id}', '${sha}')`,
      `INSERT INTO captured_findings VALUES ('p', 'gone', '', '${sha}')`,
    );
    const store = await bench.open();
    expect(await stored(store)).toEqual(expected);
    expect(await store.checkIntegrity()).toBe('ok');
    const known = await store.read(({ captures }) => captures.findStatements(['p'], ['f1', 'gone', 'none']));
    expect([...known]).toEqual([
      ['f1', old.commit.id],
      ['gone', ''],
    ]);
    await store.close();
    const before = await dump();
    await (await bench.open()).close();
    expect(await dump()).toEqual(before);
  });

  it('is where it was when the step is broken off, and moves at the next start', async () => {
    await bench.makeOld(7, all);
    const broken = {
      ...evidence,
      apply(database: Parameters<typeof evidence.apply>[0]) {
        evidence.apply(database);
        throw new Error('out of power');
      },
    };
    const steps = [...migrations.filter(({ version }) => version < 8), broken];
    await expect(bench.open({ migrations: steps })).rejects.toThrow('out of power');
    expect(await stored(await bench.open())).toEqual(expected);
  });

  it('comes with a state of before, when a change of before is undone', async () => {
    const changed = { ...old.record, status: 'active' as const, revision: 2, metadata: { statement: 'x' } };
    await bench.makeOld(7, [changed, sampleMemory({ id: earlier })]);
    const [change, state] = [v7(), oldState(old.record).replaceAll("'", "''")];
    const tail = Array.from(change.slice(-12)).toReversed().join('');
    await bench.tamper(
      `INSERT INTO history VALUES ('${change}', '${tail}', '${change}', '${tail}', '${changed.id}', 'edit', 'user',
         NULL, 5, '${state}', 2, NULL)`,
    );
    const store = await bench.open();
    const context = { actor: { kind: 'user' }, now: 9, ids: { next: () => v7() }, emit: () => {} } as const;
    const { memories } = await store.write((unit) => undoChanges(unit, context, change));
    expect(memories).toMatchObject([{ status: 'superseded', revision: 3, ...expected[old.record.id] }]);
    expect(await store.read(({ memories: rows }) => rows.get(changed.id))).toMatchObject(
      expected[old.record.id] ?? {},
    );
    await store.close();
    const links = await dump();
    expect(links).toContainEqual([{ target: earlier, kind: 'replaces', memory: 1 }]);
  });
});

describe('metadata that is no object', () => {
  it.each(['null', '7', '"commit"', '[1]', 'true'])('says nothing, and stops no start: %s', async (json) => {
    await bench.makeOld(7, [old.plain, old.commit]);
    await bench.tamper(`UPDATE memories SET metadata = '${json}' WHERE id = '${old.plain.id}'`);
    const store = await bench.open();
    expect(await store.read(({ memories }) => memories.get(old.plain.id))).toMatchObject({
      evidence: [],
      links: [],
      metadata: {},
    });
    expect(await store.read(({ memories }) => memories.get(old.commit.id))).toMatchObject(
      expected[old.commit.id] ?? {},
    );
  });

  it.each([
    ['metadata is missing', { metadata: undefined }, true],
    ['metadata is null', { metadata: null }, true],
    ['links are no list', { evidence: {}, links: 7 }, true],
    ['there is no state', null, false],
  ])('is read in the history as well: %s', async (_what, fields, isState) => {
    await bench.makeOld(7, [old.plain]);
    const change = v7();
    const tail = Array.from(change.slice(-12)).toReversed().join('');
    const state = fields && { ...(JSON.parse(oldState(old.plain)) as object), ...fields };
    await bench.tamper(
      `INSERT INTO history VALUES ('${change}', '${tail}', '${change}', '${tail}', '${old.plain.id}', 'edit', 'user',
         NULL, 5, '${JSON.stringify(state)}', 2, NULL)`,
    );
    const store = await bench.open();
    const [found] = await store.read(({ history }) => history.ofMemory(old.plain.id));
    const nothing = { title: old.plain.title, metadata: {}, evidence: [], links: [] };
    expect(found).toMatchObject({ id: change, before: isState ? nothing : null });
  });
});

describe('links', () => {
  it('of others go with the memory that they lead to, and its questions too', async () => {
    await bench.makeOld(7, all);
    const store = await bench.open();
    expect(await store.write(({ memories }) => memories.purge([old.commit.id]))).toEqual([question.id]);
    const target = sampleMemory({ id: earlier });
    await store.write(({ memories }) => memories.insert(target));
    await store.write(({ memories }) => memories.purge([earlier]));
    const left = await store.read(({ memories }) => memories.getMany([old.record.id, old.proposal.id]));
    expect(left.map(({ links }) => links)).toEqual([[], []]);
    expect(left[0]?.evidence).toEqual(expected[old.record.id]?.evidence);
    expect(await store.checkIntegrity()).toBe('ok');
    await store.close();
    const [, links] = (await dump()) as unknown[][];
    expect(links).toEqual([]);
  });
});

describe('a purge', () => {
  it('leaves no byte of evidence, in the database or in a backup of before', async () => {
    const said = 'rhinocerosbeetle';
    const captured = {
      ...old.commit,
      metadata: { ...old.commit.metadata, subject: said, files: [`${said}.ts`] },
    };
    const holds = async (): Promise<string[]> => {
      const backups = (await new BackupFolder(bench.home).list()).map((backup) => backup.path);
      const files = [bench.file, ...backups].filter((file) => readFileSync(file).includes(said));
      return files.map((file) => path.basename(file));
    };
    await bench.makeOld(7, [...all.filter(({ id }) => id !== captured.id), captured]);
    const store = await bench.open();
    // The database, and a copy before each step.
    expect(await holds()).toHaveLength(4);
    const names = await new PurgeFiles(bench.home).before();
    const gone = await store.write(({ memories }) => memories.purge([captured.id]));
    await store.scrub();
    await new PurgeFiles(bench.home).purge([captured.id, ...gone], [], names);
    await store.close();
    expect(await holds()).toEqual([]);
  });
});

describe('a backup of before', () => {
  it('loses what is purged, its questions, and what a memory said earlier', async () => {
    await bench.makeOld(7, all);
    // Of copies made before a step the last three are kept: with all steps there are, this one would not be.
    const store = await bench.open({ migrations: migrations.filter(({ version }) => version <= 10) });
    const backups = await new BackupFolder(bench.home).list();
    const names = backups.map((each) => path.basename(each.path));
    const backup = backups.find((each) => each.path.includes('before-v8'));
    if (!backup) throw new Error('The step made no backup.');
    const files = new PurgeFiles(bench.home);
    const kept = await store.read(({ memories }) => memories.getMany([old.record.id, old.redacted.id]));
    const reworded = kept.map((memory) =>
      memory.id === old.redacted.id ? { ...memory, content: 'Other words' } : memory,
    );
    expect(await files.purge([old.commit.id], reworded, names)).toHaveLength(names.length);
    const database = await openDatabase(backup.path, { readOnly: true });
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    const ids = database.all('SELECT id FROM memories').map(({ id }) => id);
    database.close({ checkpoint: false });
    const gone = new Set([old.commit.id, question.id, old.redacted.id]);
    expect(ids).toEqual(all.map(({ id }) => id).filter((id) => !gone.has(id)));
  });
});
