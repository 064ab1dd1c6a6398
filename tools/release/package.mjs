// `npm run package`: one universal VSIX in dist/, from a production build. Fails when it grows past its budget.
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packagedMarkdown } from './packagedMarkdown.mjs';
import { repositoryOf } from './repository.mjs';

/** Bytes. Most of it are the runtime of local models and the model of the built-in embedder. */
const budget = 12 * 1024 * 1024;
/** Bytes that the editor reads and compiles before memory works; what is seldom needed has files of its own. */
const extensionBudget = 280 * 1024;

const root = fileURLToPath(new URL('../..', import.meta.url));
const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
const version = process.env.MEMORY_BRIDGE_BUILD_VERSION ?? manifest.version;
const out = path.join(root, 'dist', `opencode-memory-bridge-${version}.vsix`);

const vsce = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@vscode/vsce/package.json')),
  'vsce',
);
await rm(out, { force: true });
// Links and pictures are made right here, for both pages: vsce would also take `#456` in a text for an issue of ours.
const place = { repository: repositoryOf(manifest)?.url, tag: `v${manifest.version}` };
await mkdir(path.join(root, 'reports', 'page'), { recursive: true });
for (const page of ['README.md', 'CHANGELOG.md'])
  await writeFile(
    path.join(root, 'reports', 'page', page),
    packagedMarkdown(await readFile(path.join(root, page), 'utf8'), place),
  );
const run = spawnSync(
  process.execPath,
  [
    vsce,
    'package',
    ...(version === manifest.version ? [] : [version, '--no-git-tag-version', '--no-update-package-json']),
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--readme-path',
    'reports/page/README.md',
    '--changelog-path',
    'reports/page/CHANGELOG.md',
    '--out',
    out,
  ],
  { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' },
);
if (run.status !== 0) {
  process.stderr.write(run.stdout + run.stderr);
  process.exit(run.status ?? 1);
}
const { size } = await stat(out);
console.log(`${path.relative(root, out)}  ${(size / 1024 / 1024).toFixed(2)} MB`);
const extension = await stat(path.join(root, 'dist', 'extension.js'));
if (extension.size > extensionBudget) {
  console.error(
    `dist/extension.js has ${extension.size} bytes, more than its budget of ${extensionBudget}. Look at reports/meta-extension.json, and at tools/build/extensionBundle.mjs for how to load with the first use.`,
  );
  process.exit(1);
}
if (size > budget) {
  console.error(
    `The package is over its budget of ${budget} bytes. Look at reports/meta-*.json for what grew.`,
  );
  process.exit(1);
}
