// Two sessions at a time claim the same thing, over HTTP and MCP, written in different ways: exactly one holds it.
import { loadScenario } from './electionScenario.mjs';

export const name = 'claims';
/** Races. */
export const fullCount = 200;

export async function run({ count = fullCount, seed = 1, progress = () => {}, signal } = {}) {
  const { runClaimRaces } = await loadScenario('dev/server/claims/claimRaces.ts');
  const { buildCli } = await loadScenario('dev/bundles/cliBundle.ts');
  const { tempDirectory } = await loadScenario('dev/files/tempDirectory.ts');
  const temp = await tempDirectory('soak-claims');
  try {
    const bundle = await buildCli(temp.join('dist'));
    return await runClaimRaces({
      bundle,
      home: temp.join('home'),
      races: count,
      seed,
      onRound: progress,
      signal,
    });
  } finally {
    await temp.dispose();
  }
}
