import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { keepCoresBusy } from '../../../tools/testing/busyCores.mjs';
import { startProcess, stopAllProcesses, waitForExit } from '../../../dev/processes/processes.ts';
import { until } from '../../../dev/processes/until.ts';
import { isAlive } from '../../../dev/processes/processTable.ts';

const place = new URL('../../../tools/testing/busyCores.mjs', import.meta.url).href;

/** Ticks of the processor that a process has had; to start takes a handful. Only Linux tells. Throws when it has ended. */
function ticksOf(pid: number): number {
  if (process.platform !== 'linux') return Number.POSITIVE_INFINITY;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]);
}

describe('processes that keep the cores busy', () => {
  afterEach(stopAllProcesses);

  it('are one a core, and end when asked to', async () => {
    const load = keepCoresBusy(2);
    expect(load.pids.map(isAlive)).toEqual([true, true]);
    await load.stop();
    expect(load.pids.map(isAlive)).toEqual([false, false]);
  });

  it('end with their parent, however that ends', async () => {
    const program = `import { keepCoresBusy } from '${place}'; console.log('pids', ...keepCoresBusy(2).pids); setInterval(() => {}, 1000);`;
    const parent = startProcess(process.execPath, ['--input-type=module', '--eval', program]);
    const [, first, second] = await parent.waitForOutput(/pids (\d+) (\d+)/);
    const pids = [Number(first), Number(second)];
    // They are at work, and not about to end by themselves.
    await until(() => pids.every((pid) => ticksOf(pid) >= 20), { what: 'the cores to be busy' });
    expect(pids.map(isAlive)).toEqual([true, true]);
    await parent.kill();
    for (const pid of pids) await waitForExit(pid, 10_000);
  });
});
