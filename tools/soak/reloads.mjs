// A window of the real editor is reloaded again and again: one server each time, none after the last window.
import { runVitestSoak } from './vitestSoak.mjs';

export const name = 'reloads';
/** Calm ones, each after memory works, and as many fast ones, which catch extension hosts during their start. */
export const fullCount = 20;

export async function run({ count = fullCount, progress = async () => {}, signal } = {}) {
  const { failures, figures } = await runVitestSoak({
    file: 'test/e2e/ownership.test.ts',
    pattern: 'reloads',
    variable: 'MEMORY_BRIDGE_RELOADS',
    count,
    signal,
  });
  await progress(count);
  return { failures, figures: { reloadsEach: count, ...figures } };
}
