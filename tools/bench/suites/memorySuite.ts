import { setTimeout as delay } from 'node:timers/promises';
import { tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { BenchServer } from '../benchServer.ts';
import { sampleMemories, sampleQueries } from '../corpus.ts';
import { type Figure, type Suite, type SuiteContext, sizeName } from '../figure.ts';
import { copySampleStore } from '../sampleStore.ts';

/** Long enough for what starts with a server to be over. */
const idleMs = 10_000;
const traffic = { recalls: 500, writes: 200 } as const;
/** Most megabytes that the server may hold at a number of memories. */
const budgets: Readonly<Record<number, number>> = { 10_000: 160, 100_000: 400 };

/** What the server keeps resident: when it is ready, when it has idled, and after traffic, when nothing is cold any more. */
export const memorySuite: Suite = {
  name: 'memory',
  async run(context) {
    const figures: Figure[] = [];
    for (const size of context.sizes) figures.push(...(await residentAt(size, context)));
    return figures;
  },
};

async function residentAt(size: number, { root, log }: SuiteContext): Promise<Figure[]> {
  await using temp = await tempDirectory('bench-memory');
  const home = temp.join('home');
  await copySampleStore(root, size, home, log);
  log(`memory: ${size} memories`);
  await using server = await BenchServer.start(root, home);
  const call = server.client();
  const samples: [name: string, megabytes: number][] = [];
  await call('recall', { query: sampleQueries(1)[0] });
  samples.push(['ready, one recall', await server.residentMegabytes()]);
  await delay(idleMs);
  samples.push(['idle', await server.residentMegabytes()]);
  for (const query of sampleQueries(traffic.recalls)) await call('recall', { query });
  for (const memory of sampleMemories(traffic.writes, size + 1)) await call('remember', memory);
  samples.push(['after traffic', await server.residentMegabytes()]);
  const budget = budgets[size];
  return samples.map(([name, value]) => ({
    subject: 'resident memory of the server',
    by: sizeName(size),
    name,
    value,
    unit: 'MB',
    ...(budget === undefined ? {} : { budget }),
  }));
}
