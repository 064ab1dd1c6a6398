import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Forges } from '../core/forge/forges.ts';
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
export async function readRepository(folder: string, forges: Forges = []): Promise<Repository> {
  const git = new Git(folder);
  const answer = await git.run(['rev-parse', '--git-common-dir', '--is-shallow-repository']);
  const [commonText = '', shallow] = answer.split('\n');
  const common = await realpath(path.resolve(folder, commonText));
  // Submodules keep their repository elsewhere; git knows their folder.
  const root =
    path.basename(common) === '.git'
      ? path.dirname(common)
      : path.resolve((await git.run(['rev-parse', '--show-toplevel'])).trim());
  // `<name>`, a tab, `<url> (fetch)` or `(push)`; the name alone where no address is known.
  const lines = (await git.run(['remote', '--verbose'])).split('\n').filter((line) => line !== '');
  const remotes = [...new Set(lines.map((line) => line.split('\t', 1)[0] ?? ''))];
  const remote =
    ['origin', 'upstream'].find((name) => remotes.includes(name)) ??
    (remotes.length === 1 ? remotes[0] : undefined);
  const url = remote === undefined ? '' : (fetchUrl(lines, remote) ?? (await askUrl(git, remote)));
  return {
    git,
    root,
    configPath: path.join(common, 'config'),
    isShallow: shallow?.trim() === 'true',
    place: remotePlace(url, forges),
    literalPlace: literalPlace(url),
  };
}

function fetchUrl(lines: readonly string[], remote: string): string | undefined {
  const own = lines
    .filter((line) => line.startsWith(`${remote}\t`))
    .map((line) => line.slice(remote.length + 1));
  return own
    .map((line) => /^(.*) \(fetch\)(?: \[[^\]]*\])?$/.exec(line)?.[1])
    .find((url) => url !== undefined);
}

const askUrl = async (git: Git, remote: string): Promise<string> =>
  (await git.run(['remote', 'get-url', '--', remote])).split('\n')[0] ?? '';

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
