import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { until } from '../../../dev/processes/until.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';
import { isLive } from '../../../src/core/jobs/job.ts';
import type { Logger } from '../../../src/core/ports.ts';
import { backupResultSchema } from '../../../src/protocol/backupResult.ts';
import { backupsInto } from '../../../src/server/jobs/backupsInto.ts';
import { BackupWorker } from '../../../src/server/jobs/backupWorker.ts';
import { JobRunner } from '../../../src/server/jobs/jobRunner.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';

const silent = (): void => {};
const logger: Logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent };
const clock = { now: () => Date.now(), monotonic: () => performance.now() };
const id = '01930000-0000-7000-8000-000000000001';

let bench: StoreBench;
let store: SqliteStore;
/** The folder that the data was in when the job was begun. */
let old: string;

beforeEach(async () => {
  bench = await StoreBench.create();
  store = await bench.open();
  await store.write((unit) => unit.memories.insert(sampleMemory({ title: 'kept' })));
  old = bench.join('old', 'backups');
  mkdirSync(old, { recursive: true });
});
afterEach(() => bench[Symbol.asyncDispose]());

/** Goes on with a backup that another process has begun; returns what has become of it. */
async function goOn(cursor: unknown) {
  await store.write(async ({ jobs }) => {
    await jobs.enqueue({ id, kind: 'backup', project: null, payload: {}, createdAt: 1 });
    await jobs.take(['backup'], Date.now());
    if (cursor !== null) await jobs.advance(id, cursor, { done: 0, total: 0 }, Date.now());
  });
  const runner = new JobRunner({ store, clock, logger, emit: silent });
  await runner.start([new BackupWorker(backupsInto(path.join(bench.home, 'backups'), store, clock))]);
  const job = await until(async () => {
    const found = await store.read((unit) => unit.jobs.get(id));
    return found && (!isLive(found) || found.error !== null) && found;
  });
  await runner.stop();
  return job;
}

const today = () => path.join(bench.home, 'backups');

it.each<readonly [string, () => unknown, string | undefined]>([
  ['that has no name yet', () => null, undefined],
  ['with a name', () => ({ name: 'memory-2026-a.db' }), 'memory-2026-a.db'],
  ['of an earlier release', () => ({ path: path.join(today(), 'memory-b.db') }), 'memory-b.db'],
  ['of a folder that was moved', () => ({ path: '/gone/home/backups/memory-c.db' }), 'memory-c.db'],
  ['of a folder that was copied', () => ({ path: path.join(old, 'memory-d.db') }), 'memory-d.db'],
  ['of another system', () => ({ path: 'C:\\data\\backups\\memory-e.db' }), 'memory-e.db'],
  ['with a way out', () => ({ name: '../../old/backups/memory-f.db' }), undefined],
  ['with a whole path', () => ({ name: path.join(bench.join('old'), 'memory-g.db') }), undefined],
  ['with the name of another file', () => ({ path: path.join(old, '..', 'config.jsonc') }), undefined],
  ['with nothing that it knows', () => ({ at: 3 }), undefined],
])('a backup %s is made in the folder that is there today', async (_what, cursor, name) => {
  const job = await goOn(cursor());
  expect(job).toMatchObject({ state: 'done', error: null });
  const { path: file, bytes } = backupResultSchema.parse(job.result);
  expect(path.dirname(file)).toBe(today());
  expect(readdirSync(today())).toEqual([name ?? path.basename(file)]);
  expect([statSync(file).size, readdirSync(old)]).toEqual([bytes, []]);
  expect(process.platform === 'win32' ? 0 : statSync(today()).mode & 0o077).toBe(0);
});

it('a backup that another process has finished is taken as it is, and a folder is none', async () => {
  mkdirSync(today());
  writeFileSync(path.join(today(), 'memory-whole.db'), 'whole');
  expect((await goOn({ name: 'memory-whole.db' })).result).toMatchObject({ bytes: 5 });
  rmSync(today(), { recursive: true });
  mkdirSync(path.join(today(), 'memory-whole.db'), { recursive: true });
  await store.write((unit) => unit.jobs.thin(Date.now() + 1, 0));
  expect((await goOn({ name: 'memory-whole.db' })).error).toMatch(/memory-whole\.db exists already/);
  expect(existsSync(path.join(today(), 'memory-whole.db'))).toBe(true);
});
