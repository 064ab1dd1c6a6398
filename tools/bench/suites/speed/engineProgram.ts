import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Memory } from '../../../../src/core/memory/memory.ts';
import { loadBuiltInEmbedder } from '../../../../src/embed/builtIn/loadBuiltInEmbedder.ts';
import { parseRecallQuery } from '../../../../src/recall/question/recallQuery.ts';
import { SqliteTextIndex } from '../../../../src/store/sqlite/repositories/sqliteTextIndex.ts';
import { SqliteMemoryRepository } from '../../../../src/store/sqlite/repositories/sqliteMemoryRepository.ts';
import { commonQueries, eachSampleMemory, sampleQueries } from '../../corpus.ts';
import { sampleMemory, sampleNow } from '../../sampleStore.ts';
import { ShippedRecall } from '../../shippedRecall.ts';
import { percentile, timeEach } from '../../statistics.ts';
import { NativeDatabase } from './nativeDatabase.ts';

/** Measures one engine on a data folder, in a process of its own so that its memory is its own. Prints one JSON object. */
export interface EngineTask {
  readonly engine: 'product' | 'native';
  readonly home: string;
  /** Memories in it. */
  readonly size: number;
}

/** Milliseconds by name, and `rss` in MB. */
export type EngineFigures = Readonly<Record<string, number>>;

const asked = 200;
const warmUp = 20;
const hardest = 40;
/** Memories written in one transaction, and memories written in one transaction each. */
const written = { together: 2_000, alone: 200 } as const;
const recallLimit = 10;
/** Hits of the full-text index that a recall of ten weighs. */
const weighed = 50;
const halfMegabyte = 2 ** 11;

interface Engine {
  search(query: string): Promise<unknown>;
  readonly recall?: (query: string) => Promise<unknown>;
  insert(memories: readonly Memory[]): Promise<void>;
  close(): Promise<void>;
}

async function openProduct(home: string): Promise<Engine> {
  const shipped = await ShippedRecall.open(home, { now: sampleNow, embedder: loadBuiltInEmbedder() });
  return {
    search: (query) => shipped.lexical(query, weighed),
    recall: (query) => shipped.hybrid(query, recallLimit),
    // Without vectors, which the native engine has none of: what is compared is rows and full-text index.
    insert: (added) =>
      shipped.store.write(async ({ memories }) => {
        for (const memory of added) await memories.insert(memory);
      }),
    close: () => shipped.close(),
  };
}

async function openNative(home: string): Promise<Engine> {
  const file = path.join(home, 'memory.db');
  const { size } = await stat(file);
  const database = new NativeDatabase(
    file,
    Math.min(128_000, Math.max(16_000, Math.ceil(size / halfMegabyte))),
  );
  const texts = new SqliteTextIndex(database.asDatabase());
  const memories = new SqliteMemoryRepository(database.asDatabase(), texts);
  return {
    search: (query) => texts.search(parseRecallQuery(query, null), { projects: [null] }, weighed),
    insert: async (added) => {
      database.run('BEGIN IMMEDIATE');
      for (const memory of added) await memories.insert(memory);
      database.run('COMMIT');
    },
    close: async () => database.close(),
  };
}

async function measure({ engine: name, home, size }: EngineTask): Promise<EngineFigures> {
  const figures: Record<string, number> = {};
  const timed = async <T>(figure: string, work: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    const result = await work();
    figures[figure] = performance.now() - started;
    return result;
  };
  const queries = sampleQueries(asked + warmUp);
  const engine = await timed('open', () => (name === 'product' ? openProduct(home) : openNative(home)));
  await timed('first search', () => engine.search(queries[0] ?? ''));
  const ask = async (figure: string, count: number, work: (index: number) => Promise<unknown>) => {
    const samples = await timeEach(count, work);
    figures[`${figure} p50`] = percentile(samples, 0.5);
    figures[`${figure} p95`] = percentile(samples, 0.95);
  };
  await timeEach(warmUp, (index) => engine.search(queries[asked + index] ?? ''));
  await ask('search', asked, (index) => engine.search(queries[index] ?? ''));
  const common = commonQueries(hardest);
  await ask('search of six common words', hardest, (index) => engine.search(common[index] ?? ''));
  const { recall } = engine;
  if (recall) {
    await timeEach(warmUp, (index) => recall(queries[asked + index] ?? ''));
    await ask('recall', asked, (index) => recall(queries[index] ?? ''));
  }
  figures['rss'] = process.memoryUsage.rss() / 2 ** 20;

  const count = written.together + written.alone;
  const fresh: Memory[] = [];
  for (const sample of eachSampleMemory(count, size))
    fresh.push(sampleMemory(sample, size + fresh.length, size));
  await timed('insert', () => engine.insert(fresh.slice(0, written.together)));
  figures['insert'] = (figures['insert'] ?? 0) / written.together;
  await ask('insert alone', written.alone, (index) =>
    engine.insert(fresh.slice(written.together + index, written.together + index + 1)),
  );
  await engine.close();
  return figures;
}

const task = JSON.parse(process.argv[2] ?? '{}') as EngineTask;
process.stdout.write(JSON.stringify(await measure(task)));
