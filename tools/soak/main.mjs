// `npm run soak -- NAME [--seed N] [--count N] [--resume]`: the full counts of what `npm test` runs a tenth of.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { seededRandom } from '../../dev/random/seededRandom.mjs';
import { findSoaks } from './soaks.mjs';

const usage = 'Usage: npm run soak -- NAME [--seed N] [--count N] [--resume]';
const reports = fileURLToPath(new URL('../../reports/', import.meta.url));

/** Aborted by Ctrl+C: a soak that knows it ends its round and its processes. A second one ends everything at once. */
const cut = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => (cut.signal.aborted ? process.exit(1) : cut.abort()));

process.exit(await main(process.argv.slice(2)));

/** The exit code: 0 passed, 1 failed, 2 wrong usage. */
async function main(args) {
  const soaks = await findSoaks();
  let wish;
  try {
    wish = readWish(args);
    if (wish.name !== undefined && !soaks.has(wish.name)) throw new Error(`There is no soak "${wish.name}".`);
  } catch (error) {
    console.error(error.message);
    wish = {};
  }
  const soak = soaks.get(wish.name);
  if (!soak) {
    console.error(usage);
    for (const { name, fullCount } of soaks.values()) console.error(`  ${name} (${fullCount})`);
    return 2;
  }
  await mkdir(reports, { recursive: true });
  const report = await runSoak(soak, wish);
  await writeFile(path.join(reports, `soak-${soak.name}.json`), `${JSON.stringify(report, null, 2)}\n`);
  console.log(JSON.stringify(report.figures, null, 2));
  if (cut.signal.aborted && report.failures.length === 0) {
    console.log(`${soak.name}: cut after ${report.done} of ${report.count}. Go on with --resume.`);
    return 1;
  }
  for (const failure of report.failures.slice(0, 50)) console.error(`- ${failure}`);
  console.log(
    report.failures.length === 0
      ? `${soak.name}: ${report.done} of ${report.count} done, no failure.`
      : `${soak.name}: ${report.failures.length} failures with seed ${report.seed}.`,
  );
  return report.failures.length === 0 ? 0 : 1;
}

function readWish(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { seed: { type: 'string' }, count: { type: 'string' }, resume: { type: 'boolean' } },
  });
  if (positionals.length > 1) throw new Error(`One soak at a time, not ${positionals.join(', ')}.`);
  const whole = (option, least) => {
    const text = values[option];
    if (text === undefined) return undefined;
    const number = Number(text);
    if (!Number.isInteger(number) || number < least) throw new Error(`--${option} must be a whole number.`);
    return number;
  };
  const resume = values.resume ?? false;
  return { name: positionals[0], seed: whole('seed', 0), count: whole('count', 1), resume };
}

/** Runs it with what was asked for, else what the run before was asked for, and keeps its state after every round. */
async function runSoak(soak, { seed, count, resume }) {
  const stateFile = path.join(reports, `soak-${soak.name}.state.json`);
  const before = resume ? await readState(stateFile) : undefined;
  const run = {
    name: soak.name,
    seed: seed ?? before?.seed ?? Math.floor(Math.random() * 2 ** 31),
    count: count ?? before?.count ?? soak.fullCount,
    done: 0,
    startedAt: before?.startedAt ?? new Date().toISOString(),
  };
  const state = soak.resumable && before?.seed === run.seed ? before.state : undefined;
  if (resume && state === undefined)
    console.log(`Nothing to go on with; ${soak.name} starts at the beginning.`);
  console.log(`${soak.name}: ${run.count} rounds with seed ${run.seed}.`);
  // Chained, so that no two writes of the file overlap and the last one wins.
  let written = Promise.resolve();
  const progress = (done, next) => {
    run.done = done;
    written = written.then(() => writeFile(stateFile, JSON.stringify({ ...run, state: next })));
    if (done % Math.max(1, Math.floor(run.count / 20)) === 0 || done === run.count)
      console.log(`${new Date().toISOString().slice(11, 19)} ${soak.name}: ${done} of ${run.count}`);
    return written;
  };
  const outcome = await attempt(soak, {
    count: run.count,
    seed: run.seed,
    random: seededRandom(run.seed),
    progress,
    state,
    signal: cut.signal,
  });
  await written;
  if (outcome.failures.length === 0 && !cut.signal.aborted) {
    run.done = run.count;
    await rm(stateFile, { force: true });
  }
  return { ...run, ...outcome, finishedAt: new Date().toISOString(), machine: machine() };
}

async function attempt(soak, context) {
  try {
    const { figures, failures } = await soak.run(context);
    return { figures, failures };
  } catch (error) {
    return { figures: {}, failures: [`It broke off: ${error?.stack ?? error}`] };
  }
}

async function readState(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function machine() {
  const [cpu] = os.cpus();
  return {
    platform: `${os.platform()} ${os.release()} ${os.arch()}`,
    cpu: cpu?.model ?? 'unknown',
    cores: os.cpus().length,
    memoryBytes: os.totalmem(),
    node: process.version,
  };
}
