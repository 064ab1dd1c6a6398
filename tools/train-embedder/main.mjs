// `npm run train`: trains the built-in embedder. `npm run train -- --evaluate` measures the committed model instead.
import { build } from 'esbuild';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const evaluate = process.argv.includes('--evaluate');
const entry = evaluate ? 'evaluate' : 'train';
const out = path.join(root, '.cache', 'train-embedder', `${entry}.mjs`);

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

await mkdir(path.dirname(out), { recursive: true });
await build({
  entryPoints: [path.join(root, `tools/train-embedder/${entry}.ts`)],
  outfile: out,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  plugins: [ownPlace],
  logLevel: 'error',
});
const { run } = await import(pathToFileURL(out).href);
await run(root, process.argv.slice(2));
