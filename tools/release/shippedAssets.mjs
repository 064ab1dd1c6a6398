import { readFile } from 'node:fs/promises';
import { transform } from 'esbuild';

/**
 * Names of the files of `dist/` without which the command line does not run: the list by which the launcher copies them,
 * so that a package cannot lack one.
 *
 * @returns {Promise<string[]>}
 */
export async function readShippedAssets() {
  const source = await readFile(new URL('../../src/setup/launcherAssets.ts', import.meta.url), 'utf8');
  const { code } = await transform(source, { loader: 'ts', format: 'esm' });
  const { launcherAssets, modelAssets } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return [...launcherAssets, ...modelAssets];
}
