// Two windows of the real editor and a stdio shim on one data directory, whose owner is killed under writes.
import { runVitestSoak } from './vitestSoak.mjs';

export const name = 'windows';
export const fullCount = 50;

export async function run({ count = fullCount, progress = async () => {}, signal } = {}) {
  const result = await runVitestSoak({
    file: 'test/e2e/takeover.test.ts',
    variable: 'MEMORY_BRIDGE_TAKEOVERS',
    count,
    signal,
  });
  await progress(count);
  return result;
}
