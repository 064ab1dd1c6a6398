// A process that downloads a model is killed at random moments: always a verified model in the end, never a broken file.
import { loadScenario } from './electionScenario.mjs';

export const name = 'downloads';
export const fullCount = 20;

export async function run({ count = fullCount, seed = 1, progress = () => {}, signal } = {}) {
  const { killDownloads } = await loadScenario('dev/embedding/downloads/killDownloads.ts');
  const { tempDirectory } = await loadScenario('dev/files/tempDirectory.ts');
  const temp = await tempDirectory('downloads');
  try {
    return await killDownloads({ folder: temp.path, kills: count, seed, onKill: progress, signal });
  } finally {
    await temp.dispose();
  }
}
