// The corpora of secrets and of harmless texts through every door, each text in some 38 places.
import { runVitestSoak } from './vitestSoak.mjs';

export const name = 'secrets';
/** Rows of each source that is taken in. */
export const fullCount = 30;

export const run = ({ count = fullCount, signal } = {}) =>
  runVitestSoak({
    file: 'test/server/safety/corpusDoors.test.ts',
    project: 'server',
    variable: 'MEMORY_BRIDGE_SECRET_ROWS',
    count,
    signal,
  });
