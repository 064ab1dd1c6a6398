// A reindex of 100,000 memories whose owner is killed at random points: it has to go on, and to end right.
import { loadScenario } from './electionScenario.mjs';

export const name = 'jobs';
/** Kills; the rows are what one job works on. */
export const fullCount = 5;

const rows = 100_000;

export async function run({ count = fullCount, seed = 1, progress = () => {}, signal } = {}) {
  const { runReindexKills } = await loadScenario('dev/server/jobs/reindexKills.ts');
  const { buildCli } = await loadScenario('dev/bundles/cliBundle.ts');
  const { tempDirectory } = await loadScenario('dev/files/tempDirectory.ts');
  const temp = await tempDirectory('soak-jobs');
  try {
    // A build of its own: one that is made anew meanwhile would change the server between two rounds.
    const bundle = await buildCli(temp.join('dist'));
    return await runReindexKills({
      bundle,
      home: temp.join('home'),
      rows,
      kills: count,
      seed,
      onRound: progress,
      signal,
    });
  } finally {
    await temp.dispose();
  }
}
