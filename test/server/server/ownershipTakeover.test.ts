import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { buildOwnership, type OwnershipBundle } from '../../../dev/bundles/ownershipBundle.ts';
import { judgeWrites, runTakeovers } from '../../../dev/server/ownership/takeover.ts';
import { runWriters } from '../../../dev/server/ownership/writers.ts';
import { isLongRun } from '../../../dev/longRun.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';
import { stopAllProcesses } from '../../../dev/processes/processes.ts';
import { tempDirectory, type TempDirectory } from '../../../dev/files/tempDirectory.ts';

let temp: TempDirectory;
let bundle: OwnershipBundle;

beforeAll(async () => {
  temp = await tempDirectory('takeover');
  bundle = await buildOwnership(temp.join('dist'));
});
afterEach(stopAllProcesses);
afterAll(() => temp.dispose());

it('loses nothing and applies nothing twice when owners are killed under writes', async () => {
  const result = await runTakeovers(bundle, temp.join('home'), 5);
  expect(result.acked).toBeGreaterThanOrEqual(15);
  expect(result.lost).toEqual([]);
  expect(result.appliedTwice).toEqual([]);
  expect(result.refused).toEqual([]);
  expect(result.integrity).toBe('ok');
  expect(result.violations).toEqual([]);
  expect(result.left).toEqual([]);
  expect(result.takeovers).toHaveLength(5);
});

it('keeps each of the writes of four processes once, however often their owner is killed', async () => {
  const home = temp.join('writers');
  const writes = isLongRun ? 120 : 60;
  const result = await runWriters(bundle, home, {
    writers: 4,
    writes,
    random: seededRandom(14),
    // How often does not matter to what is looked for; without end, and with 500 writes each, in `npm run soak -- writers`.
    mostKills: isLongRun ? 6 : 3,
  });
  expect(result).toMatchObject({
    acked: 4 * writes,
    lost: [],
    appliedTwice: [],
    refused: [],
    integrity: 'ok',
  });
  expect(result.kills).toBeGreaterThan(0);
  // One that was never written would have been missed.
  expect((await judgeWrites(home, ['writer-5 writes number 1'])).lost).toHaveLength(1);
});
