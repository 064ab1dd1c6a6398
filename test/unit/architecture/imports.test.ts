import { describe, expect, it } from 'vitest';
import { breaches, farBreaches, mayImport, roomOf } from './arrows.ts';
import { importsOf, reachable, sourcesBelow, targetOf } from './importGraph.ts';

const source = sourcesBelow('src', 'webview-ui');
const files = new Map([...source, ...sourcesBelow('dev', 'test', 'tools')]);
// Its bad examples are further down.
files.delete('test/unit/architecture/imports.test.ts');

describe('imports', () => {
  it('go one way between rooms', () => {
    expect(breaches(files)).toEqual([]);
  });

  it('go one way however far they reach', () => {
    expect(farBreaches(files)).toEqual([]);
  });

  it('know every room', () => {
    expect([...new Set([...files.keys()].map(roomOf))].filter((room) => !(room in mayImport))).toEqual([]);
  });

  it('name files that exist', () => {
    const missing = [...source].flatMap(([file, text]) =>
      importsOf(text)
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map(({ specifier }) => targetOf(file, specifier))
        .filter((target) => !source.has(target)),
    );
    expect(missing).toEqual([]);
  });

  it('are the only way into tools, and the tests of tools the only ones that take it', () => {
    const read = filesRead(files);
    expect(read.length).toBeGreaterThan(10);
    expect(read.filter((each) => /^test\/(?!unit\/tools\/).* tools\//.test(each))).toEqual([]);
  });

  it('keep the server out of the editor process, even of what is loaded late', () => {
    const inside = reachable('src/extension/extension.ts', files, { lazily: true });
    expect(
      [...inside].map(roomOf).filter((room) => /^(?:server|operations|store|sqlite)/.test(room)),
    ).toEqual([]);
  });

  it('keep every adapter out of the contract of the store, its types too', () => {
    const suite = [...files.keys()].filter((file) => file.startsWith('test/contract/store/'));
    expect(suite.length).toBeGreaterThan(10);
    expect(suite.flatMap(adaptersBehind)).toEqual([]);
    expect(adaptersBehind('test/contract/sqlite.test.ts')).toContain('src/store/sqlite/openStore.ts');
  });
});

/** Who reads which file of the repository by an address: `test/a.test.ts dev/texts/a.txt`. */
function filesRead(among: ReadonlyMap<string, string>): string[] {
  return [...among].flatMap(([file, text]) =>
    [...text.matchAll(/new URL\(\s*'(\.[^']*)'/g)].map(([, to = '']) => `${file} ${targetOf(file, to)}`),
  );
}

function adaptersBehind(file: string): string[] {
  const named = importsOf(files.get(file) ?? '').map(({ specifier }) => targetOf(file, specifier));
  return [...named, ...reachable(file, files, { lazily: true })].filter((each) =>
    /^src\/(?:sqlite|store\/(?!ports\/))/.test(each),
  );
}

/** One bad line a rule; each has to be seen. */
const bad: readonly (readonly [rule: string, file: string, line: string])[] = [
  ['core imports core', 'src/core/text/bad.ts', "import { x } from '../../store/ports/store.ts';"],
  ['core knows no Node', 'src/core/bad.ts', "import 'node:fs';"],
  ['protocol imports core', 'src/protocol/bad.ts', "import { x } from '../home/dataDirectory.ts';"],
  ['home imports core', 'src/home/bad.ts', "import { x } from '../protocol/health.ts';"],
  ['git imports core', 'src/git/bad.ts', "import { x } from '../protocol/health.ts';"],
  ['safety imports core', 'src/safety/bad.ts', "import { x } from '../protocol/health.ts';"],
  ['the engine imports core', 'src/sqlite/bad.ts', "import { x } from '../store/ports/store.ts';"],
  ['the ports know no adapter', 'src/store/ports/bad.ts', "import { x } from '../sqlite/openStore.ts';"],
  ['recall reads through ports', 'src/recall/bad.ts', "import { x } from '../store/sqlite/openStore.ts';"],
  [
    'the engine is behind its adapter',
    'src/memories/bad.ts',
    "import { x } from '../sqlite/openDatabase.ts';",
  ],
  ['siblings stand apart', 'src/memories/bad.ts', "import { x } from '../recall/recall.ts';"],
  ['what is above stays above', 'src/recall/bad.ts', "import { x } from '../intake/adr.ts';"],
  ['bridges know no loops', 'src/bridges/bad.ts', "import { x } from '../loops/engine.ts';"],
  ['loops know no operations', 'src/loops/bad.ts', "import { x } from '../operations/registry.ts';"],
  ['operations know no server', 'src/operations/bad.ts', "import { x } from '../server/main.ts';"],
  [
    'only what composes has the adapter',
    'src/server/bad.ts',
    "import { x } from '../store/sqlite/openStore.ts';",
  ],
  ['the client talks to a server', 'src/client/bad.ts', "import { x } from '../store/ports/store.ts';"],
  ['the set-up knows no client', 'src/setup/bad.ts', "import { x } from '../client/connection.ts';"],
  ['two commands start a server', 'src/cli/bad.ts', "const s = await import('../server/main.ts');"],
  ['one command fetches models', 'src/cli/bad.ts', "import { x } from '../embed/download/downloadModel.ts';"],
  ['the plugin is a client', 'src/opencode/bad.ts', "import { x } from '../operations/registry.ts';"],
  ['the extension is a client', 'src/extension/bad.ts', "import { x } from '../store/ports/store.ts';"],
  ['the extension alone knows the editor', 'src/server/bad.ts', "import type { Uri } from 'vscode';"],
  ['tests run outside of the editor', 'test/e2e/bad.test.ts', "import * as vscode from 'vscode';"],
  ['a group knows no other', 'src/operations/recall/bad.ts', "import { x } from '../inbox/reviewInbox.ts';"],
  [
    'a feature knows no other',
    'src/extension/inbox/bad.ts',
    "import { x } from '../memories/memoriesView.ts';",
  ],
  [
    'what features share knows none',
    'src/extension/shared/bad.ts',
    "import { x } from '../inbox/inboxView.ts';",
  ],
  [
    'a face sees no store',
    'src/server/mcp/bad.ts',
    "import type { Store } from '../../store/ports/store.ts';",
  ],
  [
    'a webview knows the protocol',
    'webview-ui/memory/bad.tsx',
    "import { x } from '../../src/client/connection.ts';",
  ],
  [
    'a webview has types of core',
    'webview-ui/memory/bad.tsx',
    "import { x } from '../../src/core/shortId.ts';",
  ],
  ['a webview runs in a browser', 'webview-ui/memory/bad.tsx', "import { x } from 'node:path';"],
  [
    'the product knows no tools',
    'src/store/bad.ts',
    "import { x } from '../../tools/build/vectorKernel.mjs';",
  ],
  ['the product knows no dev', 'src/core/bad.ts', "import { x } from '../../dev/random/seededRandom.mjs';"],
  ['dev knows no tests', 'dev/store/bad.ts', "import { x } from '../../test/server/store/x.ts';"],
  [
    'dev knows what builds and installs',
    'dev/store/bad.ts',
    "import { x } from '../../tools/bench/figure.ts';",
  ],
  ['tools know no tests', 'tools/bench/bad.ts', "import { x } from '../../test/server/store/x.ts';"],
  [
    'what installs stands alone',
    'tools/setup/bad.mjs',
    "import { x } from '../../dev/random/seededRandom.mjs';",
  ],
  ['the training is a package', 'tools/bench/bad.ts', "import { x } from '../train-embedder/quantise.ts';"],
  ['the training takes no tools', 'tools/train-embedder/bad.ts', "import { x } from '../bench/figure.ts';"],
  [
    'a test knows no tools',
    'test/server/cli/bad.test.ts',
    "import { x } from '../../../tools/setup/node24.mjs';",
  ],
  ['a test stays in its room', 'test/server/cli/bad.test.ts', "import { x } from '../store/samples.ts';"],
];
/** The same line where it belongs. */
const good: readonly (readonly [file: string, line: string])[] = [
  ['src/server/compose.ts', "import { x } from '../store/sqlite/openStore.ts';"],
  ['src/cli/serve.ts', "const s = await import('../server/main.ts');"],
  ['src/cli/modelFiles.ts', "import { x } from '../embed/download/downloadModel.ts';"],
  ['src/extension/bad.ts', "import type { Uri } from 'vscode';"],
  ['src/extension/inbox/bad.ts', "import { x } from '../shared/ids.ts';"],
  ['src/extension/compose.ts', "import { x } from './inbox/inboxView.ts';"],
  ['src/operations/registry.ts', "import { x } from './recall/recall.ts';"],
  ['webview-ui/memory/bad.tsx', "import { x } from '../../src/protocol/webview/messages.ts';"],
  ['webview-ui/memory/bad.tsx', "import type { Memory } from '../../src/core/memory/memory.ts';"],
  ['dev/store/bad.ts', "import { x } from '../../tools/build/vectorKernel.mjs';"],
  ['tools/bench/bad.ts', "import { x } from '../../dev/random/seededRandom.mjs';"],
  ['test/unit/tools/bad.test.ts', "import { x } from '../../../tools/bench/figure.ts';"],
];

describe('the check of imports', () => {
  it.each(bad)('sees that %s', (_rule, file, line) => {
    expect(breaches(new Map([[file, line]]))).toHaveLength(1);
  });

  it.each(good)('lets %s say %s', (file, line) => {
    expect(breaches(new Map([[file, line]]))).toEqual([]);
  });

  it('sees through files that may do more', () => {
    const far = new Map([
      ['src/cli/list.ts', "import { x } from './serve.ts';"],
      ['src/cli/serve.ts', "import { x } from '../server/compose.ts';"],
      ['src/server/compose.ts', "import { x } from '../store/sqlite/openStore.ts';"],
      ['src/store/sqlite/openStore.ts', ''],
    ]);
    expect(breaches(far)).toEqual([]);
    expect(farBreaches(far)).toEqual([
      'src/cli/list.ts comes to server',
      'src/cli/list.ts comes to store/sqlite',
    ]);
    expect(farBreaches(far.set('src/cli/list.ts', "const x = await import('./serve.ts');"))).toEqual([]);
    expect(farBreaches(far.set('src/cli/list.ts', "import type { X } from './serve.ts';"))).toEqual([]);
  });
});
