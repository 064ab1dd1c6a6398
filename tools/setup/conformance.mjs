/** The MCP conformance suite, in the cache: it brings hundreds of packages that nothing else here needs. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installOnce } from './cache.mjs';
import { node24 } from './node24.mjs';
import { npmInstall } from './npmInstall.mjs';

const name = '@modelcontextprotocol/conformance';
const version = '0.2.0-alpha.12';

/**
 * Installs the suite when it is not in the cache yet.
 *
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<{ node: string, entry: string }>} Start it as `node entry server --url ...`.
 */
export async function conformance({ log = (line) => process.stderr.write(`${line}\n`) } = {}) {
  const node = await node24({ log });
  const directory = await installOnce({
    name: 'conformance',
    versions: { [name]: version },
    log,
    build: (target) =>
      npmInstall({
        label: 'Installing the MCP conformance suite (once)',
        directory: target,
        dependencies: { [name]: version },
      }),
  });
  return { node: node.binary, entry: path.join(directory, 'node_modules', name, 'dist', 'index.js') };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const { entry } = await conformance();
    process.stderr.write(`The conformance suite is ${entry}\n`);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
