import { readWhole } from '../home/wholeFile.ts';
import { lstat, mkdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { MemoryBridgeError } from '../core/errors.ts';
import { isPlain } from './windowsRuntimes.ts';

export interface CommandLineToolOptions {
  /** The data directory, whose launcher is meant. */
  readonly home: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
  /** Home of the person. */
  readonly person?: string;
}

export interface InstalledTool {
  readonly file: string;
  readonly folder: string;
  /** Whether shells look in that folder. */
  readonly isOnPath: boolean;
  /** Another `memory-bridge` that shells find before this one. */
  readonly hiddenBy: string | undefined;
}

const name = 'memory-bridge';
const mark = '@rem Runs Memory Bridge for OpenCode from its data folder.';

/**
 * Makes the launcher of a data directory available to shells by its name: a symbolic link in a folder of the person's that is on
 * PATH, on Windows a batch file in the folder that is on PATH for such. Asks for no rights, changes no profile and replaces nothing
 * that is not its own; throws `conflict` or `read_only` with what to do instead.
 */
export async function installCommandLineTool(options: CommandLineToolOptions): Promise<InstalledTool> {
  const place = placeOf(options);
  const { folder, file, launcher, isOnPath } = place;
  const present = await lstat(file).catch(() => undefined);
  if (present && !(await isOurs(file, place)))
    throw new MemoryBridgeError(
      'conflict',
      `${file} already exists and is not this program. Remove it first, or run ${launcher} by its full name.`,
    );
  try {
    await mkdir(folder, { recursive: true });
    if (present) await rm(file);
    if (place.isWindows) await writeFile(file, commandBatch(place.launcher, place.env));
    else await symlink(launcher, file);
  } catch (error) {
    throw new MemoryBridgeError(
      'read_only',
      `${file} could not be written. Add ${path.dirname(launcher)} to your PATH instead. (${String(error)})`,
      { cause: error },
    );
  }
  const first = await firstOnPath(place);
  return { file, folder, isOnPath, hiddenBy: first === undefined || first === file ? undefined : first };
}

/** Takes away what `installCommandLineTool` made, wherever PATH led at that time. Answers what was removed. */
export async function removeCommandLineTool(options: CommandLineToolOptions): Promise<string[]> {
  const place = placeOf(options);
  const removed: string[] = [];
  for (const folder of new Set([...place.candidates, ...place.onPath])) {
    const file = place.join(folder, place.fileName);
    if (!(await isOurs(file, place))) continue;
    await rm(file);
    removed.push(file);
  }
  return removed;
}

interface Place {
  readonly isWindows: boolean;
  readonly env: NodeJS.ProcessEnv;
  readonly launcher: string;
  readonly folder: string;
  readonly fileName: string;
  readonly file: string;
  readonly isOnPath: boolean;
  readonly candidates: readonly string[];
  readonly onPath: readonly string[];
  readonly join: (folder: string, file: string) => string;
}

/** Folders of the person's own that are usually on PATH; the first one is made when none is. */
function placeOf({
  home,
  env = process.env,
  platform = process.platform,
  person = homedir(),
}: CommandLineToolOptions): Place {
  const isWindows = platform === 'win32';
  const fileName = isWindows ? `${name}.cmd` : name;
  const flavour = isWindows ? path.win32 : path.posix;
  const value = Object.entries(env).find(([key]) => (isWindows ? key.toUpperCase() : key) === 'PATH')?.[1];
  const onPath = (value ?? '')
    .split(flavour.delimiter)
    .filter((folder) => flavour.isAbsolute(folder))
    .map((folder) => flavour.resolve(folder));
  const candidates = isWindows
    ? [
        flavour.join(
          env['LOCALAPPDATA'] ?? flavour.join(person, 'AppData', 'Local'),
          'Microsoft',
          'WindowsApps',
        ),
      ]
    : [flavour.join(person, '.local', 'bin'), flavour.join(person, 'bin')];
  const same = (left: string, right: string) =>
    isWindows ? left.toLowerCase() === right.toLowerCase() : left === right;
  const isListed = (folder: string) => onPath.some((each) => same(each, folder));
  const folder = candidates.find(isListed) ?? candidates[0] ?? person;
  return {
    isWindows,
    env,
    launcher: flavour.join(home, 'bin', fileName),
    folder,
    fileName,
    file: flavour.join(folder, fileName),
    isOnPath: isListed(folder),
    candidates,
    onPath,
    join: (from, each) => flavour.join(from, each),
  };
}

function hasMark(file: string): boolean {
  try {
    return readWhole(file)?.includes(mark) ?? false;
  } catch {
    return false;
  }
}

/** Ours, of this data directory, of another or of one that is gone: a link to a launcher, or a batch file with the mark. */
async function isOurs(file: string, { isWindows, launcher }: Place): Promise<boolean> {
  if (isWindows) return hasMark(file);
  const target = await readlink(file).catch(() => undefined);
  if (target === undefined || path.basename(target) !== name) return false;
  const isThere = (each: string) =>
    lstat(path.resolve(path.dirname(file), each)).then(
      () => true,
      () => false,
    );
  return (
    target === launcher ||
    (await isThere(path.join(path.dirname(target), 'versions'))) ||
    !(await isThere(target))
  );
}

/** The first program of this name in the folders of PATH. */
async function firstOnPath(place: Place): Promise<string | undefined> {
  for (const folder of place.onPath) {
    const each = place.join(folder, place.fileName);
    if (await lstat(each).catch(() => undefined)) return each;
  }
  return undefined;
}

/** The batch file of a data directory's launcher. As that launcher, it names a path in ASCII: `cmd.exe` reads it in the code page of its console. */
export function commandBatch(launcher: string, env: NodeJS.ProcessEnv): string {
  const from = (variable: string) => {
    const folder = env[variable];
    const rest = folder ? path.win32.relative(folder, launcher) : undefined;
    if (rest === undefined || rest.startsWith('..') || path.win32.isAbsolute(rest)) return undefined;
    return `%${variable}%\\${rest.replaceAll('%', '%%')}`;
  };
  const named = from('LOCALAPPDATA') ?? from('USERPROFILE') ?? launcher.replaceAll('%', '%%');
  if (!isPlain(named)) throw new Error('The name of the data folder cannot be written into a batch file.');
  return `@setlocal DisableDelayedExpansion\r\n${mark}\r\n@"${named}" %*\r\n`;
}
