import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { buildOwnership, type OwnershipBundle } from '../../../dev/bundles/ownershipBundle.ts';
import { percentile } from '../../../dev/server/ownership/election.ts';
import { runTakeovers } from '../../../dev/server/ownership/takeover.ts';
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
  expect(percentile(result.takeovers, 0.95)).toBeLessThanOrEqual(3_000);
});
