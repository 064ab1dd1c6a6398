// `node tools/checks/references.mjs FILE…`: how well the parser of references does on files like test/data/references/a.jsonl.
import { build } from 'esbuild';
import { fileURLToPath, pathToFileURL } from 'node:url';

const outfile = fileURLToPath(new URL('../../.cache/checks/references.mjs', import.meta.url));
await build({
  entryPoints: [fileURLToPath(new URL('../../dev/texts/referenceCorpus.ts', import.meta.url))],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  logLevel: 'error',
});
const { readPassages, reportReferences } = await import(pathToFileURL(outfile).href);

if (process.argv.length < 3) {
  console.error('Name one or more files of marked passages (JSON Lines).');
  process.exit(2);
}
for (const file of process.argv.slice(2)) console.log(`${file}\n${reportReferences(readPassages(file))}\n`);
