import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Peer, peerOfContainer, peerOfProcess } from './peerMarks.ts';

/** The machine as a search sees it; left out, it is the one that this runs on. */
export interface MachineView {
  readonly environment?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
  /** Where Linux lists its processes. */
  readonly processFolder?: string;
}

export interface PeerProcess {
  readonly peer: Peer;
  readonly pid: number;
  readonly command: string;
}

const patience = { timeout: 3_000, maxBuffer: 4_000_000 } as const;
const run = promisify(execFile);

/** Processes of this person that belong to another memory. Where the system does not list them, there are none. */
export async function processesAtWork({
  environment = process.env,
  platform = process.platform,
  processFolder = '/proc',
}: MachineView): Promise<PeerProcess[]> {
  const listed =
    platform === 'linux'
      ? await linuxProcesses(processFolder)
      : platform === 'darwin'
        ? await listedProcesses(environment)
        : [];
  return listed.flatMap(({ pid, args }): PeerProcess[] => {
    const peer = pid === process.pid ? undefined : peerOfProcess(args);
    return peer ? [{ peer, pid, command: shortened(args.join(' ')) }] : [];
  });
}

const shortened = (command: string): string => (command.length > 100 ? `${command.slice(0, 99)}…` : command);

interface Listed {
  readonly pid: number;
  readonly args: readonly string[];
}

async function linuxProcesses(folder: string): Promise<Listed[]> {
  const names = await readdir(folder).catch(() => []);
  const own = process.getuid?.();
  const found = await Promise.all(
    names
      .filter((name) => /^\d+$/.test(name))
      .map(async (name): Promise<Listed | undefined> => {
        try {
          const { uid } = await stat(path.join(folder, name));
          if (own !== undefined && uid !== own) return undefined;
          const text = await readFile(path.join(folder, name, 'cmdline'), 'utf8');
          return { pid: Number(name), args: text.split('\0').filter((each) => each !== '') };
        } catch {
          // It has ended meanwhile, or is nobody's to look at.
          return undefined;
        }
      }),
  );
  return found.filter((each) => each !== undefined);
}

async function listedProcesses(environment: NodeJS.ProcessEnv): Promise<Listed[]> {
  try {
    const { stdout } = await run('ps', ['-xo', 'pid=,command='], { ...patience, env: environment });
    return stdout.split('\n').map((line) => {
      const [pid = '', ...args] = line.trim().split(/\s+/);
      return { pid: Number(pid), args };
    });
  } catch {
    return [];
  }
}

export interface PeerContainer {
  readonly peer: Peer;
  readonly name: string;
  readonly image: string;
  readonly engine: string;
}

/** Containers of another memory that run, as Docker and Podman of this machine say; neither is waited for long. */
export async function containersAtWork({ environment = process.env }: MachineView): Promise<PeerContainer[]> {
  // One elsewhere is not asked: nothing leaves the machine for a look.
  const { DOCKER_HOST: _host, DOCKER_CONTEXT: _context, CONTAINER_HOST: _other, ...local } = environment;
  const found = await Promise.all([
    containersOf('docker', ['--context', 'default'], local),
    containersOf('podman', [], local),
  ]);
  return found.flat();
}

async function containersOf(
  engine: string,
  options: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<PeerContainer[]> {
  try {
    const { stdout } = await run(engine, [...options, 'ps', '--format', '{{.Names}}\t{{.Image}}'], {
      ...patience,
      env: environment,
    });
    return stdout.split('\n').flatMap((line): PeerContainer[] => {
      const [name = '', image = ''] = line.trim().split('\t');
      const peer = name === '' ? undefined : peerOfContainer(name, image);
      return peer ? [{ peer, name, image, engine }] : [];
    });
  } catch {
    // There is none, or it does not answer.
    return [];
  }
}
