// What keeps the extension small in the moment of its activation: what the editor reads, compiles and runs before it
// can go on.
import path from 'node:path';
import { operationsByName } from './operationsByName.mjs';

/** Files of their own beside `extension.js`, loaded by the first `import()` of one of their modules. `.vscodeignore` names them. */
const chunks = {
  openCodeSetup: [
    'src/setup/openCode/planOpenCodeSetup.ts',
    'src/setup/openCode/applyOpenCodeSetup.ts',
    'src/setup/openCode/verifyOpenCodeSetup.ts',
  ],
  openCodeEntry: ['src/setup/openCode/readMemoryEntry.ts'],
  references: ['src/core/entity/entityReference.ts', 'src/core/forge/forges.ts'],
  commandLine: ['src/setup/launcher.ts', 'src/setup/commandLineTool.ts'],
};

const chunkOf = new Map(
  Object.entries(chunks).flatMap(([name, modules]) => modules.map((file) => [path.resolve(file), name])),
);

/** A dynamic import of a module that has a chunk becomes a `require` of the chunk. */
const loadChunks = {
  name: 'load-chunks',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, path: specifier, resolveDir }) => {
      const name = chunkOf.get(path.resolve(resolveDir, specifier));
      if (kind !== 'dynamic-import' || name === undefined) return undefined;
      return { path: `./${name}.js`, external: true };
    });
  },
};

/** Options of the extension and of its chunks. @param {import('esbuild').BuildOptions} common */
export function extensionBundles(common) {
  const extension = {
    ...common,
    entryPoints: { extension: 'src/extension/extension.ts' },
    external: ['vscode'],
    plugins: [...common.plugins, loadChunks, operationsByName(['within', 'otherFields'])],
    // Without this the `import()` of a chunk would stay one, which the editor does not lead through its own `require`.
    supported: { 'dynamic-import': false },
  };
  const own = Object.entries(chunks).map(([name, modules]) => ({
    ...common,
    entryPoints: { [name]: `chunk:${name}` },
    plugins: [...common.plugins, entryOf(name, modules)],
  }));
  return [extension, ...own];
}

function entryOf(name, modules) {
  return {
    name: 'chunk-entry',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^chunk:/ }, () => ({ path: name, namespace: 'chunk' }));
      onLoad({ filter: /.*/, namespace: 'chunk' }, () => ({
        contents: modules.map((file) => `export * from './${file}';`).join('\n'),
        resolveDir: process.cwd(),
      }));
    },
  };
}
