import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MemoryConnection } from '../../../src/client/connection.ts';
import { waitForJob } from '../../../src/client/waitForJob.ts';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import type { MemoryEvent } from '../../../src/protocol/events.ts';
import type { JobRecord } from '../../../src/protocol/jobRecord.ts';
import { reindexOperation } from '../../../src/protocol/operations/embedding/reindex.ts';
import { cancelJobOperation } from '../../../src/protocol/operations/jobs/cancelJob.ts';
import { listJobsOperation } from '../../../src/protocol/operations/jobs/listJobs.ts';
import { rememberOperation } from '../../../src/protocol/operations/memories/remember.ts';
import { backupResultSchema } from '../../../src/protocol/backupResult.ts';
import { backupOperation } from '../../../src/protocol/operations/system/backup.ts';
import { configureOperation } from '../../../src/protocol/operations/system/configure.ts';
import { memoryStatusOperation } from '../../../src/protocol/operations/system/memoryStatus.ts';
import { openStore } from '../../../src/store/sqlite/openStore.ts';
import { buildCli, type CliBundle, runCli, startCli } from '../../../dev/bundles/cliBundle.ts';
import { layPromptServe } from '../../../dev/bundles/promptServe.ts';
import { type EmbeddingApi, startEmbeddingApi } from '../../../dev/embedding/embeddingApi.ts';
import { isLongRun } from '../../../dev/longRun.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { stopAllProcesses } from '../../../dev/processes/processes.ts';
import { until } from '../../../dev/processes/until.ts';
import { fillPlainStore, runReindexKills } from '../../../dev/server/jobs/reindexKills.ts';
import { Victim } from '../../../dev/server/kills/victim.ts';

let temp: TempDirectory;
let bundle: CliBundle;
let api: EmbeddingApi;
let victim: Victim;
let client: MemoryConnection;
let count = 0;

beforeAll(async () => {
  temp = await tempDirectory('jobs');
  bundle = await buildCli(temp.join('dist'));
  await layPromptServe(bundle);
});
afterAll(() => temp.dispose());

const begin = async (home = temp.join(`home-${++count}`), options: { isPrompt?: boolean } = {}) => {
  victim = await Victim.start(bundle, home, options);
  client = new MemoryConnection({ directory: new DataDirectory(home), actor: { kind: 'cli' } });
};
const reindex = async (provider: 'built-in' | 'openai', restart = false) =>
  (await client.call(reindexOperation, { provider, restart })).result;
const job = async (id: string): Promise<JobRecord> => {
  const [found] = (await client.call(listJobsOperation, { ids: [id] })).result.jobs;
  if (!found) throw new Error(`There is no job ${id}.`);
  return found;
};
const jobLike = (id: string, isWanted: (found: JobRecord) => boolean) =>
  until(
    async () => {
      const found = await job(id);
      return isWanted(found) && found;
    },
    { intervalMs: 10, what: `job ${id} to be another` },
  );
const status = async () => (await client.call(memoryStatusOperation, {})).result;

it('a reindex goes on after each kill in the middle of it, and ends right', async () => {
  const options = { bundle, home: temp.join('killed'), rows: isLongRun ? 8_000 : 4_000, kills: 2, seed: 13 };
  const { figures, failures } = await runReindexKills(options);
  expect(failures).toEqual([]);
  expect(figures['killedAt']).toHaveLength(2);
});

describe('jobs that wait for a model', () => {
  let isSilent = true;

  beforeEach(async () => {
    api = await startEmbeddingApi(32);
    isSilent = true;
    await begin(undefined, { isPrompt: true });
    for (let at = 0; at < 5; at++)
      await client.call(rememberOperation, { content: `Buoy ${at} marks the channel`, category: 'fact' });
    // It answers single questions, and no batch of memories.
    api.rule = ({ body }) => (isSilent && body.input.length > 1 ? 'hang' : undefined);
  });
  const choose = async (state: string) => {
    await client.call(configureOperation, {
      set: { embedder: { provider: 'openai', model: 'one', baseUrl: `${api.origin}/v1` } },
    });
    await until(async () => (await status()).embedding.state === state, { what: `the model to be ${state}` });
  };
  afterEach(async () => {
    client.dispose();
    await stopAllProcesses();
    await api.close();
  });

  it('are one at a time of a kind, and one for the same wish', async () => {
    await choose('reindexing');
    const first = await reindex('openai');
    expect((await reindex('openai')).job).toBe(first.job);
    const other = await reindex('built-in', true);
    expect(other.job).not.toBe(first.job);
    await jobLike(first.job, ({ state }) => state === 'running');
    expect((await job(other.job)).state).toBe('queued');
    expect((await status()).jobs?.map(({ id, state }) => [id, state])).toEqual([
      [other.job, 'queued'],
      [first.job, 'running'],
    ]);
    // A backup is of another kind, and has not to wait for a model.
    const copied = await waitForJob(client, (await client.call(backupOperation, {})).result.job);
    expect(copied.state).toBe('done');
    isSilent = false;
    await client.call(cancelJobOperation, { id: first.job.slice(-10) });
    expect((await waitForJob(client, other.job)).state).toBe('done');
    expect((await job(first.job)).state).toBe('cancelled');
  });

  it('are cancelled, and what they would have done is not done until somebody asks for it', async () => {
    await choose('reindexing');
    const { job: id } = await reindex('openai');
    await jobLike(id, ({ state }) => state === 'running');
    expect((await client.call(cancelJobOperation, { id })).result.job.state).toBe('cancelled');
    const stopped = await until(async () => {
      const { embedding } = await status();
      return embedding.message?.includes('cancelled') && embedding;
    });
    expect(stopped).toMatchObject({ state: 'waiting', active: { provider: 'built-in' } });
    await expect(client.call(cancelJobOperation, { id: 'ffffffffff' })).rejects.toMatchObject({
      code: 'not_found',
    });
    isSilent = false;
    const again = await reindex('openai');
    expect(again.job).not.toBe(id);
    expect((await waitForJob(client, again.job)).state).toBe('done');
    expect((await status()).embedding).toMatchObject({ state: 'ready', active: { model: 'one' } });
    await expect(client.call(cancelJobOperation, { id: again.job })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('stay with the data when the server ends in order, and are the same for the next one', async () => {
    await choose('reindexing');
    const { job: id } = await reindex('openai');
    await jobLike(id, ({ state }) => state === 'running');
    await victim.stop();
    const store = await openStore({ home: victim.home });
    expect(await store.read((unit) => unit.jobs.get(id))).toMatchObject({ state: 'queued', attempts: 0 });
    await store.close();
    await victim.start();
    await jobLike(id, ({ state }) => state === 'running');
    isSilent = false;
    await victim.kill();
    await victim.start();
    expect((await waitForJob(client, id)).state).toBe('done');
  });

  it('say what the model says while they wait, and fail when there is nothing more to wait for', async () => {
    api.rule = () => (isSilent ? { status: 403, body: { error: { message: 'Not today.' } } } : undefined);
    await choose('failed');
    const { job: id } = await reindex('openai');
    expect((await jobLike(id, ({ error }) => error !== null)).error).toContain('Not today.');
    await client.call(configureOperation, { set: { embedder: { provider: 'built-in' } } });
    expect((await waitForJob(client, id)).error).toContain('Another embedding model was chosen');
    expect((await status()).jobs).toMatchObject([{ id, state: 'failed' }]);
    const { stdout, stderr } = await runCli(bundle, ['jobs'], { home: victim.home });
    expect(stdout).toMatch(/^[0-9a-f]{10} +now +search vectors +failed: Another/m);
    expect(stderr).toContain('Try it again: memory-bridge reindex');
    expect((await waitForJob(client, (await reindex('built-in')).job)).state).toBe('done');
    expect((await status()).jobs).toEqual([]);
  });

  it('are left to the server by an interrupted command, which says so', async () => {
    await choose('reindexing');
    const command = startCli(bundle, ['--home', victim.home, 'reindex'], { home: victim.home });
    const running = await until(async () => (await status()).jobs?.find(({ state }) => state === 'running'));
    command.child.kill('SIGINT');
    expect((await command.exited).code).toBe(130);
    expect(command.stderr).toContain(`memory-bridge jobs cancel ${running.id.slice(-10)}`);
    expect((await job(running.id)).state).toBe('running');
    const cli = (...args: string[]) => runCli(bundle, args, { home: victim.home });
    expect((await cli('jobs', 'cancel', running.id.slice(-10))).stdout).toContain('cancelled');
    expect((await cli('jobs', '--json')).json<{ jobs: JobRecord[] }>().jobs[0]).toMatchObject({
      id: running.id,
      state: 'cancelled',
    });
    expect((await cli('jobs', 'cancel', 'zz')).code).toBe(2);
  });
});

describe('jobs on a large store', () => {
  const rows = isLongRun ? 20_000 : 8_000;

  beforeAll(async () => {
    const home = temp.join('large');
    await fillPlainStore(home, rows, 5);
    await begin(home);
  });
  afterAll(async () => {
    client.dispose();
    await stopAllProcesses();
  });

  const backups = () => readdirSync(path.join(victim.home, 'backups'));

  it('tell how far they are a few times a second, by ids alone', async () => {
    // That of the start, when everything was missing.
    await until(async () => (await status()).jobs?.length === 0, { timeoutMs: 60_000 });
    const events: { event: MemoryEvent; at: number }[] = [];
    const heard = client.onEvent((event) => void events.push({ event, at: performance.now() }));
    const { job: id } = await reindex('built-in', true);
    const seen: number[] = [];
    const end = await waitForJob(client, id, ({ progress }) => void seen.push(progress?.done ?? 0));
    heard.dispose();
    expect(end).toMatchObject({ state: 'done', progress: { done: rows, total: rows } });
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    const news = events.filter(({ event }) => event.kind === 'jobs');
    expect(news.length).toBeGreaterThan(1);
    for (const { event } of news) {
      expect(Object.keys(event).toSorted()).toEqual(['ids', 'kind', 'projects']);
      expect(event).toMatchObject({ projects: [null] });
    }
    expect((await status()).jobs).toEqual([]);
  });

  it('leave no half backup behind when they are killed, and the next owner makes it', async () => {
    const before = backups().length;
    const { job: id } = (await client.call(backupOperation, {})).result;
    await until(() => backups().find((name) => name.endsWith('.partial')), { intervalMs: 1 });
    await victim.kill();
    const left = backups().filter((name) => !/\.partial(?:-journal)?$/.test(name));
    expect(left).toHaveLength(before);
    await victim.start();
    const { state, result } = await waitForJob(client, id);
    expect(state).toBe('done');
    const { path: file, bytes } = backupResultSchema.parse(result);
    expect([existsSync(file), bytes > 1_000_000]).toEqual([true, true]);
    expect(backups()).toEqual([...left, path.basename(file)].toSorted());
    const copy = temp.join('restored');
    const { copyFile, mkdir } = await import('node:fs/promises');
    await mkdir(copy);
    await copyFile(file, path.join(copy, 'memory.db'));
    const store = await openStore({ home: copy });
    expect(await store.checkIntegrity()).toBe('ok');
    expect((await store.read((unit) => unit.memories.counts({}))).total).toBe(rows);
    await store.close();
  });

  it('find nothing left of copies that were killed, and all that is of others or may be under way', async () => {
    await victim.kill();
    const before = backups();
    const dead = ['memory-1-v1-before-v2.db.partial', 'memory-1.db.purging', 'broken.db.purging-wal'];
    const kept = ['memory-2-rescued.db.partial', 'download.partial', 'notes.purging'];
    for (const name of [...dead, ...kept, '../memory.db.recovered'])
      writeFileSync(path.join(victim.home, 'backups', name), 'half');
    await victim.start();
    expect(backups()).toEqual([...before, ...kept].toSorted());
    expect(readdirSync(victim.home).filter((name) => name.endsWith('.recovered'))).toEqual([]);
    for (const name of kept) rmSync(path.join(victim.home, 'backups', name));
  });

  it('break a backup off when they are cancelled', async () => {
    const before = backups();
    const { job: id } = (await client.call(backupOperation, {})).result;
    await until(() => backups().find((name) => name.endsWith('.partial')), { intervalMs: 1 });
    await client.call(cancelJobOperation, { id });
    await until(() => backups().join() === before.join());
    expect((await job(id)).state).toBe('cancelled');
  });
});
