import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import {
  type ProcessInfo,
  childrenOf,
  descendantsOf,
  isAlive,
  processTable,
} from '../processes/processTable.ts';

/** Living extension hosts below an editor. */
export function extensionHostsOf(editorPid: number): ProcessInfo[] {
  return descendantsOf(editorPid).filter(({ command }) => command.includes('--type=extensionHost'));
}

/** Memory servers that an extension host has forked; `parentPid` says which host. */
export function childServersOf(hostPid: number): ProcessInfo[] {
  return childrenOf(hostPid).filter(isServer);
}

/** Memory servers on this machine whose command line names the folder, wherever their parent is: orphans too. */
export function serversStartedFrom(folder: string): ProcessInfo[] {
  return processTable().filter(
    (entry) => entry.state !== 'Z' && isServer(entry) && entry.command.some((word) => word.includes(folder)),
  );
}

function isServer({ command }: ProcessInfo): boolean {
  return command.some((word) => /[/\\]dist[/\\]server\.js$/.test(word));
}

/**
 * The extension host behind one of the given connections, the newest when there are several. The editor logs the first
 * eight characters of the connection's token with the pid; the page shows the whole token in the address of its socket.
 */
export function hostOfConnections(userDataDir: string, tokens: readonly string[]): number | undefined {
  const pids: number[] = [];
  const logs = path.join(userDataDir, 'logs');
  for (const session of readdirSync(logs).toSorted()) {
    const text = readIfThere(path.join(logs, session, 'remoteagent.log'));
    for (const match of text.matchAll(/\[(\w{8})\]\[ExtensionHostConnection\] <(\d+)> Launched/g)) {
      if (tokens.some((token) => token.startsWith(match[1] ?? '?'))) pids.push(Number(match[2]));
    }
  }
  return pids.findLast(isAlive);
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
