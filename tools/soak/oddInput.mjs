// Every odd value in every field of every operation, of which `npm test` takes a half or a third.
import { runVitestSoak } from './vitestSoak.mjs';

export const name = 'odd-input';
export const fullCount = 1;

export const run = ({ signal } = {}) =>
  runVitestSoak({
    file: 'test/server/operations/oddInput.test.ts',
    project: 'server',
    variable: 'MEMORY_BRIDGE_ODD_INPUT',
    count: 1,
    signal,
  });
