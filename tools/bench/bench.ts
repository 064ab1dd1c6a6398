import { mkdir, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { calibrateModel } from '../../src/recall/embedding/calibrateModel.ts';
import type { Suite } from './figure.ts';
import { ModelInFolder } from './modelInFolder.ts';
import { asMarkdown, asText, intoPage, joined, type Report, type Results } from './report.ts';
import { engineSuite } from './suites/engineSuite.ts';
import { floodSuite } from './suites/floodSuite.ts';
import { jobsSuite } from './suites/jobsSuite.ts';
import { killedSuite } from './suites/killedSuite.ts';
import { languagesSuite } from './suites/languages/languagesSuite.ts';
import { memorySuite } from './suites/memorySuite.ts';
import { recallSets, recallSuite } from './suites/recall/recallSuite.ts';
import { smokeSuite } from './suites/smoke.ts';
import { speedSuite } from './suites/speed/speedSuite.ts';
import { startupSuite } from './suites/startupSuite.ts';
import { statementsSuite } from './suites/statementsSuite.ts';
import { textsSuite } from './suites/textsSuite.ts';

const suites: readonly Suite[] = [
  recallSuite,
  languagesSuite,
  speedSuite,
  engineSuite,
  memorySuite,
  startupSuite,
  killedSuite,
  jobsSuite,
  floodSuite,
  smokeSuite,
  textsSuite,
  statementsSuite,
];
const usage = `Usage: npm run bench -- [options]
  --only NAME[,NAME]  some of the suites: ${suites.map(({ name }) => name).join(', ')}
  --data DIR          data sets to measure recall on besides the project's own
  --sets NAME[,NAME]  some of the data sets of recall: ${recallSets.join(', ')}
  --model FOLDER      measure recall with this local model besides, a folder with its manifest.json
  --sizes N[,N]       numbers of memories to measure at (1000,10000,100000)
  --full              also at 1,000,000 memories
  --json              the report instead of tables
  --markdown FILE     the tables into a file, too; into the marked place of a page that has one
  --from FILE[,FILE]  show the reports of earlier runs instead of measuring`;

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
  const report =
    options.from.length > 0 ? joined(await readReports(options.from)) : await measure(options, root);
  if (options.markdown !== undefined) {
    const page = await readFile(options.markdown, 'utf8').catch(() => '');
    await writeFile(options.markdown, intoPage(page, asMarkdown(report)));
  }
  process.stdout.write(options.json ? asJson(report) : `${asText(report)}\n`);
  return 0;
}

const asJson = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;

const readReports = (files: readonly string[]): Promise<Report[]> =>
  Promise.all(files.map(async (file) => JSON.parse(await readFile(file, 'utf8')) as Report));

/** Runs the suites one after another; the report is kept in `reports/bench.json`, too. */
async function measure({ chosen, data, sets, sizes, model: folder }: Options, root: string): Promise<Report> {
  const log = (line: string): void => console.error(line);
  const [loadAtStart] = os.loadavg();
  const results: Results[] = [];
  const model =
    folder === undefined ? undefined : await ModelInFolder.open(folder, path.join(root, '.cache/bench'));
  const second = model && { embedder: model, fit: model.manifest.fit ?? (await calibrateModel(model)) };
  if (second) log(`model: ${second.embedder.model}, ${JSON.stringify(second.fit)}`);
  for (const suite of chosen)
    results.push({ suite: suite.name, figures: await suite.run({ root, log, data, sets, sizes, second }) });
  await model?.keep();
  const report: Report = {
    machine: {
      cpus: os.cpus().length,
      model: os.cpus()[0]?.model.trim(),
      memoryGb: Math.round(os.totalmem() / 2 ** 30),
      platform: `${os.platform()} ${os.arch()}`,
      loadAtStart,
    },
    node: process.version,
    results,
  };
  await mkdir(path.join(root, 'reports'), { recursive: true });
  await writeFile(path.join(root, 'reports/bench.json'), asJson(report));
  return report;
}

interface Options {
  readonly chosen: readonly Suite[];
  readonly data: string | undefined;
  readonly sets: readonly string[] | undefined;
  readonly sizes: readonly number[];
  readonly model: string | undefined;
  readonly json: boolean;
  readonly markdown: string | undefined;
  readonly from: readonly string[];
}

/** Throws a plain sentence about what cannot be understood. */
function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string' },
      data: { type: 'string' },
      sets: { type: 'string' },
      model: { type: 'string' },
      sizes: { type: 'string', default: '1000,10000,100000' },
      full: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      markdown: { type: 'string' },
      from: { type: 'string' },
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
    model: values.model,
    sets,
    sizes: [...new Set([...sizes, ...(values.full ? [1_000_000] : [])])].toSorted((a, b) => a - b),
    json: values.json,
    markdown: values.markdown,
    from: values.from?.split(',') ?? [],
  };
}
