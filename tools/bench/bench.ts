import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Suite } from './figure.ts';
import { asMarkdown, asText, type Results } from './report.ts';
import { floodSuite } from './suites/floodSuite.ts';
import { memorySuite } from './suites/memorySuite.ts';
import { recallSets, recallSuite } from './suites/recall/recallSuite.ts';
import { smokeSuite } from './suites/smoke.ts';
import { speedSuite } from './suites/speed/speedSuite.ts';
import { startupSuite } from './suites/startupSuite.ts';

const suites: readonly Suite[] = [recallSuite, speedSuite, memorySuite, startupSuite, floodSuite, smokeSuite];
const usage = `Usage: npm run bench -- [options]
  --only NAME[,NAME]  some of the suites: ${suites.map(({ name }) => name).join(', ')}
  --data DIR          data sets to measure recall on besides the project's own
  --sets NAME[,NAME]  some of the data sets of recall: ${recallSets.join(', ')}
  --sizes N[,N]       numbers of memories to measure at (1000,10000,100000)
  --full              also at 1,000,000 memories
  --json              the report instead of tables
  --markdown FILE     the tables into a file, too`;

/**
 * Runs the suites and prints tables, or JSON with `--json`. Returns the exit code: 2 when it was asked wrongly, else 0;
 * a figure beyond its budget is a result like any other.
 */
export async function runBench(args: string[], root: string): Promise<number> {
  let options: Options;
  try {
    options = readOptions(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return 2;
  }
  const log = (line: string): void => console.error(line);
  const [loadAtStart] = os.loadavg();
  const results: Results[] = [];
  for (const suite of options.chosen)
    results.push({
      suite: suite.name,
      figures: await suite.run({ root, log, data: options.data, sets: options.sets, sizes: options.sizes }),
    });
  const report = {
    machine: {
      cpus: os.cpus().length,
      model: os.cpus()[0]?.model.trim(),
      memoryGb: Math.round(os.totalmem() / 2 ** 30),
      platform: `${os.platform()} ${os.arch()}`,
      /** Processes that wanted a core in the last minute: times of a busy machine say little. */
      loadAtStart,
    },
    node: process.version,
    results,
  };
  const json = `${JSON.stringify(report, null, 2)}\n`;
  await mkdir(path.join(root, 'reports'), { recursive: true });
  await writeFile(path.join(root, 'reports', 'bench.json'), json);
  if (options.markdown !== undefined) await writeFile(options.markdown, asMarkdown(results));
  process.stdout.write(options.json ? json : `${asText(results)}\n`);
  return 0;
}

interface Options {
  readonly chosen: readonly Suite[];
  readonly data: string | undefined;
  readonly sets: readonly string[] | undefined;
  readonly sizes: readonly number[];
  readonly json: boolean;
  readonly markdown: string | undefined;
}

/** Throws a plain sentence about what cannot be understood. */
function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string' },
      data: { type: 'string' },
      sets: { type: 'string' },
      sizes: { type: 'string', default: '1000,10000,100000' },
      full: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      markdown: { type: 'string' },
    },
  });
  const names = values.only?.split(',') ?? suites.map(({ name }) => name);
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) throw new Error(`No suite is called ${unknown.join(', ')}.`);
  const sets = values.sets?.split(',');
  const unknownSets = sets?.filter((name) => !recallSets.includes(name)) ?? [];
  if (unknownSets.length > 0) throw new Error(`No data sets are called ${unknownSets.join(', ')}.`);
  const sizes = values.sizes.split(',').map(Number);
  if (sizes.some((size) => !Number.isInteger(size) || size < 1))
    throw new Error(`--sizes: ${values.sizes} is not a list of numbers of memories.`);
  return {
    chosen: suites.filter(({ name }) => names.includes(name)),
    data: values.data,
    sets,
    sizes: [...new Set([...sizes, ...(values.full ? [1_000_000] : [])])].toSorted((a, b) => a - b),
    json: values.json,
    markdown: values.markdown,
  };
}
