import { afterEach, describe, expect, it } from 'vitest';
import { keepCoresBusy } from '../../../tools/testing/busyCores.mjs';
import { startProcess, stopAllProcesses, waitForExit } from '../../../dev/processes/processes.ts';
import { isAlive } from '../../../dev/processes/processTable.ts';

const place = new URL('../../../tools/testing/busyCores.mjs', import.meta.url).href;

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
    expect(pids.map(isAlive)).toEqual([true, true]);
    await parent.kill();
    for (const pid of pids) await waitForExit(pid, 10_000);
  });
});
