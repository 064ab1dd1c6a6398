// Windows and a stdio shim write without pause while the owner is killed at random moments.
import { loadScenario, withBundle } from './electionScenario.mjs';

export const name = 'takeover';
export const fullCount = 50;

export async function run({ count = fullCount, random = Math.random, progress = () => {} } = {}) {
  const { runTakeovers } = await loadScenario('test/support/ownership/takeover.ts');
  const { percentile } = await loadScenario('test/support/ownership/election.ts');
  return withBundle(async (bundle, temp) => {
    const result = await runTakeovers(bundle, temp.join('home'), count, { random, onKill: progress });
    const p95 = percentile(result.takeovers, 0.95);
    const failures = [
      ...result.lost.map((content) => `acknowledged and lost: ${content}`),
      ...result.appliedTwice.map((content) => `applied twice: ${content}`),
      ...result.refused.map((answer) => `refused: ${answer}`),
      ...result.violations,
      ...result.left.map((pid) => `server ${pid} was left over`),
      ...(result.integrity === 'ok' ? [] : [`integrity: ${result.integrity}`]),
      ...(p95 > 3_000 ? [`takeover p95 is ${p95} ms`] : []),
    ];
    return {
      failures,
      figures: {
        kills: result.kills,
        acknowledged: result.acked,
        killedHosts: result.hostKinds,
        takeoverP50Ms: percentile(result.takeovers, 0.5),
        takeoverP95Ms: p95,
        takeoverMaxMs: percentile(result.takeovers, 1),
      },
    };
  });
}

export default { name, fullCount, run };
