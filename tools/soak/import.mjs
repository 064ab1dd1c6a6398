// 100,000 memories as JSON into a real server that is killed once in the middle: each there once, and what it takes.
import { fileURLToPath } from 'node:url';
import os from 'node:os';
import { loadScenario } from './electionScenario.mjs';

export const name = 'import';
/** Memories. 10000 are enough for a quick look. */
export const fullCount = 100_000;
export const resumable = true;

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Our own insert, the import that is killed, and the recalls beside another one. */
const parts = 3;

export async function run({
  count = fullCount,
  random = Math.random,
  progress = async () => {},
  state,
  signal,
} = {}) {
  const { runImportSoak, summarizeImportSoak } = await loadScenario('tools/bench/importSoak.ts');
  const { buildCli } = await loadScenario('dev/bundles/cliBundle.ts');
  const { tempDirectory } = await loadScenario('dev/files/tempDirectory.ts');
  const temp = await tempDirectory('soak-import-dist');
  // What one sitting has measured is of no use beside another number of memories.
  const before = state?.size === count ? state : { size: count };
  const loadBefore = os.loadavg();
  try {
    // A build of its own: one that is made anew meanwhile would change the server between two parts.
    await buildCli(temp.join('dist'));
    const done = await runImportSoak({
      root,
      built: temp.path,
      size: count,
      random,
      state: before,
      onPart: (next) => progress(Math.floor((count * finished(next)) / parts), { ...next, size: count }),
      signal,
    });
    const { figures, failures } = summarizeImportSoak(done, count);
    return { figures: { ...figures, load: { before: loadBefore, after: os.loadavg() } }, failures };
  } finally {
    await temp.dispose();
  }
}

const finished = ({ inserted, imported, meanwhile }) =>
  [inserted, imported, meanwhile].filter((part) => part !== undefined).length;
