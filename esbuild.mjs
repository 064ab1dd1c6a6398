// Bundles every process of the product: extension, server, CLI. `--watch` rebuilds, `--production` minifies.
import { build, context } from 'esbuild';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { writeVectorKernel } from './tools/build/vectorKernel.mjs';
import { compressRuntime } from './tools/build/compressRuntime.mjs';
import { extensionBundles } from './tools/build/extensionBundle.mjs';
import { serverBundles } from './tools/build/serverBundles.mjs';

const flags = new Set(process.argv.slice(2));
const manifest = JSON.parse(await readFile(new URL('package.json', import.meta.url), 'utf8'));
const require = createRequire(import.meta.url);

// The SQLite package is an ES module that finds its WASM by import.meta.url; our bundles are CommonJS for the editor.
const importMetaUrl = {
  define: { 'import.meta.url': '__importMetaUrl' },
  banner: { js: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
};

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: flags.has('--production'),
  sourcemap: flags.has('--production') ? false : 'linked',
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
  loader: { '.node': 'empty' },
  plugins: [],
  // Its main file is UMD, whose inner `require` a bundler cannot follow.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
};
const define = { __VERSION__: JSON.stringify(process.env.MEMORY_BRIDGE_BUILD_VERSION ?? manifest.version) };

const bundles = [
  ...extensionBundles({ ...common, define }),
  ...serverBundles({
    ...common,
    define: { ...define, ...importMetaUrl.define },
    banner: importMetaUrl.banner,
  }),
].map((options) => ({ ...options, outdir: 'dist' }));

async function copyAssets() {
  const wasm = path.join(path.dirname(require.resolve('@sqlite.org/sqlite-wasm/package.json')));
  const candidates = ['dist/sqlite3.wasm', 'sqlite-wasm/jswasm/sqlite3.wasm'];
  for (const candidate of candidates) {
    try {
      await copyFile(path.join(wasm, candidate), 'dist/sqlite3.wasm');
      return;
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }
  throw new Error(`sqlite3.wasm was not found in ${wasm}`);
}

await mkdir('dist', { recursive: true });
// Packages stay: a test may be using one while the next build runs.
const outdated = flags.has('--watch')
  ? []
  : (await readdir('dist')).filter((name) => !name.endsWith('.vsix'));
await Promise.all(outdated.map((name) => rm(path.join('dist', name), { recursive: true, force: true })));
await copyAssets();
await writeVectorKernel('dist');
await compressRuntime('dist/onnxRuntime.wasm.br', { thorough: flags.has('--production') });
await copyFile('models/built-in-1.bin', 'dist/builtInModel.bin');
if (flags.has('--watch')) {
  const contexts = await Promise.all(bundles.map((options) => context(options)));
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  const results = await Promise.all(bundles.map((options) => build(options)));
  await mkdir('reports', { recursive: true });
  for (const [index, result] of results.entries()) {
    const name = Object.keys(bundles[index].entryPoints)[0];
    await writeFile(`reports/meta-${name}.json`, JSON.stringify(result.metafile));
  }
}
