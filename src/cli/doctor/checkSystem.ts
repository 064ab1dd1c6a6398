import { access, constants, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { formatBytes } from '../renderMemories.ts';
import { block, type Check, type DoctorContext, fail, messageOf, ok, warn } from './check.ts';

/** The oldest node that the bundles are built for. */
const oldestNode = 20;
const megabyte = 1024 ** 2;

export function checkRuntime(
  version = process.versions.node,
  electron = process.versions['electron'],
): Check {
  const name = 'Runtime';
  const found = `node ${version}${electron === undefined ? '' : ` of an editor (Electron ${electron})`}`;
  return Number.parseInt(version, 10) >= oldestNode
    ? ok(name, found)
    : fail(name, found, `Install Node.js ${oldestNode} or newer.`);
}

export async function checkDataDirectory({ directory }: DoctorContext): Promise<Check[]> {
  const name = 'Data directory';
  const { home } = directory;
  const info = await stat(home).catch(() => undefined);
  if (!info) {
    const parent = await nearestFolder(home);
    return (await isWritable(parent))
      ? [ok(name, `${home} (will be created at first use)`), await checkDisk(parent)]
      : [
          block(
            name,
            `${home} cannot be created in ${parent}`,
            `Make ${parent} writable, or choose another --home.`,
          ),
        ];
  }
  if (!info.isDirectory())
    return [block(name, `${home} is not a folder`, 'Move it away, or choose another --home.')];
  if (!(await isWritable(home)))
    return [block(name, `${home} is not writable`, `Run: chmod u+rwx "${home}"`)];
  const mode = info.mode & 0o777;
  const isOpen = process.platform !== 'win32' && (mode & 0o077) !== 0;
  return [
    isOpen
      ? fail(name, `${home} can be read by others (mode ${mode.toString(8)})`, `Run: chmod 700 "${home}"`)
      : ok(name, home),
    await checkDisk(home),
  ];
}

async function checkDisk(folder: string): Promise<Check> {
  const name = 'Disk';
  try {
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const found = `${formatBytes(free)} free`;
    if (free < 50 * megabyte)
      return block(name, found, 'Make room: nothing can be remembered on a full disk.');
    return free < 500 * megabyte ? warn(name, found, 'Make room before it runs out.') : ok(name, found);
  } catch (error) {
    return warn(name, `free space is unknown (${messageOf(error)})`, 'Nothing to do unless writing fails.');
  }
}

export async function checkToken({ directory }: DoctorContext): Promise<Check> {
  const name = 'Token';
  const info = await stat(directory.tokenFile).catch(() => undefined);
  if (!info) return ok(name, 'none yet (created at first use)');
  const mode = info.mode & 0o777;
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    return fail(
      name,
      `${directory.tokenFile} can be read by others (mode ${mode.toString(8)})`,
      `Run: chmod 600 "${directory.tokenFile}"`,
    );
  const { TokenFile } = await import('../../home/token.ts');
  return new TokenFile(directory).read()
    ? ok(name, directory.tokenFile)
    : fail(name, `${directory.tokenFile} is empty`, 'Delete it; a new one is created at the next start.');
}

/** One without any permission to write is meant to stay as it is, even where an administrator could write it. */
async function isWritable(folder: string): Promise<boolean> {
  if (process.platform !== 'win32' && ((await stat(folder)).mode & 0o222) === 0) return false;
  return access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function nearestFolder(start: string): Promise<string> {
  for (let folder = path.dirname(start); ; folder = path.dirname(folder)) {
    if ((await stat(folder).catch(() => undefined))?.isDirectory() || folder === path.dirname(folder))
      return folder;
  }
}
