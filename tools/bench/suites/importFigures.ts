import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { loadBuiltInEmbedder } from '../../../src/embed/builtIn/loadBuiltInEmbedder.ts';
import { BenchServer } from '../benchServer.ts';
import { eachSampleMemory, sampleQueries } from '../corpus.ts';
import { sampleMemory, sampleNow } from '../sampleStore.ts';
import { ShippedRecall } from '../shippedRecall.ts';
import { ended, type JobReply, person, type Started } from './awaitedJob.ts';

const rested = 200;
/** Between two questions: whoever asks reads the answer. */
const pauseMs = 5;
/** Between two looks at a job. */
const lookMs = 250;

/** What something took: by the clock, and of processors, which what else runs here changes less. */
export interface Spent {
  readonly ms: number;
  readonly cpuMs: number;
}

export async function exportOf(root: string, home: string): Promise<{ path: string; ms: number }> {
  await using server = await BenchServer.start(root, home);
  const call = server.client('bench', undefined, person);
  const started = performance.now();
  const { job } = ((await call('export_memories', {})) as Started).result;
  const result = await ended(call, job);
  return { path: String(result['path']), ms: performance.now() - started };
}

/** Our own bulk insert of the same rows, with their vectors. */
export async function bulkInsert(home: string, size: number): Promise<Spent> {
  const store = await ShippedRecall.open(home, { now: sampleNow, embedder: loadBuiltInEmbedder() });
  const started = performance.now();
  const before = process.cpuUsage();
  await store.fill(eachOfSample(size));
  const { user, system } = process.cpuUsage(before);
  const ms = performance.now() - started;
  await store.close();
  return { ms, cpuMs: (user + system) / 1_000 };
}

export function* eachOfSample(size: number): Generator<Memory> {
  let index = 0;
  for (const sample of eachSampleMemory(size)) yield sampleMemory(sample, index++, size);
}

export interface Imported extends Spent {
  /** The most that the server had in memory, MB. */
  readonly megabytes: number;
  /** Entries that were there when it was killed. */
  readonly killedAt: number;
  readonly added: number;
  readonly addedAgain: number;
  /** Of recalls afterwards, ms. */
  readonly rest: readonly number[];
}

/** By itself, killed once when `killAt` entries are there; the next start goes on. Then the same file once more. */
export async function importKilledOnce(
  root: string,
  home: string,
  { exported, killAt }: { readonly exported: string; readonly killAt: number },
): Promise<Imported> {
  const source = await placed(home, exported);
  let job: string;
  let ms = 0;
  let cpuMs = 0;
  let megabytes = 0;
  let killedAt = 0;
  const timed = async (server: BenchServer, isFar: (done: number) => boolean): Promise<void> => {
    const started = performance.now();
    const before = await server.cpuMilliseconds();
    const reached = await watched(server, job, isFar);
    killedAt ||= reached;
    ms += performance.now() - started;
    cpuMs += (await server.cpuMilliseconds()) - before;
    megabytes = Math.max(megabytes, await server.peakMegabytes());
  };
  {
    await using server = await BenchServer.start(root, home);
    job = await begin(server, source);
    await timed(server, (done) => done >= killAt);
    await server.kill();
  }
  await using server = await BenchServer.start(root, home);
  await timed(server, () => false);
  const call = server.client('bench', undefined, person);
  const first = (await ended(call, job)) as Brought;
  const second = (await ended(call, await begin(server, source))) as Brought;
  return {
    ms,
    cpuMs,
    megabytes,
    killedAt,
    added: first.report?.fates?.added ?? 0,
    addedAgain: second.report?.fates?.added ?? 0,
    rest: await asked(server, () => false),
  };
}

interface Brought {
  readonly report?: { readonly fates?: { readonly added?: number } };
}

/** Recalls, ms, from when half of it is there, for as many questions as there is time for. The rest is not waited for. */
export async function recallsMeanwhile(
  root: string,
  home: string,
  { exported, size }: { readonly exported: string; readonly size: number },
): Promise<number[]> {
  const source = await placed(home, exported);
  await using server = await BenchServer.start(root, home);
  const job = await begin(server, source);
  await watched(server, job, (done) => done >= size / 2);
  let isOver = false;
  const over = watched(server, job, () => isOver).then(() => (isOver = true));
  const times = await asked(server, () => isOver);
  isOver = true;
  await over;
  return times;
}

async function placed(home: string, exported: string): Promise<string> {
  const source = path.join(home, 'exports', 'source.json');
  await mkdir(path.dirname(source), { recursive: true, mode: 0o700 });
  await copyFile(exported, source);
  return source;
}

async function begin(server: BenchServer, source: string): Promise<string> {
  const call = server.client('bench', undefined, person);
  return ((await call('import_memories', { path: source })) as Started).result.job;
}

async function asked(server: BenchServer, isOver: () => boolean): Promise<number[]> {
  const call = server.client('asks');
  const times: number[] = [];
  for (const query of sampleQueries(rested, 7)) {
    const started = performance.now();
    await call('recall', { query });
    if (isOver()) break;
    times.push(performance.now() - started);
    await delay(pauseMs);
  }
  return times;
}

/** Looks now and then, until the job is as far as is wanted or has ended. Returns how far it was. */
async function watched(server: BenchServer, job: string, isFar: (done: number) => boolean): Promise<number> {
  const looks = server.client('looks');
  for (;;) {
    const [found] = ((await looks('list_jobs', { ids: [job] })) as JobReply).result.jobs;
    const done = found?.progress?.done ?? 0;
    if (!found || !['queued', 'running'].includes(found.state) || isFar(done)) return done;
    await delay(lookMs);
  }
}
