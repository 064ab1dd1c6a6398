// Windows and a stdio shim write without pause while the owner is killed at random moments.
import { loadScenario, withBundle } from './electionScenario.mjs';

export const name = 'takeover';
export const fullCount = 50;
export const resumable = true;

const batch = 10;
const nothing = { takeovers: [], failures: [], acknowledged: 0, killedHosts: {} };

/** In batches, each with a directory of its own; a run that was cut goes on with the batch that it was in. */
export async function run({
  count = fullCount,
  random = Math.random,
  progress = async () => {},
  state,
} = {}) {
  const { runTakeovers } = await loadScenario('dev/server/ownership/takeover.ts');
  const { percentile } = await loadScenario('dev/server/ownership/election.ts');
  const tally = structuredClone(state ?? nothing);
  return withBundle(async (bundle, temp) => {
    while (tally.takeovers.length < count) {
      const done = tally.takeovers.length;
      const kills = Math.min(batch, count - done);
      const result = await runTakeovers(bundle, temp.join(`home-${done}`), kills, { random });
      tally.takeovers.push(...result.takeovers);
      tally.acknowledged += result.acked;
      for (const [kind, times] of Object.entries(result.hostKinds))
        tally.killedHosts[kind] = (tally.killedHosts[kind] ?? 0) + times;
      tally.failures.push(...failuresOf(result));
      await progress(tally.takeovers.length, tally);
    }
    const { takeovers, failures, ...figures } = tally;
    const p95 = percentile(takeovers, 0.95);
    return {
      failures: [...failures, ...(p95 > 3_000 ? [`takeover p95 is ${p95} ms`] : [])],
      figures: {
        kills: takeovers.length,
        ...figures,
        takeoverP50Ms: percentile(takeovers, 0.5),
        takeoverP95Ms: p95,
        takeoverMaxMs: percentile(takeovers, 1),
      },
    };
  });
}

function failuresOf(result) {
  return [
    ...result.lost.map((content) => `acknowledged and lost: ${content}`),
    ...result.appliedTwice.map((content) => `applied twice: ${content}`),
    ...result.refused.map((answer) => `refused: ${answer}`),
    ...result.violations,
    ...result.left.map((pid) => `server ${pid} was left over`),
    ...(result.integrity === 'ok' ? [] : [`integrity: ${result.integrity}`]),
  ];
}
