import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freePort, startProcess } from '../../processes/processes.ts';
import { isAlive } from '../../processes/processTable.ts';
import { until } from '../../processes/until.ts';
import type { OwnershipBundle } from '../../bundles/ownershipBundle.ts';

/** Forks the owner as an editor does and is gone a moment later, without a word. */
const parentSource = `
const { fork } = require('node:child_process');
const [server, home, life] = process.argv.slice(2);
const child = fork(server, ['--home', home], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
process.stdout.write(child.pid + '\\n', () => setTimeout(() => process.kill(process.pid, 'SIGKILL'), Number(life)));
`;

/**
 * Lets `cases` parents die between 0 and 400 ms after they forked an owner, through all stages of its start. Returns
 * the children that outlived them.
 */
export async function runLateParentDeaths(
  bundle: OwnershipBundle,
  folder: string,
  cases: number,
): Promise<{ readonly children: number[]; readonly orphans: number[] }> {
  const script = path.join(folder, 'parent.cjs');
  mkdirSync(folder, { recursive: true });
  await writeFile(script, parentSource);
  const children: number[] = [];
  const orphans: number[] = [];
  for (let index = 0; index < cases; index++) {
    const home = path.join(folder, `home-${index}`);
    const life = Math.round((index * 400) / Math.max(1, cases - 1));
    const parent = startProcess(process.execPath, [script, bundle.server, home, String(life)], {
      env: { PATH: process.env['PATH'], MEMORY_BRIDGE_PORT: String(await freePort()) },
    });
    const child = Number((await parent.waitForOutput(/^(\d+)\n/))[1]);
    children.push(child);
    await parent.exited;
    await until(() => !isAlive(child), { timeoutMs: 6_000, intervalMs: 10 }).catch(() => orphans.push(child));
  }
  for (const orphan of orphans) process.kill(orphan, 'SIGKILL');
  return { children, orphans };
}
