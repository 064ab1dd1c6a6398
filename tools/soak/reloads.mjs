// A window of the real editor is reloaded again and again: one server each time, none after the last window.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const name = 'reloads';
/** Calm ones, each after memory works, and as many fast ones, which catch extension hosts during their start. */
export const fullCount = 20;

const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');

/** Runs the tests that `npm test` runs with a tenth of the count. Needs the package that `npm run package` makes. */
export async function run({ count = fullCount, progress = async () => {}, signal } = {}) {
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'memory-bridge-reloads-'));
  try {
    const report = path.join(temporary, 'report.json');
    const started = performance.now();
    await runTests(count, report, signal);
    const tests = await testsOf(report);
    await progress(count);
    const failures = tests
      .filter(({ status }) => status === 'failed')
      .map(({ title, failureMessages }) => `${title}: ${failureMessages[0]?.split('\n')[0] ?? 'failed'}`);
    const passed = tests.filter(({ status }) => status === 'passed');
    if (passed.length + failures.length === 0) failures.push('No test of reloads ran. Is the package built?');
    return {
      failures,
      figures: {
        reloadsEach: count,
        passed: passed.length,
        seconds: Math.round((performance.now() - started) / 1000),
      },
    };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

function runTests(count, report, signal) {
  const args = [
    vitest,
    'run',
    '--project=e2e',
    'test/e2e/ownership.test.ts',
    '--testNamePattern=reloads',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, MEMORY_BRIDGE_RELOADS: String(count) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = () => child.kill('SIGTERM');
  signal?.addEventListener('abort', stop);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => signal?.removeEventListener('abort', stop));
}

async function testsOf(report) {
  const text = await readFile(report, 'utf8').catch(() => '{"testResults":[]}');
  return JSON.parse(text).testResults.flatMap(({ assertionResults }) => assertionResults);
}
