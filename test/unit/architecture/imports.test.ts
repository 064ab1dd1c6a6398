import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
const source = path.join(root, 'src');

/**
 * What each room may import of `src/`, itself left out. `store/sqlite` is a room of its own: the adapter, which only the
 * process that composes a server touches.
 */
const below = ['core', 'protocol', 'safety', 'git', 'store', 'embed'];
const middle = [...below, 'memories', 'projects', 'sessions', 'entities', 'recall'];
const upper = [...middle, 'intake', 'transfer', 'upkeep', 'bridges'];
const outside = ['core', 'protocol', 'home', 'client', 'setup'];
const mayImport: Record<string, readonly string[]> = {
  core: [],
  protocol: ['core'],
  home: ['core'],
  git: ['core'],
  safety: ['core'],
  sqlite: ['core'],
  store: ['core'],
  'store/sqlite': ['core', 'sqlite', 'store'],
  embed: ['core', 'protocol'],
  memories: below,
  projects: below,
  sessions: below,
  entities: below,
  recall: below,
  intake: middle,
  transfer: middle,
  upkeep: middle,
  bridges: middle,
  loops: upper,
  operations: [...upper, 'loops'],
  server: [...upper, 'loops', 'operations', 'home', 'client'],
  client: ['core', 'protocol', 'home'],
  setup: ['core', 'protocol', 'home'],
  cli: outside,
  opencode: [...outside, 'safety'],
  extension: outside,
  'webview-ui': ['core', 'protocol'],
};
/** Where a server is put together, beside the command that mends a database without one. */
const composes = new Set(['src/server/compose.ts', 'src/server/recoverForOwner.ts']);
/** The two commands that start a server in their own process. */
const startsServer = new Set(['src/cli/serve.ts', 'src/cli/mcp.ts', 'src/cli/recoverAsOwner.ts']);
/** Models are fetched by the process of the person, whose proxy and whose terminal it is. */
const fetchesModels = new Set(['src/cli/modelFiles.ts']);

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** Static, re-exporting and dynamic imports with a literal specifier. */
function importsOf(text: string): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const found: Import[] = [];
  for (const match of code.matchAll(
    /\b(?:import|export)\s+(type\s+)?(?:[\w*{},\s$]+?\s+from\s+)?['"]([^'"]+)['"]/g,
  ))
    found.push({ specifier: match[2] ?? '', typeOnly: match[1] !== undefined });
  for (const match of code.matchAll(/\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)/g))
    found.push({ specifier: match[1] ?? '', typeOnly: false });
  return found;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

const roomOf = (file: string): string => {
  const [first, room = '', inner] = path.relative(root, file).split(path.sep);
  if (first === 'webview-ui') return first;
  return room === 'store' && inner === 'sqlite' ? 'store/sqlite' : room;
};

/** Every breach of the arrows among the given files, as sentences. */
function breaches(files: ReadonlyMap<string, string>): string[] {
  const wrong: string[] = [];
  for (const [file, text] of files) {
    const room = roomOf(file);
    const name = path.relative(root, file).split(path.sep).join('/');
    for (const { specifier } of importsOf(text)) {
      if (specifier === 'vscode' && room !== 'extension') wrong.push(`${name} imports vscode`);
      if (room === 'core' && specifier.startsWith('node:')) wrong.push(`${name} imports ${specifier}`);
      if (!specifier.startsWith('.')) continue;
      const target = path.resolve(path.dirname(file), specifier);
      const to = roomOf(target);
      if (to === room || mayImport[room]?.includes(to)) continue;
      if (to === 'store/sqlite' && composes.has(name)) continue;
      if (to === 'server' && startsServer.has(name)) continue;
      if (to === 'embed' && fetchesModels.has(name)) continue;
      wrong.push(`${name} (${room}) imports ${specifier} (${to})`);
    }
  }
  return wrong;
}

/** Files reached from `entry` through relative imports that exist at run time. */
function reachable(entry: string, files: ReadonlyMap<string, string>): Set<string> {
  const seen = new Set<string>();
  const queue = [entry];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const { specifier, typeOnly } of importsOf(files.get(file) ?? ''))
      if (!typeOnly && specifier.startsWith('.')) queue.push(path.resolve(path.dirname(file), specifier));
  }
  return seen;
}

const files = new Map(filesBelow(source).map((file) => [file, readFileSync(file, 'utf8')]));

describe('imports', () => {
  it('go one way between rooms', () => {
    expect(breaches(files)).toEqual([]);
  });

  it('know every room', () => {
    expect([...new Set([...files.keys()].map(roomOf))].filter((room) => !(room in mayImport))).toEqual([]);
  });

  it('name files that exist', () => {
    const missing = [...files].flatMap(([file, text]) =>
      importsOf(text)
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map(({ specifier }) => path.resolve(path.dirname(file), specifier))
        .filter((target) => !files.has(target)),
    );
    expect(missing).toEqual([]);
  });

  it('keep the server out of the editor process, however far they reach', () => {
    const inside = reachable(path.join(source, 'extension/extension.ts'), files);
    expect([...inside].map(roomOf).filter((room) => /^(server|operations|store|sqlite)/.test(room))).toEqual(
      [],
    );
  });

  it('are checked by something that can fail', () => {
    const bad = new Map([
      [path.join(source, 'core/bad.ts'), "import { x } from '../../store/openStore.ts';\nimport 'node:fs';"],
      [path.join(source, 'cli/bad.ts'), "const s = await import('../../server/main.ts');"],
      [path.join(source, 'server/bad.ts'), "import type { Uri } from 'vscode';"],
      [path.join(source, 'operations/bad.ts'), "import { y } from '../store/sqlite/openStore.ts';"],
    ]);
    expect(breaches(bad)).toHaveLength(5);
  });
});
