import { cp } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { copyEngine } from '../../../dev/bundles/copyEngine.ts';
import { buildNodeProgram } from '../../../dev/bundles/nodeProgram.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { runProcess, stopAllProcesses } from '../../../dev/processes/processes.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';
import { copyAsOfFirstSchema } from '../../../dev/store/kept/asOfFirstSchema.ts';
import { type HomeContents, lostFrom, readHome } from '../../../dev/store/kept/contentsOf.ts';
import { keptStores } from '../../../dev/store/kept/keptStore.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import { newestVersion, schemaVersion } from '../../../src/store/sqlite/migrate.ts';

let temp: TempDirectory;
let program: string;

beforeAll(async () => {
  temp = await tempDirectory('kept');
  program = await buildNodeProgram(temp.join('dist', 'migrate.js'), {
    entry: 'dev/store/kept/migrateProgram.ts',
  });
  await copyEngine(temp.join('dist'));
});
afterEach(stopAllProcesses);
afterAll(() => temp.dispose());

/** What has to be missed, by table; each in a store of its own, so that one damage does not hide another. */
const damages: [string, Record<string, string>][] = [
  [
    'rows',
    {
      history: 'DELETE FROM history WHERE id = (SELECT max(id) FROM history)',
      sessions: `DELETE FROM sessions WHERE state = 'ended'`,
      claims: `DELETE FROM claims WHERE project = ''`,
      key_values: `DELETE FROM key_values WHERE namespace = 'purge'`,
      project_aliases: `DELETE FROM project_aliases WHERE alias LIKE 'root:%'`,
      idempotency: 'DELETE FROM idempotency WHERE key = (SELECT max(key) FROM idempotency)',
      captured_commits: 'DELETE FROM captured_commits WHERE patch_id IS NULL',
      captured_findings: `DELETE FROM captured_findings WHERE memory_id = ''`,
      capture_cursors: `DELETE FROM capture_cursors WHERE sha LIKE 'empty:%'`,
      passage_vectors: 'DELETE FROM passage_vectors WHERE id = (SELECT max(id) FROM passage_vectors)',
      vector_pending: 'DELETE FROM vector_pending',
      memory_tags: 'DELETE FROM memory_tags WHERE memory = (SELECT max(memory) FROM memory_tags)',
      memory_entities: 'DELETE FROM memory_entities WHERE memory = (SELECT max(memory) FROM memory_entities)',
    },
  ],
  [
    'values',
    {
      memories: 'UPDATE memories SET superseded_by = NULL WHERE superseded_by IS NOT NULL',
      history: 'UPDATE history SET before = NULL WHERE before IS NOT NULL',
      sessions: 'UPDATE sessions SET heartbeat_at = heartbeat_at + 1',
      claims: 'UPDATE claims SET note = NULL WHERE note IS NOT NULL',
      key_values: 'UPDATE key_values SET expires_at = NULL WHERE expires_at IS NOT NULL',
      projects: `UPDATE projects SET name = 'another' WHERE name = 'harbour'`,
      idempotency: `UPDATE idempotency SET reply = reply || ' '`,
      captured_commits: 'UPDATE captured_commits SET patch_id = NULL WHERE patch_id IS NOT NULL',
      captured_findings: `UPDATE captured_findings SET memory_id = '' WHERE memory_id <> ''`,
      meta: `UPDATE meta SET value = 'another' WHERE key = 'dataset_id'`,
      memory_vectors: 'UPDATE memory_vectors SET vector = zeroblob(length(vector)) WHERE id = 200',
      vector_spaces: 'UPDATE vector_spaces SET dropped_at = NULL WHERE dropped_at IS NOT NULL',
    },
  ],
  ['a statement', captured('statement')],
  ['the subject of a commit', captured('subject')],
  ['what is replaced', captured('replaces')],
  [
    'an expiry and an undo',
    {
      memories: 'UPDATE memories SET expires_at = NULL WHERE expires_at IS NOT NULL',
      history: 'UPDATE history SET undone_by = NULL WHERE undone_by IS NOT NULL',
    },
  ],
  ['anchors', { memories: `UPDATE memories SET anchors = '[]' WHERE anchors <> '[]'` }],
  ['a source', { memories: 'UPDATE memories SET source_ref = NULL WHERE source_ref IS NOT NULL' }],
];

/** A key of the metadata of what is captured, also where a memory says it in what was before a change. */
function captured(key: string): Record<string, string> {
  return {
    memories: `UPDATE memories SET metadata = json_remove(metadata, '$.${key}') WHERE metadata ->> '${key}' IS NOT NULL`,
    history: `UPDATE history SET before = json_remove(before, '$.metadata.${key}') WHERE before ->> '$.metadata.${key}' IS NOT NULL`,
  };
}

let homes = 0;
const freshHome = () => temp.join(`home${++homes}`);

describe.each(keptStores())('the store of $name', (kept) => {
  /** The first schema could not hold all that later ones do, and damages are written for the tables of one. */
  const isOldest = kept.name === keptStores()[0]?.name;
  const opened = async (which: '' | 'killed/' = '') => {
    const home = freshHome();
    await kept.place(home, which);
    return home;
  };

  it('opens with everything in it, and is the same after a second start', async () => {
    const home = await opened();
    const first = await readHome(home);
    expect(first.schema).toBe(newestVersion());
    expect(lostFrom(kept, first)).toEqual([]);
    expect(await readHome(home)).toEqual(first);
  });

  it.runIf(kept.contents.schema < 8)('has what was captured as evidence and links', async () => {
    const { tables } = await readHome(await opened());
    const old = (kept.contents.tables['memories']?.rows ?? []).map(({ id, metadata }) => ({
      id,
      ...(metadata as { statement?: string; commit?: string; replaces?: string }),
    }));
    const today = (tables['memories']?.rows ?? []).map(({ id, evidence, links, metadata }) => ({
      id,
      evidence: evidence as Memory['evidence'],
      links: links as Memory['links'],
      metadata,
    }));
    const statements = old.flatMap(({ id, statement, commit }) =>
      statement ? [[id, commit, statement]] : [],
    );
    const questions = old.flatMap(({ id, statement, commit }) =>
      commit && !statement ? [[id, commit]] : [],
    );
    const replaced = old.flatMap(({ id, replaces }) => (replaces ? [[id, replaces]] : []));
    for (const list of [statements, questions, replaced]) expect(list.length).toBeGreaterThan(0);

    const stated = today.flatMap(({ id, evidence }) =>
      evidence.filter(({ says }) => says === 'stated').map(({ ref, fingerprint }) => [id, ref, fingerprint]),
    );
    const asking = today.filter(({ links }) => links.some(({ kind }) => kind === 'ends'));
    const replacing = today.flatMap(({ id, links }) =>
      links.filter(({ kind }) => kind === 'replaces').map(({ to }) => [id, to]),
    );
    expect(stated).toEqual(statements);
    expect(asking.map(({ id, evidence }) => [id, ...evidence.map(({ ref }) => ref)])).toEqual(questions);
    expect(replacing).toEqual(replaced);
    expect(today.filter(({ metadata }) => Object.keys(metadata as object).length > 0)).toEqual([]);
  });

  it('has what its killed owner had acknowledged', async () => {
    const home = await opened('killed/');
    const first = await readHome(home);
    expect(lostFrom(kept, first, { afterKill: true })).toEqual([]);
    expect(await readHome(home)).toEqual(first);
  });

  it.runIf(isOldest)('opens with everything in it that the first schema could hold', async () => {
    const home = freshHome();
    const without = await copyAsOfFirstSchema(await opened(), home);
    expect(lostFrom(kept, await readHome(home), { without })).toEqual([]);
  });

  describe('a migration that is killed', () => {
    it.runIf(kept.contents.schema < newestVersion())('ends right when it began with this store', async () => {
      const endings = await killAt(4, await opened(), (found) => lostFrom(kept, found));
      expect(endings.filter(({ isRight }) => !isRight)).toEqual([]);
    });

    it.runIf(isOldest)('ends right when it began with the first schema', async () => {
      const source = freshHome();
      const without = await copyAsOfFirstSchema(await opened(), source);
      const endings = await killAt(6, source, (found) => lostFrom(kept, found, { without }));
      expect(endings.filter(({ isRight }) => !isRight)).toEqual([]);
      // Some were killed in the first of the steps, some later.
      expect(new Set(endings.map(({ version }) => version)).size).toBeGreaterThan(1);
    });
  });

  it.each(isOldest ? damages : [])('misses what is taken away: %s', async (_what, damage) => {
    const home = await opened();
    const database = await openDatabase(path.join(home, 'memory.db'));
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    for (const sql of Object.values(damage)) expect([sql, database.run(sql)]).not.toEqual([sql, 0]);
    database.close();
    const losses = lostFrom(kept, await readHome(home));
    const tables = new Set(losses.flatMap((loss) => loss.split(':')[0] ?? []));
    // SQLite sees some of it too.
    tables.delete('integrity');
    expect([...tables].toSorted()).toEqual(Object.keys(damage).toSorted());
  });

  /** Kills as many migrations of a home at writes that lie all over them, and starts after each as a person would. */
  async function killAt(
    times: number,
    source: string,
    losses: (found: HomeContents) => string[],
  ): Promise<Ending[]> {
    const whole = await migrate(source);
    const wanted = await readHome(whole.home);
    const random = seededRandom(kept.contents.schema * 100 + times);
    const endings: Ending[] = [];
    for (let time = 0; time < times; time++) {
      const kind = time % 3 === 2 ? 'copies' : 'database';
      const at = 1 + Math.floor(((time + random()) / times) * whole.writes[kind]);
      const { home, signal } = await migrate(source, { kind, at });
      const version = await versionOf(home);
      const found = await readHome(home);
      const lost = losses(found);
      const isSame = isDeepStrictEqual(found, wanted);
      endings.push({ kind, at, version, lost, isRight: signal === 'SIGKILL' && lost.length === 0 && isSame });
    }
    return endings;
  }
});

/** How a start after a kill went. */
interface Ending {
  readonly kind: string;
  readonly at: number;
  /** Which schema the kill had left. */
  readonly version: number;
  readonly lost: readonly string[];
  /** It was killed, nothing is lost, and all is as without the kill. */
  readonly isRight: boolean;
}

interface Migrated {
  readonly home: string;
  readonly signal: NodeJS.Signals | null;
  readonly writes: Readonly<Record<'database' | 'copies', number>>;
}

/** Opens a copy of a home in a process of its own, which is killed at a write, if one is named. */
async function migrate(source: string, point?: { kind: string; at: number }): Promise<Migrated> {
  const home = freshHome();
  await cp(source, home, { recursive: true });
  const args = [program, home, point?.kind ?? '', String(point?.at ?? 0)];
  const { stdout, stderr, signal, code } = await runProcess(process.execPath, args);
  if (signal === null && code !== 0) throw new Error(stderr);
  const writes = signal === null ? (JSON.parse(stdout) as Migrated['writes']) : { database: 0, copies: 0 };
  return { home, signal, writes };
}

/** Of a copy: looking takes the log in. */
async function versionOf(home: string): Promise<number> {
  const copy = freshHome();
  await cp(home, copy, { recursive: true });
  const database = await openDatabase(path.join(copy, 'memory.db'));
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  const version = schemaVersion(database);
  database.close();
  return version;
}
