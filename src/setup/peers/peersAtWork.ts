import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { globalConfigFolder, projectRoot } from '../openCode/findOpenCodeConfig.ts';
import { findPeerEntries, tryRead } from './peerEntries.ts';
import { type Peer, managerMemory, mem0Plugin, peerOfServer, semanticMemory } from './peerMarks.ts';
import { type MachineView, containersAtWork, processesAtWork } from './peerProcesses.ts';

export type PeerTrace = 'plugin' | 'server' | 'plugin file' | 'agents' | 'service' | 'process' | 'container';

/** Something of another memory that is still at work on this machine. */
export interface PeerAtWork {
  readonly peer: Peer;
  readonly trace: PeerTrace;
  /** What it is and where, as a sentence goes on after the name of the system: `the MCP server "memory" in ~/…`. */
  readonly what: string;
  /** The command, or what to do, so that it stops. */
  readonly stop: string;
}

/** Where another memory has kept its data. */
export interface PeerData {
  readonly peer: Peer;
  readonly path: string;
}

export interface PeerSearch extends MachineView {
  /** Any folder of the project. */
  readonly folder: string;
}

const switchOff = 'memory-bridge setup opencode --switch-off-others';

export const homeIn = (environment: NodeJS.ProcessEnv): string =>
  environment['HOME'] ?? environment['USERPROFILE'] ?? homedir();

/** What of other memories is at work here: entries of OpenCode, texts for agents, services, processes, containers. Nothing is changed. */
export async function findPeersAtWork(search: PeerSearch): Promise<PeerAtWork[]> {
  const { folder, environment = process.env } = search;
  const [entries, texts, services, processes, containers] = await Promise.all([
    findPeerEntries(folder, environment),
    findAgentTexts(folder, environment),
    findServices(environment, search.platform ?? process.platform),
    processesAtWork(search),
    containersAtWork(search),
  ]);
  const ofServices = new Set(services.map(({ peer }) => peer.title));
  return [
    ...entries.map(({ peer, file, kind, name }): PeerAtWork => {
      if (kind === 'plugin file')
        return { peer, trace: kind, what: `the plugin ${file}`, stop: `move the file elsewhere: ${file}` };
      const what =
        kind === 'plugin' ? `the plugin "${name}" in ${file}` : `the MCP server "${name}" in ${file}`;
      return { peer, trace: kind, what, stop: switchOff };
    }),
    ...texts,
    ...services,
    ...processes.map(({ peer, pid, command }): PeerAtWork => {
      const stop = search.platform === 'win32' ? `taskkill /PID ${pid}` : `kill ${pid}`;
      return {
        peer,
        trace: 'process',
        what: `process ${pid} (${command})`,
        stop: ofServices.has(peer.title) ? 'it ends with its service' : stop,
      };
    }),
    ...containers.map(({ peer, name, image, engine }): PeerAtWork => ({
      peer,
      trace: 'container',
      what: `the container ${name} (${image})`,
      stop: `${engine} stop ${name}`,
    })),
  ];
}

/** Sentences that set-ups of other memories tell people to put into AGENTS.md, or put there themselves. */
const agentText =
  /At session start, always call `memory_get_boot_context`|The memory system provides persistent context across sessions\./;

async function findAgentTexts(folder: string, environment: NodeJS.ProcessEnv): Promise<PeerAtWork[]> {
  const root = await projectRoot(folder);
  const files = [globalConfigFolder(environment), root].flatMap((each) =>
    ['AGENTS.md', 'CLAUDE.md'].map((name) => path.join(each, name)),
  );
  return [...new Set(files)].flatMap((file): PeerAtWork[] => {
    const text = tryRead(file);
    const at = text?.search(agentText) ?? -1;
    if (text === undefined || at < 0) return [];
    const line = text.slice(0, at).split('\n').length;
    return [
      {
        peer: semanticMemory,
        trace: 'agents',
        what: `text for agents in ${file}, line ${line}`,
        stop: 'it may stay, for the tools that it names are here too; else remove it by hand',
      },
    ];
  });
}

/** Units of systemd, and agents of launchd, that start one: named by what stands in them. */
async function findServices(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): Promise<PeerAtWork[]> {
  const home = homeIn(environment);
  if (platform === 'darwin') {
    const folder = path.join(home, 'Library', 'LaunchAgents');
    return servicesIn(folder, '.plist', (name) => `launchctl unload -w ${path.join(folder, name)}`);
  }
  if (platform !== 'linux') return [];
  const folder = path.join(environment['XDG_CONFIG_HOME'] || path.join(home, '.config'), 'systemd', 'user');
  return servicesIn(folder, '.service', (name) => `systemctl --user disable --now ${name}`);
}

const startLine = /^\s*ExecStart\s*=(.*)$/m;
const argumentLines = /<key>\s*ProgramArguments\s*<\/key>\s*<array>([\s\S]{0,4000}?)<\/array>/;

async function servicesIn(
  folder: string,
  extension: string,
  stopOf: (name: string) => string,
): Promise<PeerAtWork[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith(extension))
    .sort()
    .flatMap((name): PeerAtWork[] => {
      const text = (tryRead(path.join(folder, name)) ?? '').slice(0, 20_000);
      const started = (startLine.exec(text) ?? argumentLines.exec(text))?.[1] ?? '';
      const peer = peerOfServer(started.replaceAll(/<\/?string>/g, ' '));
      return peer ? [{ peer, trace: 'service', what: `the service ${name}`, stop: stopOf(name) }] : [];
    });
}

/** Where other memories keep their data, as far as it is there. */
export async function findPeerData(environment: NodeJS.ProcessEnv = process.env): Promise<PeerData[]> {
  const home = homeIn(environment);
  const data = environment['XDG_DATA_HOME'] || path.join(home, '.local', 'share');
  const places: readonly (readonly [Peer, string, string])[] = [
    [semanticMemory, path.join(data, 'opencode-memory'), 'memory.db'],
    [managerMemory, path.join(data, 'opencode', 'memory'), 'memory.db'],
    [mem0Plugin, path.join(home, '.mem0'), ''],
  ];
  return places
    .filter(([, folder, file]) => existsSync(path.join(folder, file)))
    .map(([peer, folder]) => ({ peer, path: folder }));
}

/** Size of a folder's files on its first level, in bytes. */
export async function sizeOf({ path: folder }: PeerData): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(path.join(folder, name)).then(
        (info) => (info.isFile() ? info.size : 0),
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
