// Six contenders for one data directory; the owner is killed in every round. Never two owners, and none for long.
import { loadScenario, withBundle } from './electionScenario.mjs';

export const name = 'election';
export const fullCount = 100;

/** Elections in batches of ten, each with a directory of its own, so that a long run can be cut anywhere. */
export async function run({ count = fullCount, progress = () => {} } = {}) {
  const { runElection, percentile } = await loadScenario('test/support/ownership/election.ts');
  return withBundle(async (bundle, temp) => {
    const takeovers = [];
    const failures = [];
    for (let done = 0; done < count; done += 10) {
      const rounds = Math.min(10, count - done);
      const result = await runElection(bundle, temp.join(`home-${done}`), rounds, (round) =>
        progress(done + round),
      );
      takeovers.push(...result.takeovers);
      failures.push(...result.violations, ...result.left.map((pid) => `process ${pid} was left over`));
    }
    const p95 = percentile(takeovers, 0.95);
    if (p95 > 3_000) failures.push(`takeover p95 is ${p95} ms`);
    return {
      failures,
      figures: {
        rounds: takeovers.length,
        takeoverP50Ms: percentile(takeovers, 0.5),
        takeoverP95Ms: p95,
        takeoverMaxMs: percentile(takeovers, 1),
      },
    };
  });
}

export default { name, fullCount, run };
