import { setTimeout as delay } from 'node:timers/promises';
import { tempDirectory } from '../../../test/support/tempDirectory.ts';
import { BenchServer } from '../benchServer.ts';
import { eachSampleMemory, sampleQueries } from '../corpus.ts';
import { type Figure, type Suite, type SuiteContext, sizeName } from '../figure.ts';
import { copySampleStore } from '../sampleStore.ts';
import { percentile } from '../statistics.ts';

const size = 10_000;
/** Connections of the client that hammers, each with a request under way at any time. */
const floods = [1, 8] as const;
/** Between two questions of the quiet client. After longer rests some machines are slower by half at whatever they do. */
const pauseMs = 5;
const questions = 200;
/** Until the engine has compiled what a recall runs through. */
const warmUp = 200;

/** One client asks for all it can get, remembering and recalling in turns, while another asks now and then. */
export const floodSuite: Suite = {
  name: 'flood',
  async run({ root, log }: SuiteContext) {
    await using temp = await tempDirectory('bench-flood');
    const home = temp.join('home');
    await copySampleStore(root, size, home, log);
    await using server = await BenchServer.start(root, home);
    const quiet = server.client('quiet');
    const queries = sampleQueries(questions);
    const ask = async (): Promise<number[]> => {
      const samples: number[] = [];
      for (const query of queries) {
        const started = performance.now();
        await quiet('recall', { query });
        samples.push(performance.now() - started);
        await delay(pauseMs);
      }
      return samples;
    };
    for (const query of sampleQueries(warmUp, 4)) await quiet('recall', { query });
    log('flood: alone');
    const figures = quietFigures('alone', await ask());
    for (const connections of floods) {
      log(`flood: beside one client on ${connections} connections`);
      const by = `beside a flood on ${connections}`;
      const flood = new Flood(server, connections);
      const started = performance.now();
      figures.push(...quietFigures(by, await ask()));
      const perSecond = flood.answered / ((performance.now() - started) / 1_000);
      await flood.end();
      figures.push({
        subject,
        by,
        name: 'answers to the flood, per second',
        value: perSecond,
        unit: 'count',
      });
    }
    return figures;
  },
};

const subject = `recall of a quiet client at ${sizeName(size)}, by connections of the flood`;

const quietFigures = (by: string, samples: readonly number[]): Figure[] => [
  { subject, by, name: 'p50', value: percentile(samples, 0.5), unit: 'ms', budget: 5 },
  { subject, by, name: 'p95', value: percentile(samples, 0.95), unit: 'ms', budget: 15 },
];

/** Runs from when it is made until `end`, which throws when a request failed. */
class Flood {
  answered = 0;
  readonly #workers: Promise<void>[];
  #isOver = false;

  constructor(server: BenchServer, connections: number) {
    this.#workers = Array.from({ length: connections }, (_, worker) => this.#hammer(server, worker));
    // `end` tells of a failure; until then nobody listens.
    for (const each of this.#workers) each.catch(() => {});
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#workers);
  }

  async #hammer(server: BenchServer, worker: number): Promise<void> {
    const call = server.client('flood');
    const queries = sampleQueries(1_000, worker + 10);
    let turn = 0;
    for (const memory of eachSampleMemory(1_000_000, worker + 10)) {
      if (this.#isOver) return;
      await call('remember', memory);
      await call('recall', { query: queries[turn++ % queries.length] });
      this.answered += 2;
    }
  }
}
