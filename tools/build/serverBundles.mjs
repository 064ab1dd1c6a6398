// The programs beside the extension. `cli.js` and `server.js` host the same server, which is a bundle of its own: each of
// them would otherwise hold a copy, and a command that only asks would load a server to do so.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { operationsByName } from './operationsByName.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = path.join(root, 'src');
/** What is loaded with the server: the settings come with the schemas that the programs do without. */
const sharedRooms = ['server', 'settings'].map((room) => path.join(source, room) + path.sep);
const isShared = (file) => sharedRooms.some((room) => file.startsWith(room));
/** Its first statements tie it to its parent, before anything else is loaded. */
const childEntry = path.join(source, 'server', 'main.ts');

/** Whether a file is part of what loads the shared bundle, rather than of the bundle. */
const isOutside = (file) => file === childEntry || file.startsWith(path.join(source, 'cli') + path.sep);

/** Modules of the server that the programs name. Types vanish with the rest of them. */
function namedModules() {
  const files = readdirSync(path.join(source, 'cli'), { recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(source, 'cli', name));
  const named = [...files, childEntry].flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/(?:^import (?!type )[^;]*? from |import\()'(\.[^']+)'/gm)]
      .map(([, specifier]) => path.resolve(path.dirname(file), specifier))
      .filter(isShared),
  );
  return [...new Set(named)].toSorted((a, b) => a.localeCompare(b));
}

/** What a program imports of the server becomes a `require` of the shared bundle, at the moment at which it is needed. */
const loadServer = {
  name: 'load-memory-server',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ path: specifier, resolveDir, importer }) => {
      if (!isOutside(importer)) return undefined;
      if (!isShared(path.resolve(resolveDir, specifier))) return undefined;
      return { path: './memoryServer.js', external: true };
    });
  },
};

const sharedEntry = {
  name: 'memory-server-entry',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^memory-server$/ }, () => ({ path: 'modules', namespace: 'memory-server' }));
    onLoad({ filter: /.*/, namespace: 'memory-server' }, () => ({
      contents: namedModules()
        .map((file) => `export * from ${JSON.stringify(file)};`)
        .join('\n'),
      resolveDir: root,
    }));
  },
};

/**
 * Options of everything that runs outside of the editor: the two programs, what they share, and their threads.
 *
 * @param {import('esbuild').BuildOptions} common
 */
export function serverBundles(common) {
  const programs = { ...common, plugins: [...(common.plugins ?? []), loadServer] };
  return [
    { ...programs, entryPoints: { server: 'src/server/main.ts' } },
    {
      ...programs,
      plugins: [...programs.plugins, operationsByName(['within', 'otherFields', 'borrows', 'cli'])],
      entryPoints: { cli: 'src/cli/main.ts' },
      banner: { js: `#!/usr/bin/env node\n${common.banner.js}` },
    },
    {
      ...common,
      entryPoints: { memoryServer: 'memory-server' },
      plugins: [...(common.plugins ?? []), sharedEntry],
    },
    { ...common, entryPoints: { lookWorker: 'src/store/sqlite/damage/lookWorker.ts' } },
    { ...common, entryPoints: { embedWorker: 'src/embed/onnx/embedWorker.ts' } },
  ];
}
