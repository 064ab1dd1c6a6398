import { setTimeout as delay } from 'node:timers/promises';
import { tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { BenchServer, type Call } from '../benchServer.ts';
import { sampleQueries } from '../corpus.ts';
import { type Figure, type Suite, type SuiteContext, sizeName } from '../figure.ts';
import { copySampleStore } from '../sampleStore.ts';
import { percentile } from '../statistics.ts';

const turns = 5;
/** Of each turn, at rest. */
const questions = 200;
/** Between two questions: whoever asks reads the answer. */
const pauseMs = 5;
const warmUp = 200;

interface Jobs {
  readonly result: { readonly jobs: readonly { readonly id: string; readonly state: string }[] };
}

/** What recall takes at rest and while all vectors are made anew, in turns, so that both see the same load. */
export const jobsSuite: Suite = {
  name: 'jobs',
  async run({ root, log, sizes }: SuiteContext) {
    const figures: Figure[] = [];
    for (const size of sizes.filter((each) => each >= 10_000))
      figures.push(...(await measure(root, size, log)));
    return figures;
  },
};

async function measure(root: string, size: number, log: (line: string) => void): Promise<Figure[]> {
  await using temp = await tempDirectory('bench-jobs');
  const home = temp.join('home');
  await copySampleStore(root, size, home, log);
  await using server = await BenchServer.start(root, home);
  const call = server.client();
  await ended(call);
  for (const query of sampleQueries(warmUp, 4)) await call('recall', { query });
  const rest: number[] = [];
  const busy: number[] = [];
  const seconds: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const queries = sampleQueries(questions, 10 + turn);
    rest.push(percentile(await ask(call, queries), 0.95));
    const started = performance.now();
    await call('reindex', { provider: 'built-in', restart: true });
    let isOver = false;
    // By a client of its own, so that looking takes no turn of who asks.
    const over = ended(server.client('watcher')).then(() => (isOver = true));
    busy.push(percentile(await ask(call, queries, () => isOver), 0.95));
    await over;
    seconds.push((performance.now() - started) / 1_000);
    log(
      `jobs: ${size} memories, p95 ${rest.at(-1)?.toFixed(1)} ms at rest, ${busy.at(-1)?.toFixed(1)} ms beside a reindex`,
    );
  }
  const subject = `recall beside a reindex at ${sizeName(size)}, medians of ${turns} turns`;
  const [atRest, beside] = [percentile(rest, 0.5), percentile(busy, 0.5)];
  return [
    { subject, name: 'p95 at rest', value: atRest, unit: 'ms' },
    { subject, name: 'p95 beside a reindex', value: beside, unit: 'ms' },
    { subject, name: 'p95 beside / p95 at rest', value: beside / atRest, unit: 'ratio', budget: 2 },
    { subject, name: 'all vectors made while asked', value: percentile(seconds, 0.5) * 1_000, unit: 'ms' },
  ];
}

/** Each question once, or those that there is time for. */
async function ask(call: Call, queries: readonly string[], isOver = () => false): Promise<number[]> {
  const samples: number[] = [];
  for (const query of queries) {
    const started = performance.now();
    await call('recall', { query });
    if (isOver()) break;
    samples.push(performance.now() - started);
    await delay(pauseMs);
  }
  if (samples.length < 20) throw new Error(`The job ended after ${samples.length} questions.`);
  return samples;
}

async function ended(call: Call): Promise<void> {
  for (;;) {
    const { result } = (await call('list_jobs', { states: ['queued', 'running'] })) as Jobs;
    if (result.jobs.length === 0) return;
    await delay(100);
  }
}
