// Six contenders for one data directory; the owner is killed in every round. Never two owners, and none for long.
import { loadScenario, withBundle } from './electionScenario.mjs';

export const name = 'election';
export const fullCount = 100;
export const resumable = true;

const batch = 10;

/** In batches, each with a directory of its own; a run that was cut goes on with the batch that it was in. */
export async function run({ count = fullCount, progress = async () => {}, state } = {}) {
  const { runElection, percentile } = await loadScenario('dev/server/ownership/election.ts');
  const tally = state ?? { takeovers: [], failures: [] };
  return withBundle(async (bundle, temp) => {
    while (tally.takeovers.length < count) {
      const done = tally.takeovers.length;
      const rounds = Math.min(batch, count - done);
      const result = await runElection(bundle, temp.join(`home-${done}`), rounds);
      tally.takeovers.push(...result.takeovers);
      tally.failures.push(
        ...result.violations,
        ...result.left.map((pid) => `process ${pid} was left over`),
        ...(result.mostHolders === 1 || process.platform !== 'linux'
          ? []
          : [`${result.mostHolders} processes had the database open`]),
      );
      await progress(tally.takeovers.length, tally);
    }
    const p95 = percentile(tally.takeovers, 0.95);
    return {
      failures: [...tally.failures, ...(p95 > 3_000 ? [`takeover p95 is ${p95} ms`] : [])],
      figures: {
        rounds: tally.takeovers.length,
        takeoverP50Ms: percentile(tally.takeovers, 0.5),
        takeoverP95Ms: p95,
        takeoverMaxMs: percentile(tally.takeovers, 1),
      },
    };
  });
}
