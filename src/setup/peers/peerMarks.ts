/** A memory system that people come from, as far as it is known by what it leaves on a machine. */
export interface Peer {
  /** As in `import --from`, where it can be imported. */
  readonly system: string;
  /** As people know it. */
  readonly title: string;
}

const peers = {
  semantic: { system: 'opencode-memory', title: 'opencode-semantic-memory' },
  manager: { system: 'opencode-manager', title: '@opencode-manager/memory' },
  mem0: { system: 'mem0', title: 'opencode-mem0-selfhost' },
  mem0Server: { system: 'mem0', title: 'Mem0' },
  openMemory: { system: 'mem0', title: 'OpenMemory' },
  serverMemory: { system: 'server-memory', title: '@modelcontextprotocol/server-memory' },
  basicMemory: { system: 'basic-memory', title: 'basic-memory' },
  service: { system: 'mcp-memory-service', title: 'mcp-memory-service' },
  claudeMem: { system: 'claude-mem', title: 'claude-mem' },
  mcpMemory: { system: 'opencode-mcp-memory', title: 'opencode-mcp-memory' },
} as const satisfies Record<string, Peer>;
type Name = keyof typeof peers;

export const semanticMemory: Peer = peers.semantic;
export const managerMemory: Peer = peers.manager;
export const mem0Plugin: Peer = peers.mem0;

/** Longer than any path that is looked at. */
const longest = 2000;

function firstOf(text: string, marks: readonly (readonly [RegExp, Name])[]): Peer | undefined {
  const found = marks.find(([mark]) => mark.test(text.slice(0, longest)));
  return found && peers[found[1]];
}

/** What a name of a package or a path is cut off by. */
const edge = String.raw`(?:^|[/\\@\s"'=:])`;
const end = String.raw`(?:$|[/\\@\s"'.:])`;
const named = (name: string): RegExp => new RegExp(`${edge}${name}${end}`);

const packages: readonly (readonly [RegExp, Name])[] = [
  [/@modelcontextprotocol\/server-memory\b/, 'serverMemory'],
  [named('mcp-server-memory'), 'serverMemory'],
  [named('basic-memory'), 'basicMemory'],
  [named('mcp[-_]memory[-_]service'), 'service'],
  [named('claude-mem'), 'claudeMem'],
  [named('opencode-mcp-memory'), 'mcpMemory'],
  [named('openmemory(?:-mcp)?'), 'openMemory'],
  [named('mem0-mcp(?:-server)?'), 'mem0Server'],
];

const plugins: readonly (readonly [RegExp, Name])[] = [
  [/@opencode-manager\/memory(?:$|[@/])/, 'manager'],
  // A build of its repository, which has the name of another system.
  [/[/\\]opencode-memory[/\\]dist[/\\](?:tui|index|server)\.js$/, 'manager'],
  [named('opencode-mem0-selfhost'), 'mem0'],
  [/@mem0\/opencode-plugin(?:$|[@/])/, 'mem0'],
  [named('opencode-(?:semantic-)?memory(?:-install)?'), 'semantic'],
  ...packages,
];

/** Whose plugin an entry in the list of OpenCode names: a package, with its version or without, or a path. */
export const peerOfPlugin = (entry: string): Peer | undefined => firstOf(entry, plugins);

const commands: readonly (readonly [RegExp, Name])[] = [
  [/(?:^|\s)\S{0,300}\bopencode_memory\.\w/, 'semantic'],
  [named('opencode-memory(?:-server|-worker|-daemon|-install)?'), 'semantic'],
  [/[/\\\s]memory-mcp\.sh\b/, 'semantic'],
  [/https?:\/\/(?:localhost|127\.0\.0\.1):9824\b/, 'semantic'],
  [/@opencode-manager\/memory\b/, 'manager'],
  [/https?:\/\/mcp\.mem0\.ai\b/, 'mem0Server'],
  [/https?:\/\/(?:localhost|127\.0\.0\.1):8765\/mcp\//, 'openMemory'],
  ...packages,
];

/** Whose MCP server an entry starts or calls; `text`: its command with arguments, or its address. */
export const peerOfServer = (text: string): Peer | undefined => firstOf(text, commands);

const programs: readonly (readonly [RegExp, Name])[] = [
  [/^opencode-memory(?:-server|-worker|-daemon)?$/, 'semantic'],
  [/^basic-memory$/, 'basicMemory'],
  [/^(?:mcp-memory-service|mcp_memory_service)$/, 'service'],
  [/^mcp-server-memory$/, 'serverMemory'],
];
const modules: readonly (readonly [RegExp, Name])[] = [
  [/^opencode_memory(?:\.|$)/, 'semantic'],
  [/^mcp_memory_service(?:\.|$)/, 'service'],
  [/^basic_memory(?:\.|$)/, 'basicMemory'],
];
const scripts: readonly (readonly [RegExp, Name])[] = [
  [/[/\\]@opencode-manager[/\\]memory[/\\]/, 'manager'],
  [/[/\\]server-memory[/\\]dist[/\\]index\.js$/, 'serverMemory'],
  [/[/\\]claude-mem[/\\]/, 'claudeMem'],
];
const interpreter = /^(?:python[\d.]*|node|bun|uv|uvx|npx|sh|bash)(?:\.exe)?$/i;

/** Whose process runs with these arguments: by what it is, not by what it reads, so an editor with such a file open is none. */
export function peerOfProcess(args: readonly string[]): Peer | undefined {
  const name = (path: string | undefined): string => path?.split(/[/\\]/).at(-1) ?? '';
  const program = name(args[0]);
  if (!interpreter.test(program)) return firstOf(program.replace(/\.exe$/i, ''), programs);
  const at = args.indexOf('-m');
  const module = at > 0 && at < 4 ? firstOf(args[at + 1] ?? '', modules) : undefined;
  const script = args.slice(1).find((each) => !each.startsWith('-')) ?? '';
  return module ?? firstOf(name(script), programs) ?? firstOf(script, scripts);
}

const containers: readonly (readonly [RegExp, Name])[] = [
  [/^ocm-sandbox(?:-|$)/, 'manager'],
  [/(?:^|[/_-])openmemory(?:$|[-_:/])/, 'openMemory'],
  [/(?:^|[/_-])mem0(?:$|[-_:/])/, 'mem0Server'],
];

/** Whose container it is, by its name or else its image. */
export const peerOfContainer = (name: string, image: string): Peer | undefined =>
  firstOf(name, containers) ?? firstOf(image, containers);
