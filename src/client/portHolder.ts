import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';

/** A program that listens on a port of this machine. */
export interface PortHolder {
  readonly pid: number;
  /** As the system calls it, for example `node`. */
  readonly program: string;
}

/** Asking another program takes a moment; an error message does not wait longer, ms. */
const patience = 3_000;
/** `LISTEN` in the tables of the kernel. */
const listening = '0A';

/** Who listens on a port; undefined where the system does not say, for example of another user's programs. */
export async function findPortHolder(port: number): Promise<PortHolder | undefined> {
  const { platform } = process;
  try {
    if (platform === 'linux') return await onLinux(port);
    return await (platform === 'win32' ? onWindows(port) : withLsof(port));
  } catch {
    // It only makes a message better.
    return undefined;
  }
}

/** The tables name the inode of the socket, and the open files of processes lead to it. */
async function onLinux(port: number): Promise<PortHolder | undefined> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const sockets = new Set<string>();
  for (const line of tables.join('\n').split('\n')) {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
    if (local.endsWith(suffix) && state === listening) sockets.add(`socket:[${inode}]`);
  }
  if (sockets.size === 0) return undefined;
  for (const name of await readdir('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || !(await hasOneOf(`/proc/${name}/fd`, sockets))) continue;
    const program = await readFile(`/proc/${name}/comm`, 'utf8').catch(() => '');
    return { pid, program: program.trim() };
  }
  return undefined;
}

async function hasOneOf(folder: string, sockets: ReadonlySet<string>): Promise<boolean> {
  const files = await readdir(folder).catch(() => []);
  for (const file of files)
    if (sockets.has(await readlink(path.join(folder, file)).catch(() => ''))) return true;
  return false;
}

/** `-F` prints one field a line: `p` with the process, `c` with its command. */
async function withLsof(port: number): Promise<PortHolder | undefined> {
  const output = await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']);
  const field = (letter: string) =>
    output
      .split('\n')
      .find((line) => line.startsWith(letter))
      ?.slice(1)
      .trim();
  return holder(field('p'), field('c'));
}

async function onWindows(port: number): Promise<PortHolder | undefined> {
  const table = await run('netstat', ['-ano', '-p', 'TCP']);
  // The word for the state is in the language of the system; who listens has no address on the other side.
  const pid = table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find(
      ([kind, local = '', remote = '']) =>
        kind === 'TCP' && local.endsWith(`:${port}`) && remote.endsWith(':0'),
    )
    ?.at(-1);
  if (pid === undefined) return undefined;
  const answer = await run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']).catch(() => '');
  return holder(pid, answer.split('","')[0]?.replace(/^"/, ''));
}

function holder(pid: string | undefined, program = ''): PortHolder | undefined {
  const id = Number(pid);
  return Number.isInteger(id) && id > 0 ? { pid: id, program } : undefined;
}

function run(file: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(file, args, { timeout: patience, windowsHide: true }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
  });
}
