import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { getNodeValue, type Node } from 'jsonc-parser';
import { isRecord } from '../../core/isRecord.ts';
import { readWhole } from '../../home/wholeFile.ts';
import { globalConfigFolder, projectRoot } from '../openCode/findOpenCodeConfig.ts';
import { parseObject, valueOf } from '../openCode/jsoncEdit.ts';
import { isOurEntry } from '../openCode/memoryEntry.ts';
import { type Peer, mem0Plugin, peerOfPlugin, peerOfServer, semanticMemory } from './peerMarks.ts';

/** Something in the configuration of OpenCode that starts another memory. */
export interface PeerEntry {
  readonly peer: Peer;
  readonly file: string;
  readonly kind: 'plugin' | 'server' | 'plugin file';
  /** As it stands there: the package, the name of the server, the name of the file. */
  readonly name: string;
}

const configNames = ['config.json', 'opencode.json', 'opencode.jsonc', 'tui.json', 'tui.jsonc', 'cli.json'];

/** Every file in which OpenCode looks for plugins and servers when it is started in a folder. */
export async function openCodeFiles(folder: string, environment: NodeJS.ProcessEnv): Promise<string[]> {
  const folders = await configFolders(folder, environment);
  return [...new Set(folders.flatMap((each) => configNames.map((name) => path.join(each, name))))];
}

async function configFolders(folder: string, environment: NodeJS.ProcessEnv): Promise<string[]> {
  const root = await projectRoot(folder);
  const between: string[] = [];
  for (let each = path.resolve(folder); ; each = path.dirname(each)) {
    between.push(each, path.join(each, '.opencode'));
    if (each === root || each === path.dirname(each)) break;
  }
  return [globalConfigFolder(environment), ...between];
}

/** What starts another memory with OpenCode in this folder. Files that cannot be read are passed over: others say so. */
export async function findPeerEntries(folder: string, environment: NodeJS.ProcessEnv): Promise<PeerEntry[]> {
  const files = await openCodeFiles(folder, environment);
  const folders = await configFolders(folder, environment);
  const loose = await Promise.all(
    folders.flatMap((each) => ['plugin', 'plugins'].map((name) => looseFiles(path.join(each, name)))),
  );
  return [...files.flatMap(entriesIn), ...loose.flat()];
}

function entriesIn(file: string): PeerEntry[] {
  const root = tryParse(file)?.root;
  return root ? [...pluginsIn(root, file), ...serversIn(root, file)] : [];
}

/** The text of a file and what it holds; undefined where it is none that can be read. */
export function tryParse(file: string): { readonly text: string; readonly root: Node } | undefined {
  try {
    const text = readWhole(file);
    const root = text === undefined ? undefined : parseObject(text.replace(/^\uFEFF/, ''), file);
    return text !== undefined && root ? { text, root } : undefined;
  } catch {
    return undefined;
  }
}

/** Entries of plugins with their nodes: a text, a text with options, or an object with its package. */
export function pluginNodes(
  root: Node,
): { readonly node: Node; readonly name: string; readonly list: Node }[] {
  return ['plugin', 'plugins'].flatMap((key) => {
    const list = valueOf(root, key);
    if (list?.type !== 'array') return [];
    return (list.children ?? []).map((node) => ({ node, list, name: pluginName(getNodeValue(node)) }));
  });
}

function pluginName(entry: unknown): string {
  if (typeof entry === 'string') return entry;
  if (Array.isArray(entry)) return pluginName(entry[0]);
  return isRecord(entry) ? pluginName(entry['package']) : '';
}

function pluginsIn(root: Node, file: string): PeerEntry[] {
  return pluginNodes(root).flatMap(({ name }) => {
    const peer = peerOfPlugin(name);
    return peer ? [{ peer, file, kind: 'plugin' as const, name }] : [];
  });
}

/** Servers under `mcp`, and under `mcp.servers` as later versions have them. */
export function serverNodes(
  root: Node,
): { readonly property: Node; readonly name: string; readonly value: unknown }[] {
  const servers = valueOf(root, 'mcp');
  return [servers, valueOf(servers, 'servers')].flatMap((group) =>
    (group?.children ?? []).flatMap((property) => {
      const [key, value] = property.children ?? [];
      return value?.type === 'object'
        ? [{ property, name: String(key?.value), value: getNodeValue(value) as unknown }]
        : [];
    }),
  );
}

/** Whose server an entry is, where it is one that OpenCode starts. */
export function peerOfEntry(value: unknown): Peer | undefined {
  if (!isRecord(value) || isOurEntry(value)) return undefined;
  if (value['enabled'] === false || value['disabled'] === true) return undefined;
  const command = Array.isArray(value['command']) ? value['command'] : [value['command']];
  const parts = [...command, value['url']].filter((each) => typeof each === 'string');
  return peerOfServer(parts.join(' '));
}

function serversIn(root: Node, file: string): PeerEntry[] {
  return serverNodes(root).flatMap(({ name, value }) => {
    const peer = peerOfEntry(value);
    return peer ? [{ peer, file, kind: 'server' as const, name }] : [];
  });
}

/** What stands in plugins that were laid into a folder, where OpenCode finds them by themselves. */
const fileMarks: readonly (readonly [RegExp, Peer])[] = [
  [/OPENCODE_MEMORY_URL|tools\/get_proactive_context|context-injection source=/, semanticMemory],
  [/MEM0_SELF_HOST_URL|opencode-mem0-selfhost/, mem0Plugin],
];
const longestPlugin = 2_000_000;

async function looseFiles(folder: string): Promise<PeerEntry[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => /\.(?:js|ts|mjs)$/.test(name))
    .flatMap((name): PeerEntry[] => {
      const file = path.join(folder, name);
      const text = tryRead(file)?.slice(0, longestPlugin) ?? '';
      const peer = fileMarks.find(([mark]) => mark.test(text))?.[1];
      return peer ? [{ peer, file, kind: 'plugin file', name }] : [];
    });
}

export function tryRead(file: string): string | undefined {
  try {
    return readWhole(file);
  } catch {
    return undefined;
  }
}
