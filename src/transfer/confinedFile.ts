import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { MemoryBridgeError } from '../core/errors.ts';
import { gitEntryAbove } from '../git/repository.ts';

/** Where files may lie that a program names: real folders, the one first by which a relative name is read. */
export interface FileRoom {
  readonly folders: readonly string[];
}

/** A file or folder that somebody names, found to be one: real and absolute. */
export interface NamedPlace {
  readonly path: string;
  readonly isFolder: boolean;
}

/**
 * The room of a caller: the folder that it works in with the work tree around it, and a folder of the memory's own. A
 * folder that holds everything, as the root or the home folder does, confines nothing and counts as none.
 *
 * @param from What the client says of where it is, beside the call: not what the input names.
 * @param exports The folder of the memory's own.
 */
export async function roomOf(from: string | undefined, exports: string): Promise<FileRoom> {
  const own = await realFolder(exports);
  const here = from !== undefined && path.isAbsolute(from) ? await realFolder(from) : undefined;
  const entry = here === undefined ? undefined : await gitEntryAbove(here);
  const found = [entry === undefined ? undefined : path.dirname(entry), here, own ?? path.resolve(exports)];
  const tooWide = new Set([path.parse(exports).root, await realFolder(os.homedir()), os.homedir()]);
  const folders = found.filter((folder) => folder !== undefined && !tooWide.has(folder)) as string[];
  // The folder of the memory itself may lie in none of them.
  return { folders: [...new Set(folders)].filter((folder) => folder === own || !isWithin(exports, folder)) };
}

/**
 * What a program wants to have read. Throws `forbidden` for what lies elsewhere, by whichever way it leads there, and
 * `invalid_input` for what is neither file nor folder. Opens nothing.
 */
export async function confinedSource(given: string, room: FileRoom): Promise<NamedPlace> {
  const real = await realWithin(namedIn(given, room), given, room);
  refuseOutside(real, given, room);
  return placeAt(real, given);
}

/**
 * Where a program wants to have something written. Throws `forbidden` for what lies elsewhere, `conflict` when something is
 * there already, whatever it is. Makes nothing.
 */
export async function confinedTarget(given: string, room: FileRoom): Promise<string> {
  const named = namedIn(given, room);
  const folder = await realWithin(path.dirname(named), given, room);
  const target = path.join(folder, path.basename(named));
  refuseOutside(target, given, room);
  await refuseTaken(target);
  return target;
}

/** The same for a person, who may name any file of theirs. */
export async function personsSource(given: string): Promise<NamedPlace> {
  return placeAt(await realOf(path.resolve(given), given), given);
}

export async function personsTarget(
  given: string,
  options: { readonly isReplaced: boolean },
): Promise<string> {
  const folder = await realOf(path.dirname(path.resolve(given)), given);
  const target = path.join(folder, path.basename(given));
  if (!options.isReplaced) await refuseTaken(target);
  else await refuseOddTarget(target);
  return target;
}

/** What was found before and is to be read now. Another one may be there, or a link to one. */
export async function sourceAgain({ path: file }: { readonly path: string }): Promise<NamedPlace> {
  if ((await realOf(file, file)) !== file)
    throw new MemoryBridgeError('conflict', `${file} leads elsewhere by now. Import it again.`);
  return placeAt(file, file);
}

/** Files that are looked at in a folder before it is taken to be no folder of notes. */
const mostEntries = 100_000;

/**
 * Refuses a folder with a link in it that leads out of it: whoever reads the folder would follow it. Names that begin with
 * a dot are passed over, as they are by whoever reads.
 */
export async function refuseLinksOut(folder: string): Promise<void> {
  let seen = 0;
  for (const queue = [folder]; queue.length > 0;) {
    const at = queue.pop() ?? folder;
    for (const entry of await readdir(at, { withFileTypes: true })) {
      const name = path.join(at, entry.name);
      if ((seen += 1) > mostEntries)
        throw new MemoryBridgeError('invalid_input', `${folder} holds more than ${mostEntries} files.`);
      if (entry.isDirectory()) queue.push(name);
      else if (entry.isSymbolicLink()) {
        const real = await realpath(name).catch(() => undefined);
        if (real === undefined || !isWithin(real, folder))
          throw new MemoryBridgeError(
            'forbidden',
            `${name} is a link that leads out of ${folder}. Nothing was read.`,
          );
      }
    }
  }
}

/** Whether a path is the folder or lies in it. Both real. */
export function isWithin(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return (
    relative === '' ||
    (!relative.startsWith(`..${path.sep}`) && relative !== '..' && !path.isAbsolute(relative))
  );
}

function namedIn(given: string, { folders: [first = ''] }: FileRoom): string {
  if (given.includes('\0') || given.trim() === '')
    throw new MemoryBridgeError('invalid_input', 'Name a file.');
  if (given.split(/[\\/]/).includes('..') || given.startsWith('~'))
    throw new MemoryBridgeError(
      'forbidden',
      `"${given}" has a part that leads elsewhere. Give a path within the workspace, without ".." and "~".`,
    );
  return path.resolve(first, given);
}

function refuseOutside(real: string, given: string, { folders }: FileRoom): void {
  const root = folders.find((folder) => isWithin(real, folder));
  const isHidden =
    root !== undefined &&
    path
      .relative(root, real)
      .split(path.sep)
      .some((part) => part === '.git');
  if (root !== undefined && !isHidden) return;
  throw new MemoryBridgeError(
    'forbidden',
    `"${given}" lies outside of what may be read and written for you: ${folders.join(', ')}. A person can name any file with "memory-bridge import" and "memory-bridge export" at a terminal.`,
    { details: { folders } },
  );
}

/** Whether there is something elsewhere is not told either. */
async function realWithin(named: string, given: string, room: FileRoom): Promise<string> {
  try {
    return await realOf(named, given);
  } catch (error) {
    refuseOutside(named, given, room);
    throw error;
  }
}

async function placeAt(real: string, given: string): Promise<NamedPlace> {
  const info = await stat(real);
  if (info.isDirectory()) return { path: real, isFolder: true };
  if (!info.isFile()) throw noFile(given);
  return { path: real, isFolder: false };
}

async function refuseTaken(target: string): Promise<void> {
  const there = await lstat(target).catch(() => undefined);
  if (there)
    throw new MemoryBridgeError('conflict', `${target} exists already. Choose another name.`, {
      details: { path: target },
    });
}

async function refuseOddTarget(target: string): Promise<void> {
  const there = await lstat(target).catch(() => undefined);
  if (there && !there.isFile()) throw noFile(target);
}

const noFile = (name: string): MemoryBridgeError =>
  new MemoryBridgeError('invalid_input', `"${name}" is neither a file nor a folder.`);

async function realOf(file: string, given: string): Promise<string> {
  try {
    return await realpath(file);
  } catch (error) {
    throw new MemoryBridgeError('not_found', `There is no "${given}" (${codeOf(error)}).`, { cause: error });
  }
}

const realFolder = (folder: string): Promise<string | undefined> =>
  realpath(folder).then(
    async (real) => ((await stat(real)).isDirectory() ? real : undefined),
    () => undefined,
  );

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown';
