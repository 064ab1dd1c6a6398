// `npm run bench [-- --json] [-- --only NAME]`: checks the budgets of the design as medians within one run.
import { build } from 'esbuild';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const out = path.join(root, '.cache', 'bench', 'bench.mjs');

/** In a bundle every module would be where the bundle is; each goes on finding what lies beside its source. */
const ownPlace = {
  name: 'own-place',
  setup({ onLoad }) {
    onLoad({ filter: /\.(ts|mjs)$/ }, async ({ path: file }) => ({
      contents: (await readFile(file, 'utf8'))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href))
        .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file))),
      loader: file.endsWith('.ts') ? 'ts' : 'js',
    }));
  },
};

// The suites are TypeScript and share the tests' harness; packages stay outside of the bundle.
await mkdir(path.dirname(out), { recursive: true });
await build({
  entryPoints: [path.join(root, 'tools/bench/bench.ts')],
  outfile: out,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  plugins: [ownPlace],
  logLevel: 'error',
});
const { runBench } = await import(pathToFileURL(out).href);
process.exit(await runBench(process.argv.slice(2), root));
