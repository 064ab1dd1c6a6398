import path from 'node:path';
import { runProcess } from '../../../../dev/processes/processes.ts';
import { node24 } from '../../../setup/node24.mjs';
import type { SuiteContext } from '../../figure.ts';

const timeoutMs = 20 * 60_000;

/** Runs one of the bundled programs on Node 24 (the product's and native SQLite alike) and reads what it printed. */
export async function runProgram<T>(name: string, task: unknown, { root, log }: SuiteContext): Promise<T> {
  const { binary } = await node24({ log });
  const program = path.join(root, '.cache/bench', `${name}.mjs`);
  const { code, stdout, stderr, timedOut } = await runProcess(
    binary,
    ['--no-warnings', program, JSON.stringify(task)],
    { timeoutMs },
  );
  if (code !== 0)
    throw new Error(
      `${name} ${timedOut ? 'took too long' : 'failed'} at ${JSON.stringify(task)}:\n${stderr}`,
    );
  return JSON.parse(stdout) as T;
}
