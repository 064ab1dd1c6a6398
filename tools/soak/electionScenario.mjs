// Scenarios are written once, in TypeScript beside the tests that run a tenth of them; this makes them importable.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** In a bundle every file would believe to lie where the bundle lies. */
const ownPlaces = {
  name: 'own places',
  setup(builder) {
    const load = (filter, word, placeOf) =>
      builder.onLoad({ filter }, async ({ path: file }) => ({
        contents: (await readFile(file, 'utf8')).replaceAll(word, JSON.stringify(placeOf(file))),
        loader: 'ts',
      }));
    load(/[\\/]dev[\\/].*\.ts$/, 'import.meta.dirname', path.dirname);
    load(/[\\/](?:src|tools)[\\/].*\.ts$/, 'import.meta.url', (file) => pathToFileURL(file).href);
  },
};

/** Everything that the given TypeScript file, named from the root of the repository, exports. */
export async function loadScenario(file) {
  const outfile = path.join(root, '.cache', 'soak', `${path.basename(file, '.ts')}.mjs`);
  await build({
    absWorkingDir: root,
    entryPoints: [file],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
    plugins: [ownPlaces],
  });
  return import(`${pathToFileURL(outfile).href}?${Date.now()}`);
}

/** A folder with the bundles under test, gone at the end. */
export async function withBundle(work) {
  const { buildOwnership } = await loadScenario('dev/bundles/ownershipBundle.ts');
  const { tempDirectory } = await loadScenario('dev/files/tempDirectory.ts');
  const temp = await tempDirectory('soak');
  try {
    return await work(await buildOwnership(temp.join('dist')), temp);
  } finally {
    await temp.dispose();
  }
}
