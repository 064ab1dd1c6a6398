// Parents that die while their forked owner starts: it must never outlive them.
import { loadScenario, withBundle } from './electionScenario.mjs';

export const name = 'orphans';
export const fullCount = 50;

export async function run({ count = fullCount } = {}) {
  const { runLateParentDeaths } = await loadScenario('dev/server/ownership/lateParent.ts');
  return withBundle(async (bundle, temp) => {
    const { children, orphans } = await runLateParentDeaths(bundle, temp.join('late'), count);
    return {
      failures: orphans.map((pid) => `process ${pid} outlived its parent`),
      figures: { parents: children.length, orphans: orphans.length },
    };
  });
}
