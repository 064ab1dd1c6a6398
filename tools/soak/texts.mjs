// Every function over a text with every hostile text, to a megabyte: a hundredth of the pairs a round.
import { loadScenario } from './electionScenario.mjs';

export const name = 'texts';
export const fullCount = 100;
export const resumable = true;

export async function run({ count = fullCount, progress = () => {}, state, signal } = {}) {
  const { growthRequests, roundOf } = await loadScenario('dev/texts/growthRequests.ts');
  const { measureGrowth } = await loadScenario('dev/texts/measureGrowth.ts');
  const sum = state ?? { done: 0, pairs: 0, failures: [] };
  for (let round = sum.done; round < count; round += 1) {
    if (signal?.aborted) break;
    const requests = growthRequests(roundOf(round));
    sum.failures.push(...(await measureGrowth(requests)));
    sum.pairs += requests.length;
    sum.done = round + 1;
    progress(sum.done, sum);
  }
  return { figures: { pairs: sum.pairs }, failures: sum.failures };
}
