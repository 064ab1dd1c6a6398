import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { loadBuiltInEmbedder } from '../../../src/embed/builtIn/loadBuiltInEmbedder.ts';
import { BenchServer } from '../benchServer.ts';
import { eachSampleMemory, sampleQueries } from '../corpus.ts';
import { type Figure, type SuiteContext, sizeName } from '../figure.ts';
import { copySampleStore, sampleMemory, sampleNow } from '../sampleStore.ts';
import { ShippedRecall } from '../shippedRecall.ts';
import { percentile } from '../statistics.ts';
import { ended, type JobReply, person, type Started } from './awaitedJob.ts';
import { ingestOf } from './ingestFigures.ts';

const rested = 200;
/** Between two questions: whoever asks reads the answer. */
const pauseMs = 5;
/** Between two looks at a job. */
const lookMs = 250;

/** Export, import and ingestion at a number of memories, the import killed once in the middle, beside our own bulk insert of the same rows. */
export async function transferFigures(size: number, { root, log }: SuiteContext): Promise<Figure[]> {
  await using temp = await tempDirectory('bench-transfer');
  const from = temp.join('from');
  await copySampleStore(root, size, from, log);
  const exported = await exportOf(root, from);
  log(`engine: exported ${size} memories in ${(exported.ms / 1_000).toFixed(1)} s`);
  const insertMs = await bulkInsert(temp.join('insert'), size);
  log(`engine: our own insert of them takes ${(insertMs / 1_000).toFixed(1)} s`);
  const imported = await importOf(root, temp.join('to'), exported.path, size);
  log(`engine: imported them in ${(imported.ms / 1_000).toFixed(1)} s, ${imported.megabytes.toFixed(0)} MB`);
  const ingested = await ingestOf(root, temp.join('ingested'), size);
  log(`engine: made them of documents in ${(ingested.ms / 1_000).toFixed(1)} s`);
  const subject = `export, import and ingestion of ${sizeName(size)}`;
  const figure = (name: string, value: number, unit: Figure['unit'], budget?: number): Figure => ({
    subject,
    name,
    value,
    unit,
    ...(budget === undefined ? {} : { budget }),
  });
  return [
    figure('export', exported.ms, 'ms'),
    figure('our own bulk insert', insertMs, 'ms'),
    figure('export / bulk insert', exported.ms / insertMs, 'ratio'),
    figure('import, killed once', imported.ms, 'ms'),
    figure('import / bulk insert', imported.ms / insertMs, 'ratio', 2),
    figure('most memory of the server meanwhile', imported.megabytes, 'MB', 500),
    figure('recall p95 meanwhile', imported.busy, 'ms'),
    figure('recall p95 at rest', imported.rest, 'ms'),
    figure('recall p95 meanwhile / at rest', imported.busy / imported.rest, 'ratio', 2),
    figure('lost or doubled', Math.abs(imported.count - size), 'count', 0),
    figure('added by a second import', imported.addedAgain, 'count', 0),
    figure('ingestion of documents', ingested.ms, 'ms'),
    figure('ingestion / bulk insert', ingested.ms / insertMs, 'ratio'),
    figure('sections that became no memory', Math.abs(size - ingested.created), 'count', 0),
  ];
}

async function exportOf(root: string, home: string): Promise<{ path: string; ms: number }> {
  await using server = await BenchServer.start(root, home);
  const call = server.client('bench', undefined, person);
  const started = performance.now();
  const { job } = ((await call('export_memories', {})) as Started).result;
  const result = await ended(call, job);
  return { path: String(result['path']), ms: performance.now() - started };
}

async function bulkInsert(home: string, size: number): Promise<number> {
  const store = await ShippedRecall.open(home, { now: sampleNow, embedder: loadBuiltInEmbedder() });
  const started = performance.now();
  await store.fill(memoriesOf(size));
  const ms = performance.now() - started;
  await store.close();
  return ms;
}

function* memoriesOf(size: number) {
  let index = 0;
  for (const sample of eachSampleMemory(size)) yield sampleMemory(sample, index++, size);
}

/** Killed once in the middle, and nobody else there: what it takes by itself. Then once more beside somebody who asks. */
async function importOf(root: string, temp: string, exported: string, size: number) {
  const alone = await placed(path.join(temp, 'alone'), exported);
  let ms = 0;
  let megabytes = 0;
  let job = '';
  const timed = async (server: BenchServer, isFar: (done: number) => boolean): Promise<void> => {
    const started = performance.now();
    await watched(server, job, isFar, (most) => (megabytes = Math.max(megabytes, most)));
    ms += performance.now() - started;
  };
  {
    await using server = await BenchServer.start(root, alone.home);
    job = await begin(server, alone.source);
    await timed(server, (done) => done >= size / 2);
    await server.kill();
  }
  await using server = await BenchServer.start(root, alone.home);
  await timed(server, () => false);
  const call = server.client('bench', undefined, person);
  const first = (await ended(call, job)) as Brought;
  const second = (await ended(call, await begin(server, alone.source))) as Brought;
  const rest = await asked(server, () => false);
  return {
    ms,
    megabytes,
    rest: percentile(rest, 0.95),
    busy: percentile(await busyTimes(root, size, await placed(path.join(temp, 'asked'), exported)), 0.95),
    count: first.report?.fates?.added ?? 0,
    addedAgain: second.report?.fates?.added ?? 0,
  };
}

interface Brought {
  readonly report?: { readonly fates?: { readonly added?: number } };
}

async function placed(home: string, exported: string): Promise<{ home: string; source: string }> {
  const source = path.join(home, 'exports', 'source.json');
  await mkdir(path.dirname(source), { recursive: true, mode: 0o700 });
  await copyFile(exported, source);
  return { home, source };
}

async function begin(server: BenchServer, source: string): Promise<string> {
  const call = server.client('bench', undefined, person);
  return ((await call('import_memories', { path: source })) as Started).result.job;
}

/** Asked while the second half is imported, for as many questions as there is time for. The rest is not waited for. */
async function busyTimes(
  root: string,
  size: number,
  { home, source }: { home: string; source: string },
): Promise<number[]> {
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

/** Looks now and then, until the job is as far as is wanted or has ended. */
async function watched(
  server: BenchServer,
  job: string,
  isFar: (done: number) => boolean,
  onMemory: (megabytes: number) => void = () => {},
): Promise<void> {
  const looks = server.client('looks');
  for (;;) {
    onMemory(await server.residentMegabytes());
    const [found] = ((await looks('list_jobs', { ids: [job] })) as JobReply).result.jobs;
    if (!found || !['queued', 'running'].includes(found.state) || isFar(found.progress?.done ?? 0)) return;
    await delay(lookMs);
  }
}
