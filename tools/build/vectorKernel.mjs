import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = path.join(root, 'src/store/sqlite/vectors/kernel/vectorKernel.ts');
const cache = path.join(root, '.cache/kernel');

/** What every runtime from Node 20 on can do; relaxed SIMD would need Node 22. */
const options = ['-O3', '--noAssert', '--converge', '--runtime', 'stub', '--enable', 'simd'];

/** The kernel of the vector index as WebAssembly, compiled when its source has changed since the last time. */
export async function vectorKernel() {
  const text = await readFile(source, 'utf8');
  const { version } = JSON.parse(
    await readFile(path.join(root, 'node_modules/assemblyscript/package.json'), 'utf8'),
  );
  const hash = createHash('sha256')
    .update([version, ...options, text].join('\0'))
    .digest('hex')
    .slice(0, 16);
  const file = path.join(cache, `${hash}.wasm`);
  const known = await readFile(file).catch(() => undefined);
  if (known) return known;
  const binary = await compile(text);
  await mkdir(cache, { recursive: true });
  // Several test processes may do this at once; each sees a whole file.
  const partial = `${file}.${process.pid}`;
  await writeFile(partial, binary);
  await rename(partial, file);
  return binary;
}

/** Writes the kernel where the bundles look for it. */
export async function writeVectorKernel(folder) {
  await writeFile(path.join(folder, 'vectorKernel.wasm'), await vectorKernel());
}

async function compile(text) {
  const { default: compiler } = await import('assemblyscript/asc');
  let binary;
  let messages = '';
  const { error } = await compiler.main(['vectorKernel.ts', '--outFile', 'vectorKernel.wasm', ...options], {
    readFile: (name) => (path.basename(name) === 'vectorKernel.ts' ? text : null),
    writeFile: (_name, contents) => (binary = contents),
    listFiles: () => [],
    stderr: { write: (chunk) => (messages += chunk) },
  });
  if (error || !(binary instanceof Uint8Array))
    throw new Error(`The vector kernel could not be compiled.\n${messages}`, { cause: error });
  return binary;
}
