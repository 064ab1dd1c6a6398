// `npm run bench [-- OPTIONS]`: measures recall, speed, memory and start-up, and holds them against the budgets.
import { build } from 'esbuild';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { plainTextFunctions } from '../../dev/texts/exportedFunctions.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const out = path.join(root, '.cache', 'bench');
/** The runner, and what it starts in processes of their own. */
const programs = [
  'tools/bench/bench.ts',
  'tools/bench/suites/speed/engineProgram.ts',
  'tools/bench/suites/speed/vectorProgram.ts',
];

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
await mkdir(out, { recursive: true });
await build({
  entryPoints: programs.map((program) => path.join(root, program)),
  entryNames: '[name]',
  outdir: out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  plugins: [ownPlace, plainTextFunctions],
  logLevel: 'error',
});
const { runBench } = await import(pathToFileURL(path.join(out, 'bench.mjs')).href);
process.exit(await runBench(process.argv.slice(2), root));
