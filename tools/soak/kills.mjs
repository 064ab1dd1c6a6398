// A server that writes is killed at random moments, again and again: nothing acknowledged may be lost or half done.
import { node24 } from '../setup/node24.mjs';
import { loadScenario } from './electionScenario.mjs';

export const name = 'kills';
export const fullCount = 200;
export const resumable = true;

export async function run({ count = fullCount, seed = 1, progress = () => {}, state, signal } = {}) {
  const { runKills, summarizeKills } = await loadScenario('dev/server/kills/runKills.ts');
  const { buildCli } = await loadScenario('dev/bundles/cliBundle.ts');
  const { tempDirectory } = await loadScenario('dev/files/tempDirectory.ts');
  const temp = await tempDirectory('kills');
  try {
    // A build of its own: one that is made anew meanwhile would change the server between two rounds.
    const bundle = await buildCli(temp.join('dist'));
    const folder = await temp.makeDirectory('homes');
    const nativeNode = await findNativeNode();
    return summarizeKills(
      await runKills({
        bundle,
        folder,
        kills: count,
        seed,
        nativeNode,
        tally: state,
        onRound: progress,
        signal,
      }),
    );
  } finally {
    await temp.dispose();
  }
}

/** Its built-in SQLite reads the files without any code of ours. There are platforms without a package of it. */
async function findNativeNode() {
  try {
    return (await node24()).binary;
  } catch (error) {
    console.error(`The files are read with our own engine only: ${error.message}`);
    return undefined;
  }
}
