/** Runs stages one after the other, tries again what may be tried again, and says at the end how it went. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { flakyAgain, readFlaky, writeFlaky } from './flakyTests.mjs';
import { runCommand } from './runCommand.mjs';
import { suite } from './stages.mjs';
import { readSuiteReport, sumOf } from './suiteReport.mjs';

const slowestShown = 10;

/**
 * @param {object} options
 * @param {string} options.root
 * @param {import('./stages.mjs').Stage[]} options.stages
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {AbortSignal} [options.signal] Ends the stage at work; the others are not begun.
 * @param {boolean} [options.isQuiet] Without what the stages print.
 * @param {(line: string) => void} [options.log]
 * @returns {Promise<number>} Exit code of the whole.
 */
export async function runStages({ root, stages, env = process.env, signal, isQuiet, log = console.log }) {
  mkdirSync(path.join(root, 'reports'), { recursive: true });
  for (const { report } of stages) if (report) rmSync(path.join(root, report), { force: true });
  const run = async (name, command) => {
    log(`\n== ${name}`);
    const started = performance.now();
    const code = await runCommand(command, { cwd: root, env, signal, isQuiet });
    const seconds = (performance.now() - started) / 1000;
    log(`== ${name}: ${code === 0 ? 'ok' : 'failed'} in ${Math.round(seconds)} s`);
    return { name, code, seconds };
  };

  const done = [];
  const suites = [];
  for (const stage of stages) {
    if (signal?.aborted) break;
    const result = await run(stage.name, stage.command);
    const files = stage.report && readSuiteReport(root, stage.report);
    if (stage.report) suites.push({ stage, result, files: files ?? [], isComplete: files !== undefined });
    done.push(result);
  }
  const again = await secondRuns({ root, suites, run, signal });
  return report({ root, done, suites, again, isAborted: signal?.aborted === true, log });
}

/** Each file that failed and may be tried again, by itself, now that the others are done. */
async function secondRuns({ root, suites, run, signal }) {
  const again = [];
  for (const { stage, result, files, isComplete } of suites) {
    if (!stage.isTriedAgain || result.code === 0 || !isComplete) continue;
    const failed = files.filter(({ hasFailed }) => hasFailed);
    // A suite that failed without a file that did has failed as a whole, and one final failure decides already.
    if (failed.length === 0 || failed.some(({ isFinal }) => isFinal)) continue;
    for (const first of failed) {
      if (signal?.aborted) return again;
      const place = `reports/test-${stage.name}-again-${again.length + 1}.json`;
      rmSync(path.join(root, place), { force: true });
      const part = suite(root, stage.name, { files: [first.file], report: place });
      const { code } = await run(`${stage.name}, once more: ${first.file}`, part.command);
      const second = readSuiteReport(root, place)?.find(({ file }) => file === first.file);
      const hasPassed = code === 0 && second !== undefined && !second.hasFailed && second.counts.passed > 0;
      again.push({ stage, first, second, hasPassed });
    }
  }
  return again;
}

function report({ root, done, suites, again, isAborted, log }) {
  const flaky = again
    .filter(({ hasPassed }) => hasPassed)
    .flatMap(({ stage, first }) =>
      (first.failures.length > 0 ? first.failures : ['(the file as a whole)']).map((test) => ({
        suite: stage.name,
        file: first.file,
        test,
      })),
    );
  const before = readFlaky(root);
  const twice = flakyAgain(flaky, before);
  writeFlaky(
    root,
    flaky,
    before,
    suites.map(({ stage }) => stage.name),
  );
  const isMended = ({ stage, files }) =>
    files.every(
      ({ file, hasFailed }) =>
        !hasFailed ||
        again.some((each) => each.stage === stage && each.first.file === file && each.hasPassed),
    ) && files.some(({ hasFailed }) => hasFailed);
  const failed = done
    .filter(({ code }) => code !== 0)
    .map(({ name }) => name)
    .filter((name) => !suites.some((each) => each.stage.name === name && each.isComplete && isMended(each)));

  const last = suites.flatMap(({ stage, files }) => files.map((file) => lastOf(stage, file, again)));
  const totals = sumOf(last);
  writeTimes({ root, done, suites, log });
  for (const { stage, first, hasPassed } of again)
    log(`${stage.name} ${first.file}: failed first, ${hasPassed ? 'passed' : 'failed again'} by itself.`);
  for (const { file, test } of flaky) log(`flaky: ${file} > ${test}`);
  for (const { file, test } of twice) log(`flaky in two runs in a row, so this run fails: ${file} > ${test}`);
  // What failed may stand thousands of lines above, and of a long output often only the end is kept.
  for (const { file, hasFailed, failures, reasons } of last)
    if (hasFailed)
      for (const [at, reason] of reasons.entries())
        log(`failed: ${file} > ${failures[at] ?? 'as a whole'}: ${reason}`);
  if (isAborted) log('\nStopped before the end.');
  if (failed.length > 0) log(`\nFailed: ${failed.join(', ')}.`);
  const failures = Math.max(totals.failed + twice.length, failed.length > 0 || isAborted ? 1 : 0);
  log(`\n${totals.passed} passed, ${failures} failed, ${totals.skipped} skipped`);
  return failures > 0 ? 1 : 0;
}

/** What holds of a file in the end: its second run, where there was one. */
function lastOf(stage, first, again) {
  const retry = again.find((each) => each.stage === stage && each.first.file === first.file);
  return retry?.second ?? first;
}

/** Where the time went: each stage, and the slowest files. */
function writeTimes({ root, done, suites, log }) {
  const stages = done.map(({ name, seconds }) => ({ name, seconds: Math.round(seconds) }));
  const slowest = suites
    .flatMap(({ files }) => files)
    .toSorted((left, right) => right.seconds - left.seconds)
    .slice(0, slowestShown)
    .map(({ file, seconds }) => ({ file, seconds: Math.round(seconds) }));
  const total = stages.reduce((sum, { seconds }) => sum + seconds, 0);
  log(`\nSeconds: ${stages.map(({ name, seconds }) => `${name} ${seconds}`).join(', ')}; together ${total}`);
  if (slowest.length > 0)
    log(`Slowest files: ${slowest.map(({ file, seconds }) => `${file} ${seconds}`).join(', ')}`);
  writeFileSync(
    path.join(root, 'reports', 'times.json'),
    `${JSON.stringify({ stages, slowest, total }, null, 2)}\n`,
  );
}
