import path from 'node:path';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import { tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { BenchServer, type Call } from '../benchServer.ts';
import { sampleMemories, sampleQueries } from '../corpus.ts';
import { type Figure, type Suite, type SuiteContext, sizeName } from '../figure.ts';
import { copySampleStore } from '../sampleStore.ts';
import { percentile, timeEach } from '../statistics.ts';
import { transferFigures } from './transferFigures.ts';

const asked = 200;
const warmUp = 20;

interface Verb {
  readonly name: string;
  readonly call: (call: Call, index: number) => Promise<unknown>;
  /** Most milliseconds of the median and of the 95th percentile, by number of memories. */
  readonly budgets?: Readonly<Record<number, { readonly p50: number; readonly p95?: number }>>;
}

/** Verbs as a client over loopback sees them: the whole way through HTTP and the dispatcher, and the text with it. */
function verbsAt(size: number): Verb[] {
  const samples = sampleMemories(asked + warmUp, size + 1);
  const queries = sampleQueries(asked + warmUp);
  return [
    {
      name: 'remember',
      call: (call, index) => call('remember', { ...samples[index], scope: 'global' }),
      budgets: { 10_000: { p50: 3 }, 100_000: { p50: 3 } },
    },
    {
      name: 'recall',
      call: (call, index) => call('recall', { query: queries[index] }),
      budgets: { 10_000: { p50: 5, p95: 15 }, 100_000: { p50: 15, p95: 50 } },
    },
    { name: 'list, first page', call: (call) => call('list_memories', { limit: 50 }) },
    {
      name: 'list, rows of one category',
      call: (call) => call('list_memories', { category: 'decision', detail: 'row' }),
    },
    { name: 'boot context', call: (call) => call('get_boot_context', {}) },
    {
      name: 'what is worth knowing',
      call: (call, index) => call('get_proactive_context', { query: queries[index] }),
    },
    { name: 'report of use', call: (call) => call('effectiveness_report', {}) },
    { name: 'counts', call: (call) => call('stats', {}) },
  ];
}

/** The verbs that everybody waits for, at several numbers of memories. */
export const engineSuite: Suite = {
  name: 'engine',
  async run(context) {
    const figures: Figure[] = [];
    for (const size of context.sizes.filter((each) => each >= 10_000))
      figures.push(...(await verbsOf(size, context)), ...(await transferFigures(size, context)));
    return figures;
  },
};

async function verbsOf(size: number, { root, log }: SuiteContext): Promise<Figure[]> {
  await using temp = await tempDirectory('bench-engine');
  const home = temp.join('home');
  await copySampleStore(root, size, home, log);
  await makeThemAPersons(path.join(home, 'memory.db'));
  log(`engine: ${size} memories`);
  await using server = await BenchServer.start(root, home);
  const call = server.client();
  const figures: Figure[] = [];
  for (const { name, call: ask, budgets } of verbsAt(size)) {
    for (let index = 0; index < warmUp; index += 1) await ask(call, asked + index);
    const times = await timeEach(asked, (index) => ask(call, index));
    const { p50, p95 } = budgets?.[size] ?? {};
    const figure = (share: number, budget: number | undefined): Figure => ({
      subject: name,
      by: sizeName(size),
      name: `p${share * 100}`,
      value: percentile(times, share),
      unit: 'ms',
      ...(budget === undefined ? {} : { budget }),
    });
    figures.push(figure(0.5, p50), figure(0.95, p95));
  }
  return figures;
}

/** What an agent says about everything is in nobody's boot context until a person accepts it. */
async function makeThemAPersons(file: string): Promise<void> {
  const database = await openDatabase(file);
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE', "UPDATE memories SET trust = 'user'");
  } finally {
    database.close();
  }
}
