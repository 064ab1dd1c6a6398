import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Git, GitError } from '../../git/git.ts';

/** Files that one call takes in at most; whoever has more names their folders one by one. */
export const mostDocuments = 5_000;

/** Folders that hold what others have written, or what is made again by a build. */
const foreign = new Set([
  'node_modules',
  'vendor',
  'dist',
  'build',
  'target',
  'coverage',
  '__pycache__',
  'venv',
]);

export const isMarkdown = (name: string): boolean => /\.(?:md|markdown|mdx|mdown)$/i.test(name);

/**
 * Files below a folder whose paths from there fit (with forward slashes), by their real paths, sorted: those of a repository that git does not ignore, else
 * all but those in hidden folders and folders of what was installed or built. Links are not followed.
 */
export async function documentFiles(
  folder: string,
  signal: AbortSignal,
  fits: (name: string) => boolean = isMarkdown,
): Promise<string[]> {
  const found = (await listedByGit(folder, signal, fits)) ?? (await walked(folder, signal, fits));
  return found.toSorted().slice(0, mostDocuments + 1);
}

/** A path from a folder, with forward slashes. */
export const shownPath = (folder: string, file: string): string =>
  path.relative(folder, file).split(path.sep).join('/');

async function listedByGit(
  folder: string,
  signal: AbortSignal,
  fits: (name: string) => boolean,
): Promise<string[] | undefined> {
  try {
    const git = new Git(folder, signal);
    const listed = await git.run(['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
    const names = listed.split('\0').filter((name) => name !== '' && fits(name) && !isForeign(name));
    return [...new Set(names)].map((name) => path.join(folder, name));
  } catch (error) {
    signal.throwIfAborted();
    if (GitError.is(error)) return undefined;
    throw error;
  }
}

const isForeign = (name: string): boolean =>
  name
    .split('/')
    .slice(0, -1)
    .some((part) => part === 'node_modules');

async function walked(
  folder: string,
  signal: AbortSignal,
  fits: (name: string) => boolean,
): Promise<string[]> {
  const found: string[] = [];
  const folders = [folder];
  for (let next; (next = folders.pop()) !== undefined && found.length <= mostDocuments;) {
    signal.throwIfAborted();
    for (const entry of await readdir(next, { withFileTypes: true }).catch(() => [])) {
      const name = path.join(next, entry.name);
      if (entry.isDirectory() && !entry.name.startsWith('.') && !foreign.has(entry.name)) folders.push(name);
      else if (entry.isFile() && fits(shownPath(folder, name))) found.push(name);
    }
  }
  return found;
}
