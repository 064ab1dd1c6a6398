import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { BenchServer, type Call } from '../benchServer.ts';
import { eachSampleMemory, sampleQueries } from '../corpus.ts';
import { type Figure, type Suite, type SuiteContext, sizeName } from '../figure.ts';
import { copySampleStore } from '../sampleStore.ts';
import { percentile } from '../statistics.ts';

const size = 10_000;
/** Requests under way at any time, and who sends them: one client, or one that gives a new name with each. */
const floods: readonly { readonly by: string; readonly atOnce: number; readonly sender: Sender }[] = [
  { by: 'beside a flood on 1', atOnce: 1, sender: oneClient },
  { by: 'beside a flood on 8', atOnce: 8, sender: oneClient },
  { by: 'beside 200 with new names', atOnce: 200, sender: newNames },
  { by: 'beside 200 with new names and connections', atOnce: 200, sender: newConnections },
];
/** Between two questions of the quiet client. After longer rests some machines are slower by half at whatever they do. */
const pauseMs = 5;
const questions = 200;
/** Until the engine has compiled what a recall runs through. */
const warmUp = 200;

/** Somebody asks for all they can get, remembering and recalling in turns, while another asks now and then. */
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
    for (const { by, atOnce, sender } of floods) {
      log(`flood: ${by}`);
      const flood = new Flood(server, atOnce, sender);
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

const subject = `recall of a quiet client at ${sizeName(size)}, by requests of the flood at a time`;

const quietFigures = (by: string, samples: readonly number[]): Figure[] => [
  { subject, by, name: 'p50', value: percentile(samples, 0.5), unit: 'ms', budget: 5 },
  { subject, by, name: 'p95', value: percentile(samples, 0.95), unit: 'ms', budget: 15 },
];

/** What makes each of the calls of one worker of the flood. */
type Sender = (server: BenchServer) => () => Call;

function oneClient(server: BenchServer): () => Call {
  const call = server.client('flood');
  return () => call;
}

let names = 0;

function newNames(server: BenchServer): () => Call {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  return () => server.client(`flood-${++names}`, agent);
}

function newConnections(server: BenchServer): () => Call {
  return () => server.client(`flood-${++names}`, new http.Agent({ keepAlive: false }));
}

/** Runs from when it is made until `end`, which throws when a request failed. */
class Flood {
  answered = 0;
  readonly #workers: Promise<void>[];
  #isOver = false;

  constructor(server: BenchServer, atOnce: number, sender: Sender) {
    this.#workers = Array.from({ length: atOnce }, (_, worker) => this.#hammer(sender(server), worker));
    // `end` tells of a failure; until then nobody listens.
    for (const each of this.#workers) each.catch(() => {});
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#workers);
  }

  async #hammer(call: () => Call, worker: number): Promise<void> {
    const queries = sampleQueries(100, worker + 10);
    let turn = 0;
    for (const memory of eachSampleMemory(1_000_000, worker + 10)) {
      if (this.#isOver) return;
      await call()('remember', memory);
      await call()('recall', { query: queries[turn++ % queries.length] });
      this.answered += 2;
    }
  }
}
