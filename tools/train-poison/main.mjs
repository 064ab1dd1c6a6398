// `node tools/train-poison/main.mjs --help`: what the detector of orders to a model learns from texts of both kinds.
import { build } from 'esbuild';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const out = path.join(root, '.cache', 'train-poison', 'train.mjs');
await mkdir(path.dirname(out), { recursive: true });
await build({
  entryPoints: [path.join(root, 'tools/train-poison/train.ts')],
  outfile: out,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  logLevel: 'error',
});
if (process.argv.includes('--build')) process.exit(0);
const { run } = await import(pathToFileURL(out).href);
await run(root, process.argv.slice(2));
