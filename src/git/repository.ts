import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { literalPlace, remotePlace } from '../core/project/remoteUrl.ts';
import { Git } from './git.ts';

/** A repository as one of its folders leads to it, through worktrees and submodules too. */
export interface Repository {
  readonly git: Git;
  /** Main working tree, for worktrees too. */
  readonly root: string;
  readonly configPath: string;
  readonly isShallow: boolean;
  /** Of its remote, as `core/project/remoteUrl` has it; undefined without one that names a place. */
  readonly place: string | undefined;
  readonly literalPlace: string | undefined;
}

/** Throws `GitError`. */
export async function readRepository(folder: string): Promise<Repository> {
  const git = new Git(folder);
  const answer = await git.run(['rev-parse', '--git-common-dir', '--is-shallow-repository']);
  const [commonText = '', shallow] = answer.split('\n');
  const common = await realpath(path.resolve(folder, commonText));
  // Submodules keep their repository elsewhere; git knows their folder.
  const root =
    path.basename(common) === '.git'
      ? path.dirname(common)
      : path.resolve((await git.run(['rev-parse', '--show-toplevel'])).trim());
  const remotes = (await git.run(['remote'])).split('\n').filter((name) => name !== '');
  const remote =
    ['origin', 'upstream'].find((name) => remotes.includes(name)) ??
    (remotes.length === 1 ? remotes[0] : undefined);
  const urls = remote === undefined ? '' : await git.run(['remote', 'get-url', '--', remote]);
  const url = urls.split('\n')[0] ?? '';
  return {
    git,
    root,
    configPath: path.join(common, 'config'),
    isShallow: shallow?.trim() === 'true',
    place: remotePlace(url),
    literalPlace: literalPlace(url),
  };
}

/** Git's own walk upwards, without a process: most calls are about a folder that is known already. */
export async function gitEntryAbove(folder: string): Promise<string | undefined> {
  for (let current = folder; ; current = path.dirname(current)) {
    const entry = path.join(current, '.git');
    if (await exists(entry)) return entry;
    if (path.dirname(current) === current) return undefined;
  }
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** Size and time of a file: another one after a change. Empty for no file. */
export async function stampOf(file: string | undefined): Promise<string> {
  if (file === undefined) return '';
  const { mtimeMs, size } = await stat(file).catch(() => ({ mtimeMs: 0, size: 0 }));
  return `${mtimeMs}:${size}`;
}
