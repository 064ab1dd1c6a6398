import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { smokeSuite } from './suites/smoke.ts';

/** One measured figure; `budget` is the most it may be, in the same unit. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'MB';
  readonly budget?: number;
}

export interface Suite {
  readonly name: string;
  run(context: { root: string; log: (line: string) => void }): Promise<Figure[]>;
}

const suites: readonly Suite[] = [smokeSuite];

const rounded = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0));
const verdict = ({ value, budget }: Figure): string =>
  budget === undefined ? '' : `${value <= budget ? 'within' : 'OVER'} ${budget}`;

/** Runs the suites and prints a table, or JSON with `--json`. Returns the exit code: 1 when a budget is broken. */
export async function runBench(args: string[], root: string): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { json: { type: 'boolean', default: false }, only: { type: 'string' } },
  });
  const chosen = suites.filter(({ name }) => values.only === undefined || name === values.only);
  if (chosen.length === 0) {
    console.error(`No suite is called ${values.only}. Suites: ${suites.map(({ name }) => name).join(', ')}.`);
    return 2;
  }
  const log = (line: string): void => console.error(line);
  const results: { suite: string; figures: Figure[] }[] = [];
  for (const suite of chosen) results.push({ suite: suite.name, figures: await suite.run({ root, log }) });
  const report = {
    machine: {
      cpus: os.cpus().length,
      model: os.cpus()[0]?.model.trim(),
      memoryGb: Math.round(os.totalmem() / 2 ** 30),
    },
    node: process.version,
    results,
  };
  await mkdir(path.join(root, 'reports'), { recursive: true });
  await writeFile(path.join(root, 'reports', 'bench.json'), `${JSON.stringify(report, null, 2)}\n`);
  if (values.json) console.log(JSON.stringify(report, null, 2));
  else
    for (const { suite, figures } of results) {
      console.log(`\n${suite}`);
      for (const figure of figures)
        console.log(
          `  ${figure.name.padEnd(44)} ${rounded(figure.value).padStart(8)} ${figure.unit}  ${verdict(figure)}`,
        );
    }
  const broken = results
    .flatMap(({ figures }) => figures)
    .filter(({ value, budget }) => budget !== undefined && value > budget);
  return broken.length > 0 ? 1 : 0;
}
