// `npm test`: everything, on a fresh clone, in one go. Each stage says what it does and how long it took.
// `npm test -- unit server` runs the named stages only.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => path.join(root, 'node_modules', '.bin', name);
const suites = ['unit', 'server', 'opencode', 'host', 'e2e'];

const vitest = (suite) => ({
  name: suite,
  command: [
    bin('vitest'),
    [
      'run',
      '--project',
      suite,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=reports/test-${suite}.json`,
    ],
  ],
});
const node = (name, ...args) => ({ name, command: [process.execPath, args] });

const stages = [
  { name: 'format', command: [bin('oxfmt'), ['--check', '.']] },
  { name: 'lint', command: [bin('oxlint'), ['--type-aware', '--deny-warnings']] },
  { name: 'types', command: [bin('tsc'), ['--noEmit']] },
  vitest('unit'),
  node('package', 'tools/release/package.mjs'),
  node('notices', 'tools/checks/notices.mjs'),
  node('system', 'tools/setup/system.mjs'),
  node('editor', 'tools/setup/codeServer.mjs'),
  node('conformance', 'tools/setup/conformance.mjs'),
  ...suites.filter((suite) => suite !== 'unit').map(vitest),
];

/** Runs one stage with our own streams, so that progress is seen as it happens. */
function run([command, args]) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('close', (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  });
}

/** Passed, failed and skipped tests of a suite that wrote its report. */
function countsOf(suite) {
  try {
    const report = JSON.parse(readFileSync(path.join(root, 'reports', `test-${suite}.json`), 'utf8'));
    return [report.numPassedTests, report.numFailedTests, report.numPendingTests + report.numTodoTests];
  } catch {
    return [0, 0, 0];
  }
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !stages.some((stage) => stage.name === name));
if (unknown.length > 0) {
  console.error(
    `Unknown stage: ${unknown.join(', ')}. Stages: ${stages.map((stage) => stage.name).join(', ')}.`,
  );
  process.exit(2);
}

mkdirSync(path.join(root, 'reports'), { recursive: true });
for (const suite of suites) rmSync(path.join(root, 'reports', `test-${suite}.json`), { force: true });

const failed = [];
for (const stage of stages.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  console.log(`\n== ${stage.name}`);
  const started = performance.now();
  const code = await run(stage.command);
  console.log(
    `== ${stage.name}: ${code === 0 ? 'ok' : 'failed'} in ${Math.round((performance.now() - started) / 1000)} s`,
  );
  if (code !== 0) failed.push(stage.name);
}

const totals = suites
  .map(countsOf)
  .reduce((sum, each) => sum.map((value, index) => value + each[index]), [0, 0, 0]);
if (failed.length > 0) console.error(`\nFailed: ${failed.join(', ')}.`);
console.log(`\n${totals[0]} passed, ${totals[1]} failed, ${totals[2]} skipped`);
process.exit(failed.length > 0 ? 1 : 0);
