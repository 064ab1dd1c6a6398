// Writes the documents that are made of the code. A unit test holds that they are as this would write them.
import { build } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const records = JSON.parse(await readFile(new URL('test/data/peer-tools.json', root), 'utf8'));

/** What a module of this folder exports. */
async function load(file) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(file, import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

const { settingsDocument } = await load('settingsDocument.ts');
await writeFile(new URL('docs/settings.md', root), settingsDocument(records));
const { migrationDocument } = await load('migration/migrationDocument.ts');
await writeFile(new URL('docs/migrating.md', root), migrationDocument(records));
