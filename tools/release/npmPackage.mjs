// Lays out dist/npm: the command line tool alone, for people who want the memory without the editor.
// It has no dependencies, because everything is bundled. `npm publish ./dist/npm` sends it.
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const target = path.join(root, 'dist', 'npm');
const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
const texts = JSON.parse(await readFile(path.join(root, 'package.nls.json'), 'utf8'));

await rm(target, { recursive: true, force: true });
await mkdir(path.join(target, 'dist'), { recursive: true });
for (const file of [
  'dist/cli.js',
  'dist/sqlite3.wasm',
  'dist/embedWorker.js',
  'dist/onnxRuntime.wasm.br',
  'dist/builtInModel.bin',
  'LICENSE',
  'ThirdPartyNotices.txt',
  'CHANGELOG.md',
])
  await copyFile(path.join(root, file), path.join(target, file));
await copyFile(path.join(root, 'docs', 'opencode.md'), path.join(target, 'README.md'));
const { name, version, license, bin, keywords, repository, homepage, bugs } = manifest;
await writeFile(
  path.join(target, 'package.json'),
  `${JSON.stringify(
    {
      name,
      version,
      description: texts['extension.description'],
      license,
      keywords,
      repository,
      homepage,
      bugs,
      bin,
      engines: { node: manifest.engines.node },
    },
    null,
    2,
  )}\n`,
);
console.log(`dist/npm  ${name} ${version}`);
