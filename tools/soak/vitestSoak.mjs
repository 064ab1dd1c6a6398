// Runs tests as a soak, end-to-end ones unless a project is named: the same tests that `npm test` runs with a tenth of the count.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');

/**
 * Needs the package that `npm run package` makes. The tests find the count in the environment variable `variable`, and
 * may write figures of their own as JSON to the file that MEMORY_BRIDGE_FIGURES names.
 *
 * @param {{ file: string, pattern?: string, project?: string, variable: string, count: number, signal?: AbortSignal }} options
 * @returns {Promise<{ figures: Record<string, unknown>, failures: string[] }>}
 */
export async function runVitestSoak({ file, pattern, project = 'e2e', variable, count, signal }) {
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'memory-bridge-soak-'));
  try {
    const report = path.join(temporary, 'report.json');
    const own = path.join(temporary, 'figures.json');
    const started = performance.now();
    await runTests({
      file,
      pattern,
      project,
      report,
      signal,
      env: { [variable]: String(count), MEMORY_BRIDGE_FIGURES: own },
    });
    const tests = await testsOf(report);
    const failures = tests
      .filter(({ status }) => status === 'failed')
      .map(({ title, failureMessages }) => `${title}: ${failureMessages[0]?.split('\n')[0] ?? 'failed'}`);
    const passed = tests.filter(({ status }) => status === 'passed').length;
    if (passed + failures.length === 0) failures.push(`No test of ${file} ran. Is the package built?`);
    const seconds = Math.round((performance.now() - started) / 1000);
    return { failures, figures: { ...JSON.parse(await readIfThere(own, '{}')), passed, seconds } };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

function runTests({ file, pattern, project, report, signal, env }) {
  const args = [
    vitest,
    'run',
    `--project=${project}`,
    file,
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  if (pattern) args.push(`--testNamePattern=${pattern}`);
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
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
  const { testResults } = JSON.parse(await readIfThere(report, '{"testResults":[]}'));
  return testResults.flatMap(({ assertionResults }) => assertionResults);
}

const readIfThere = (file, otherwise) => readFile(file, 'utf8').catch(() => otherwise);
