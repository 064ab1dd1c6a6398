import { createHash } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';

/** What lies in a temporary folder for as long as it is read: a copy of a database, or what was packed. */
export type WorkFolderUse = 'reading' | 'unpacked';

const named = /^memory-bridge-(?:reading|unpacked)-(\d{1,10})-([0-9a-f]{8})-[A-Za-z0-9]{6}$/;
/** Nobody reads anything for as long as this. */
const longestUse = 7 * 24 * 60 * 60_000;

/** A new folder, whose name says which process it is of. Throws what the system says where there is no room. */
export const makeWorkFolder = (use: WorkFolderUse): Promise<string> =>
  mkdtemp(path.join(tmpdir(), `memory-bridge-${use}-${process.pid}-${world()}-`));

/** Numbers of processes mean something in one container of one machine. */
function world(): string {
  let space = '';
  try {
    space = readlinkSync('/proc/self/ns/pid');
  } catch {
    // There are none on this system.
  }
  return createHash('sha256').update(`${hostname()} ${space}`).digest('hex').slice(0, 8);
}

/**
 * Removes the folders that killed processes have left. Only those of this user, by their names; one of a container or a
 * machine of which nobody here knows what lives there stays for a week. Returns how many there were.
 */
export async function removeLeftWorkFolders(isAlive: (pid: number) => boolean): Promise<number> {
  let removed = 0;
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const [, pid, where] = named.exec(name) ?? [];
    if (pid === undefined) continue;
    const folder = path.join(tmpdir(), name);
    if (!(await isLeft(folder, where === world() ? Number(pid) : undefined, isAlive))) continue;
    await rm(folder, { recursive: true, force: true }).then(
      () => (removed += 1),
      // The next start tries again.
      () => undefined,
    );
  }
  return removed;
}

async function isLeft(
  folder: string,
  pid: number | undefined,
  isAlive: (pid: number) => boolean,
): Promise<boolean> {
  const info = await lstat(folder).catch(() => undefined);
  if (!info?.isDirectory() || info.uid !== (process.getuid?.() ?? info.uid)) return false;
  if (pid === undefined) return Date.now() - info.mtimeMs > longestUse;
  // In a container the first process has the same number after each start.
  const started = Date.now() - process.uptime() * 1_000;
  return pid === process.pid ? info.mtimeMs < started - 1_000 : !isAlive(pid);
}
