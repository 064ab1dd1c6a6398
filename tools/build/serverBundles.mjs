// The programs beside the extension. `cli.js` and `server.js` host the same server, which is a bundle of its own: each of
// them would otherwise hold a copy, and a command that only asks would load a server to do so. So are the settings, which a
// command reads without a server.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { operationsByName } from './operationsByName.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = path.join(root, 'src');
/** Which bundle has what is loaded of a room: the settings come with the schemas that the programs do without. */
const bundleOfRoom = { server: 'memoryServer', settings: 'settings' };
const roomOf = (file) =>
  Object.keys(bundleOfRoom).find((room) => file.startsWith(path.join(source, room) + path.sep));
/** Its first statements tie it to its parent, before anything else is loaded. */
const childEntry = path.join(source, 'server', 'main.ts');

/** Whether a file is part of what loads the shared bundles, rather than of one. */
const isOutside = (file) => file === childEntry || file.startsWith(path.join(source, 'cli') + path.sep);

/** The modules of shared rooms that a file of the programs names. Types vanish with the rest of them. */
function sharedModulesIn(file) {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:^import (?!type )[^;]*? from |import\()'(\.[^']+)'/gm)]
    .map(([, specifier]) => path.resolve(path.dirname(file), specifier))
    .filter((module) => roomOf(module) !== undefined);
}

/** Where a file of the programs finds a shared module: whoever loads the server has the settings with it. */
function bundleOf(module, importer) {
  const rooms = new Set(sharedModulesIn(importer).map(roomOf));
  return bundleOfRoom[rooms.has('server') ? 'server' : roomOf(module)];
}

/** Modules that the programs look for in a bundle. */
function namedModules(bundle) {
  const files = readdirSync(path.join(source, 'cli'), { recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(source, 'cli', name));
  const named = [...files, childEntry].flatMap((file) =>
    sharedModulesIn(file).filter((module) => bundleOf(module, file) === bundle),
  );
  return [...new Set(named)].toSorted((a, b) => a.localeCompare(b));
}

/** What a program imports of a shared room becomes a `require` of its bundle, at the moment at which it is needed. */
const loadShared = {
  name: 'load-shared',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ path: specifier, resolveDir, importer }) => {
      if (!isOutside(importer)) return undefined;
      const module = path.resolve(resolveDir, specifier);
      if (roomOf(module) === undefined) return undefined;
      return { path: `./${bundleOf(module, importer)}.js`, external: true };
    });
  },
};

/** The bundle itself: all that the programs name of it. */
const sharedBundle = (common, bundle) => ({
  ...common,
  entryPoints: { [bundle]: `shared:${bundle}` },
  plugins: [...(common.plugins ?? []), sharedEntry],
});

const sharedEntry = {
  name: 'shared-entry',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^shared:/ }, ({ path: name }) => ({
      path: name.slice('shared:'.length),
      namespace: 'shared',
    }));
    onLoad({ filter: /.*/, namespace: 'shared' }, ({ path: bundle }) => ({
      contents: namedModules(bundle)
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
  const programs = { ...common, plugins: [...(common.plugins ?? []), loadShared] };
  return [
    { ...programs, entryPoints: { server: 'src/server/main.ts' } },
    {
      ...programs,
      plugins: [...programs.plugins, operationsByName(['within', 'otherFields', 'borrows', 'cli'])],
      entryPoints: { cli: 'src/cli/main.ts' },
      banner: { js: `#!/usr/bin/env node\n${common.banner.js}` },
    },
    sharedBundle(common, 'memoryServer'),
    sharedBundle(common, 'settings'),
    { ...common, entryPoints: { lookWorker: 'src/store/sqlite/damage/lookWorker.ts' } },
    { ...common, entryPoints: { embedWorker: 'src/embed/onnx/embedWorker.ts' } },
  ];
}
