// `node tools/release/setRepository.mjs OWNER/NAME` writes where this is published into package.json, once.
import { readFile, writeFile } from 'node:fs/promises';
import { repositoryFields, repositoryOf } from './repository.mjs';

const [slug = ''] = process.argv.slice(2);
const fields = repositoryFields(slug);
if (repositoryOf(fields) === undefined) {
  console.error('Name the repository on GitHub: node tools/release/setRepository.mjs OWNER/NAME');
  process.exit(2);
}
const file = new URL('../../package.json', import.meta.url);
const {
  repository: _repository,
  bugs: _bugs,
  homepage: _homepage,
  ...manifest
} = JSON.parse(await readFile(file, 'utf8'));
const entries = Object.entries(manifest);
const after = entries.findIndex(([name]) => name === 'license') + 1;
entries.splice(after, 0, ...Object.entries(fields));
await writeFile(file, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
console.log(`package.json now names ${fields.homepage}`);
