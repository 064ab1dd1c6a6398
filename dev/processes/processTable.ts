import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/** One process of this machine as the kernel tells it. */
export interface ProcessInfo {
  pid: number;
  parentPid: number;
  /** One letter as in `ps`: R, S, D, T (stopped), Z (zombie). */
  state: string;
  command: string[];
}

/** All processes, zombies included. */
export function processTable(): ProcessInfo[] {
  if (process.platform !== 'linux') return fromPs();
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => fromProc(Number(name)) ?? []);
}

/** Whether a process still runs. A zombie has ended: only its parent has not asked for the exit code yet. */
export function isAlive(pid: number): boolean {
  if (process.platform === 'linux') {
    const found = fromProc(pid);
    return found !== undefined && found.state !== 'Z';
  }
  return processTable().some((entry) => entry.pid === pid && !entry.state.startsWith('Z'));
}

/** Living direct children. */
export function childrenOf(pid: number, table: ProcessInfo[] = processTable()): ProcessInfo[] {
  return table.filter((entry) => entry.parentPid === pid && entry.state !== 'Z');
}

/** Living children, their children, and so on; parents come before children. */
export function descendantsOf(pid: number, table: ProcessInfo[] = processTable()): ProcessInfo[] {
  return childrenOf(pid, table).flatMap((child) => [child, ...descendantsOf(child.pid, table)]);
}

function fromProc(pid: number): ProcessInfo | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
    const [state = '', parentPid = '0'] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
    return { pid, parentPid: Number(parentPid), state, command };
  } catch {
    // It ended between the listing and the reading.
    return undefined;
  }
}

function fromPs(): ProcessInfo[] {
  const output = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,state=,command='], { encoding: 'utf8' });
  return output.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\S)\S*\s+(.*)$/.exec(line);
    if (!match) return [];
    const [, pid, parentPid, state = '', command = ''] = match;
    return [{ pid: Number(pid), parentPid: Number(parentPid), state, command: command.split(' ') }];
  });
}
