import { type Import, importsOf, reachable, targetOf } from './importGraph.ts';

const below = ['core', 'protocol', 'safety', 'git', 'store', 'embed'];
const middle = [...below, 'memories', 'projects', 'sessions', 'entities', 'recall'];
const upper = [...middle, 'intake', 'transfer', 'upkeep', 'bridges'];
const outside = ['core', 'protocol', 'home', 'client', 'setup'];

/**
 * What each room of `src/`, and each folder beside it, may import besides itself. `store/sqlite` is a room of its own:
 * the adapter, which only the process that composes a server touches. `src` stands for all of its rooms.
 */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  protocol: ['core'],
  home: ['core'],
  git: ['core'],
  safety: ['core'],
  sqlite: ['core'],
  store: ['core'],
  'store/sqlite': ['core', 'sqlite', 'store'],
  net: ['core'],
  embed: ['core', 'protocol', 'net'],
  memories: below,
  projects: below,
  sessions: below,
  entities: below,
  recall: below,
  intake: [...middle, 'sqlite'],
  transfer: [...middle, 'sqlite'],
  upkeep: middle,
  bridges: [...middle, 'net', 'sqlite', 'intake'],
  loops: upper,
  operations: [...upper, 'loops'],
  server: [...upper, 'loops', 'operations', 'home', 'client', 'net', 'settings'],
  settings: ['core', 'protocol', 'home'],
  client: ['core', 'protocol', 'home'],
  setup: ['core', 'protocol', 'home'],
  cli: [...outside, 'net', 'settings'],
  opencode: [...outside, 'safety'],
  extension: outside,
  'webview-ui': ['protocol', 'core'],
  // What builds and installs stands on nothing of ours: it runs before there is anything.
  'tools/build': [],
  'tools/setup': [],
  dev: ['src', 'tools/build', 'tools/setup'],
  tools: ['src', 'dev', 'tools/build', 'tools/setup'],
  'tools/train-embedder': ['src', 'dev'],
  test: ['src', 'dev'],
  'test/unit/tools': ['src', 'dev', 'tools', 'tools/build', 'tools/setup', 'tools/train-embedder'],
};

const roomsOfSource = Object.keys(mayImport).filter((room) => !/^(?:dev|tools|test|webview-ui)/.test(room));

/** Rooms of which only types may be imported. */
const typesOnly: Readonly<Record<string, readonly string[]>> = { 'webview-ui': ['core'] };

/** Files that may import one room more. */
const allowances: readonly (readonly [file: string, room: string])[] = [
  // Where a server is put together, beside the command that mends a database without one.
  ['src/server/compose.ts', 'store/sqlite'],
  ['src/server/recoverForOwner.ts', 'store/sqlite'],
  // The commands that start a server in their own process.
  ['src/cli/serve.ts', 'server'],
  ['src/cli/mcp.ts', 'server'],
  ['src/cli/recoverAsOwner.ts', 'server'],
  // Models are fetched by the process of the person, whose proxy and whose terminal it is.
  ['src/cli/modelFiles.ts', 'embed'],
];
const isAllowed = (file: string, room: string): boolean =>
  allowances.some(([allowed, more]) => allowed === file && more === room);

/** Rooms whose folders know nothing of each other but these, and the files that put them together. */
const apart: Readonly<Record<string, { readonly shared: readonly string[] }>> = {
  'src/operations': { shared: ['shared', 'dispatch'] },
  'src/extension': { shared: ['shared'] },
};

/** The room of a file that is named from the root. */
export function roomOf(file: string): string {
  const [first = '', second = '', third = ''] = file.split('/');
  if (first === 'src') return second === 'store' && third === 'sqlite' ? 'store/sqlite' : second;
  const room = first === 'test' ? `test/${second}/${third}` : `${first}/${second}`;
  return room in mayImport ? room : first;
}

/** Every breach of the arrows among the given files, as sentences. */
export function breaches(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([file, text]) =>
    importsOf(text).flatMap((each) => {
      const wrong = breachOf(file, each);
      return wrong === undefined ? [] : [`${file} ${wrong}`];
    }),
  );
}

function breachOf(file: string, { specifier, isTypeOnly, isLazy }: Import): string | undefined {
  const room = roomOf(file);
  // Tests and benches hand functions and programs to an editor, which knows it.
  const isHandedOver = isBeside(file) && (isTypeOnly || isLazy);
  if (specifier === 'vscode' && room !== 'extension' && !isHandedOver) return 'imports vscode';
  if ((room === 'core' || room === 'webview-ui') && specifier.startsWith('node:'))
    return `imports ${specifier}`;
  if (!specifier.startsWith('.')) return undefined;
  const target = targetOf(file, specifier);
  const to = roomOf(target);
  const told = `(${room}) imports ${specifier} (${to})`;
  if (to !== room && !mayReach(file, target)) return told;
  if (typesOnly[room]?.includes(to) && !isTypeOnly) return `${told} for more than its types`;
  if (isFace(file) && to === 'store') return `${told}, though it is a face`;
  if (isApart(file, target)) return `${told}: the folders of a room stand apart`;
  if (isForeignTest(file, target)) return `${told}: a test takes nothing from another room's tests`;
  return undefined;
}

const isBeside = (file: string): boolean => /^(?:dev|test|tools)\//.test(file);

function mayReach(file: string, target: string): boolean {
  const allowed = mayImport[roomOf(file)] ?? [];
  if (target.startsWith('src/') && allowed.includes('src')) return true;
  return allowed.includes(roomOf(target)) || isAllowed(file, roomOf(target));
}

/** The faces of the server say what operations answer; none looks into the store. */
const isFace = (file: string): boolean => /^src\/server\/(?:http|mcp|mem0)\//.test(file);

function isApart(file: string, target: string): boolean {
  return Object.entries(apart).some(([room, { shared }]) => {
    if (!file.startsWith(`${room}/`) || !target.startsWith(`${room}/`)) return false;
    const [from, ...inFrom] = file.slice(room.length + 1).split('/');
    const [to = '', ...inTo] = target.slice(room.length + 1).split('/');
    if (inFrom.length === 0 || inTo.length === 0 || from === to) return false;
    return !shared.includes(to);
  });
}

function isForeignTest(file: string, target: string): boolean {
  const roomOfTests = (name: string) =>
    name
      .split('/')
      .slice(0, name.startsWith('test/e2e') ? 2 : 3)
      .join('/');
  if (!file.startsWith('test/') || !target.startsWith('test/')) return false;
  return file.split('/').length > 3 && roomOfTests(file) !== roomOfTests(target);
}

/** Rooms that a file comes to when it is loaded, over however many others, and may not come to, as sentences. */
export function farBreaches(files: ReadonlyMap<string, string>): string[] {
  return [...files.keys()].flatMap((file) => {
    const more = allowances.filter(([allowed]) => allowed === file).map(([, room]) => room);
    const allowed = mayComeTo([roomOf(file), ...more], more.length > 0);
    const rooms = new Set([...reachable(file, files)].map(roomOf));
    return [...rooms].filter((room) => !allowed.has(room)).map((room) => `${file} comes to ${room}`);
  });
}

/** Every room that lies behind these, and behind the files that may do more where one of these may, too. */
function mayComeTo(rooms: readonly string[], withAllowances: boolean): Set<string> {
  const found = new Set<string>();
  const queue = [...rooms];
  for (let room = queue.pop(); room !== undefined; room = queue.pop()) {
    if (found.has(room)) continue;
    found.add(room);
    queue.push(...(mayImport[room] ?? []).flatMap((next) => (next === 'src' ? roomsOfSource : [next])));
    if (withAllowances)
      queue.push(...allowances.filter(([file]) => roomOf(file) === room).map(([, next]) => next));
  }
  return found;
}
