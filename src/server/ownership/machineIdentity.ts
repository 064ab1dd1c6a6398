import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Where this process runs, as far as the platform tells; empty strings where it does not. */
export interface MachineIdentity {
  readonly host: string;
  readonly bootId: string;
  readonly networkNamespace: string;
  readonly pidNamespace: string;
  readonly pid: number;
  readonly startTime: string;
}

let known: MachineIdentity | undefined;

export function machineIdentity(): MachineIdentity {
  known ??= {
    host: hostname(),
    bootId: bootId(),
    networkNamespace: link('/proc/self/ns/net'),
    pidNamespace: link('/proc/self/ns/pid'),
    pid: process.pid,
    startTime: startTimeOf(process.pid),
  };
  return known;
}

/**
 * Start time of a process in units of the platform, empty when it does not run or nothing tells. A zombie has ended:
 * the kernel has closed its files and sockets.
 */
export function startTimeOf(pid: number): string {
  if (process.platform === 'win32') return '';
  if (process.platform !== 'linux') return fromPs(pid);
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? '' : (fields[19] ?? '');
  } catch {
    return '';
  }
}

/** Milliseconds since boot; on Linux and macOS the same clock for all processes of one boot. */
export function sinceBoot(): number {
  return Number(process.hrtime.bigint() / 1_000_000n);
}

function bootId(): string {
  if (process.platform === 'linux') return text('/proc/sys/kernel/random/boot_id');
  if (process.platform !== 'darwin') return '';
  return run('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid']);
}

function fromPs(pid: number): string {
  return run('/bin/ps', ['-o', 'lstart=', '-p', String(pid)]);
}

function run(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', timeout: 2_000, stdio: 'pipe' }).trim();
  } catch {
    return '';
  }
}

function text(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

function link(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}
