/**
 * The editor of the tests: code-server, which is VS Code's own workbench and extension host in a
 * browser. It comes from the package registry, so a machine without downloads from elsewhere has
 * it too. The first install compiles a few native modules and takes about three minutes.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { installOnce } from './cache.mjs';
import { node24, pathWithNode } from './node24.mjs';
import { npmInstall } from './npmInstall.mjs';
import { ensureSystem } from './system.mjs';

const version = '4.139.1';

/**
 * Installs the editor when it is not in the cache yet.
 *
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<{ node: string, entry: string, directory: string }>} Start it as `node entry ...`.
 */
export async function codeServer({ log = (line) => process.stderr.write(`${line}\n`) } = {}) {
  const node = await node24({ log });
  const directory = await installOnce({
    name: 'code-server',
    versions: { 'code-server': version, node: '24', platform: `${process.platform}-${process.arch}` },
    log,
    build: (target) => build(target, node, log),
  });
  return { node: node.binary, entry: entryOf(directory), directory };
}

async function build(directory, node, log) {
  if (!ensureSystem({ forEditor: true, log }))
    throw new Error('The test editor cannot be compiled without them.');
  const hasHeaders = existsSync(path.join(node.root, 'include', 'node', 'node.h'));
  await npmInstall({
    label: 'Installing the test editor (once, about three minutes)',
    directory,
    dependencies: { 'code-server': version },
    allowScripts: ['code-server'],
    env: {
      PATH: pathWithNode(node.binary),
      // Headers beside the binary keep node-gyp from downloading them.
      ...(hasHeaders && { npm_config_nodedir: node.root }),
    },
  });
  // A refused or failed install script leaves an editor that cannot start; better to know now.
  await promisify(execFile)(node.binary, [entryOf(directory), '--version'], { cwd: directory });
}

function entryOf(directory) {
  return path.join(directory, 'node_modules', 'code-server', 'out', 'node', 'entry.js');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const { directory } = await codeServer();
    process.stderr.write(`The test editor is in ${directory}\n`);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
