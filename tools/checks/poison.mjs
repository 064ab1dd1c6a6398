// `node tools/checks/poison.mjs [--told] FILE…`: how well orders to a model are found in files like those of test/data/poison.
import { build } from 'esbuild';
import { fileURLToPath, pathToFileURL } from 'node:url';

const outfile = fileURLToPath(new URL('../../.cache/checks/poison.mjs', import.meta.url));
await build({
  entryPoints: [fileURLToPath(new URL('../../dev/texts/poisonCorpus.ts', import.meta.url))],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  logLevel: 'error',
});
const { readPoison, reportPoison } = await import(pathToFileURL(outfile).href);

const files = process.argv.slice(2).filter((name) => name !== '--told');
if (files.length === 0) {
  console.error('Name one or more files of texts (JSON Lines).');
  process.exit(2);
}
console.log(reportPoison(files.flatMap(readPoison), process.argv.includes('--told')));
