// `npm run bench [-- --json] [-- --only NAME]`: checks the budgets of the design as medians within one run.
import { build } from 'esbuild';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const out = path.join(root, '.cache', 'bench', 'bench.mjs');

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
  external: ['*.mjs'],
  logLevel: 'error',
});
const { runBench } = await import(pathToFileURL(out).href);
process.exit(await runBench(process.argv.slice(2), root));
