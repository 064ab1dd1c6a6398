import { tempDirectory } from '../../../../dev/files/tempDirectory.ts';
import { BenchServer } from '../../benchServer.ts';
import { commonQueries, sampleMemories, sampleQueries } from '../../corpus.ts';
import { type Figure, type Suite, type SuiteContext, sizeName } from '../../figure.ts';
import { copySampleStore } from '../../sampleStore.ts';
import { percentile, timeEach } from '../../statistics.ts';
import type { EngineFigures, EngineTask } from './engineProgram.ts';
import { runProgram } from './program.ts';
import { vectorFigures } from './vectorFigures.ts';

/** Each engine is measured so many times, in turns, and the median of every figure counts. */
const roundsAt = (size: number): number => (size >= 1_000_000 ? 1 : 3);
const overHttp = { recalls: 500, hard: 100, writes: 300, warmUp: 50 } as const;

export const speedSuite: Suite = {
  name: 'speed',
  async run(context) {
    const figures: Figure[] = [];
    for (const size of context.sizes) {
      figures.push(...(await engineFigures(size, context)));
      figures.push(...(await vectorFigures(size, context)));
      figures.push(...(await serverFigures(size, context)));
    }
    return figures;
  },
};

/** The product's engine and native SQLite on equal files, with the same statements and questions. */
async function engineFigures(size: number, context: SuiteContext): Promise<Figure[]> {
  const { root, log } = context;
  const measured: Record<EngineTask['engine'], EngineFigures[]> = { product: [], native: [] };
  for (let round = 0; round < roundsAt(size); round++)
    for (const engine of ['product', 'native'] as const) {
      await using temp = await tempDirectory('bench-speed');
      const home = temp.join('home');
      await copySampleStore(root, size, home, log);
      log(`speed: ${size} memories, ${engine}, round ${round + 1}`);
      const task: EngineTask = { engine, home, size };
      measured[engine].push(await runProgram<EngineFigures>('engineProgram', task, context));
    }
  const subject = `${sizeName(size)}, inside one process`;
  const product = mediansOf(measured.product);
  const native = mediansOf(measured.native);
  const figure = (by: string, name: string, value: number): Figure => ({
    subject,
    by,
    name,
    value,
    unit: name === 'rss' ? 'MB' : 'ms',
    ...(by === 'product' ? budgetOf(name, size) : {}),
  });
  return [
    ...Object.entries(product).map(([name, value]) => figure('product', name, value)),
    ...Object.entries(native).map(([name, value]) => figure('node:sqlite', name, value)),
    ...Object.entries(product).flatMap(([name, value]): Figure[] => {
      const other = native[name];
      if (other === undefined) return [];
      const budget = name.startsWith('search p') ? { budget: 2 } : {};
      return [{ subject, by: 'quotient', name, value: value / other, unit: 'ratio', ...budget }];
    }),
  ];
}

function mediansOf(rounds: readonly EngineFigures[]): EngineFigures {
  const names = Object.keys(rounds[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [
      name,
      percentile(
        rounds.map((round) => round[name] ?? Number.NaN),
        0.5,
      ),
    ]),
  );
}

function budgetOf(name: string, size: number): Partial<Figure> {
  const recall: Record<number, Record<string, number>> = {
    100_000: { 'recall p50': 15, 'recall p95': 50 },
    1_000_000: { 'recall p95': 350 },
  };
  const budget = recall[size]?.[name];
  return budget === undefined ? {} : { budget };
}

/** The same as a client over loopback sees it, with what a server adds: checks, rendering, the write to disk. */
async function serverFigures(size: number, { root, log }: SuiteContext): Promise<Figure[]> {
  log(`speed: ${size} memories, over HTTP`);
  await using temp = await tempDirectory('bench-speed');
  const home = temp.join('home');
  await copySampleStore(root, size, home, log);
  await using server = await BenchServer.start(root, home);
  const call = server.client();
  const queries = sampleQueries(overHttp.recalls + overHttp.warmUp);
  const ask = (from: number) => (index: number) => call('recall', { query: queries[from + index] });
  await timeEach(overHttp.warmUp, ask(overHttp.recalls));
  const recall = await timeEach(overHttp.recalls, ask(0));
  const common = commonQueries(overHttp.hard);
  const hard = await timeEach(overHttp.hard, (index) => call('recall', { query: common[index] }));
  const fresh = sampleMemories(overHttp.writes, size + 1);
  const remember = await timeEach(overHttp.writes, (index) => call('remember', fresh[index]));
  const subject = `${sizeName(size)}, over HTTP`;
  const both = (name: string, samples: readonly number[], p50?: number, p95?: number): Figure[] => [
    { subject, name: `${name} p50`, value: percentile(samples, 0.5), unit: 'ms', ...bounded(p50) },
    { subject, name: `${name} p95`, value: percentile(samples, 0.95), unit: 'ms', ...bounded(p95) },
  ];
  return [
    { subject, name: 'server ready', value: server.readyMs, unit: 'ms' },
    ...(size === 10_000 ? both('recall', recall, 5, 15) : both('recall', recall)),
    ...both('recall of six common words', hard),
    ...(size === 100_000 ? both('remember, on disk', remember, 3) : both('remember, on disk', remember)),
    { subject, name: 'rss', value: await server.residentMegabytes(), unit: 'MB' },
  ];
}

const bounded = (budget: number | undefined): Partial<Figure> => (budget === undefined ? {} : { budget });
