// Four processes with 500 writes each on one directory while its owner is killed at random moments.
import { loadScenario, withBundle } from './electionScenario.mjs';

export const name = 'writers';
/** Runs, each with a directory of its own. */
export const fullCount = 20;
export const resumable = true;

const options = { writers: 4, writes: 500 };
const nothing = { runs: 0, acknowledged: 0, kills: 0, failures: [] };

export async function run({
  count = fullCount,
  random = Math.random,
  progress = async () => {},
  state,
  signal,
} = {}) {
  const { runWriters } = await loadScenario('dev/server/ownership/writers.ts');
  const tally = structuredClone(state ?? nothing);
  return withBundle(async (bundle, temp) => {
    while (tally.runs < count) {
      if (signal?.aborted) break;
      const result = await runWriters(bundle, temp.join(`home-${tally.runs}`), { ...options, random });
      tally.runs += 1;
      tally.acknowledged += result.acked;
      tally.kills += result.kills;
      tally.failures.push(...failuresOf(result, options.writers * options.writes));
      await progress(tally.runs, tally);
    }
    const { failures, ...figures } = tally;
    return { failures, figures };
  });
}

function failuresOf(result, wanted) {
  return [
    ...result.lost.map((content) => `acknowledged and lost: ${content}`),
    ...result.appliedTwice.map((content) => `applied twice: ${content}`),
    ...result.refused.map((answer) => `refused: ${answer}`),
    ...(result.acked === wanted ? [] : [`${result.acked} of ${wanted} writes were acknowledged`]),
    ...(result.integrity === 'ok' ? [] : [`integrity: ${result.integrity}`]),
  ];
}
