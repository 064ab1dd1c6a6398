// Lays out dist/npm, or the folder that is named: the command line tool alone, for people who want the memory without the
// editor. It has no dependencies, because everything is bundled. `npm publish ./dist/npm` sends it. Run `npm run package` before.
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packagedMarkdown } from './packagedMarkdown.mjs';
import { readShippedAssets } from './shippedAssets.mjs';
import { repositoryOf } from './repository.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const target = path.resolve(process.argv[2] ?? path.join(root, 'dist', 'npm'));
const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
const texts = JSON.parse(await readFile(path.join(root, 'package.nls.json'), 'utf8'));

await rm(target, { recursive: true, force: true });
await mkdir(path.join(target, 'dist'), { recursive: true });
for (const name of await readShippedAssets())
  await copyFile(path.join(root, 'dist', name), path.join(target, 'dist', name));
for (const name of ['LICENSE', 'ThirdPartyNotices.txt'])
  await copyFile(path.join(root, name), path.join(target, name));
const place = { repository: repositoryOf(manifest)?.url, tag: `v${manifest.version}` };
const page = await readFile(path.join(root, 'docs', 'npm.md'), 'utf8');
await writeFile(path.join(target, 'README.md'), packagedMarkdown(page, { ...place, folder: 'docs' }));
const changelog = await readFile(path.join(root, 'CHANGELOG.md'), 'utf8');
await writeFile(path.join(target, 'CHANGELOG.md'), packagedMarkdown(changelog, place));
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
console.log(`${path.relative(root, target)}  ${name} ${version}`);
