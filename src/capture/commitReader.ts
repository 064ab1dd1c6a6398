import { isAdrPath } from '../core/adr.ts';
import { Git, GitError } from './git.ts';

/** A commit as git tells it. Times are milliseconds since the epoch. */
export interface Commit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly authorName: string;
  readonly authorEmail: string;
  readonly authoredAt: number;
  readonly committedAt: number;
  readonly message: string;
}

/** What a commit did, read only for the few that have something to say. */
export interface CommitChange {
  /** Relative to the repository, in git's order. */
  readonly files: readonly string[];
  /** Stable across amend, rebase and cherry-pick; null for empty and for very large changes. */
  readonly patchId: string | null;
  /** Changed lines of the new side, per file: first and last. */
  readonly lines: ReadonlyMap<string, { readonly start: number; readonly end: number }>;
}

/** Most commits read in one visit. */
export const maxCommits = 500;
/** A patch of more changed lines is taken for generated or vendored, and not read. */
const maxPatchLines = 20_000;
const maxAdrBytes = 256 * 1024;
const fields = ['%H', '%P', '%an', '%ae', '%at', '%ct', '%B'];

/** Reads commits, their changes and the decision records in them from one working tree. */
export class CommitReader {
  readonly #git: Git;

  constructor(root: string, signal?: AbortSignal) {
    this.#git = new Git(root, signal);
  }

  /** The commit that HEAD is at; undefined before the first one. */
  async head(): Promise<string | undefined> {
    const sha = await this.#try(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
    return sha?.trim() || undefined;
  }

  /** The address that git would put on a commit made here. */
  async localAuthor(): Promise<string | undefined> {
    return (await this.#try(['config', '--get', '--default=', 'user.email']))?.trim() || undefined;
  }

  /** The newest commits that HEAD has and `cursor` had not, oldest first. Undefined when the cursor is gone. */
  async since(cursor: string): Promise<Commit[] | undefined> {
    const output = await this.#try([
      'log',
      '--encoding=UTF-8',
      format,
      `--max-count=${maxCommits}`,
      `${cursor}..HEAD`,
    ]);
    return output === undefined ? undefined : parseLog(output).toReversed();
  }

  /** The commits of these ids in the order asked for; ids that this repository does not have are left out. */
  async read(shas: readonly string[]): Promise<Commit[]> {
    if (shas.length === 0) return [];
    const output = await this.#git.run([
      'log',
      '--encoding=UTF-8',
      format,
      '--no-walk=unsorted',
      '--ignore-missing',
      ...shas.slice(0, maxCommits),
    ]);
    const bySha = new Map(parseLog(output).map((commit) => [commit.sha, commit]));
    return shas.map((sha) => bySha.get(sha)).filter((commit) => commit !== undefined);
  }

  /** Paths of decision records that each of these commits added or changed. Merges have none of their own. */
  async adrPaths(shas: readonly string[]): Promise<Map<string, string[]>> {
    const found = new Map<string, string[]>();
    if (shas.length === 0) return found;
    const output = await this.#git.run([
      'log',
      '--format=%x01%H',
      '--name-only',
      '--diff-filter=AM',
      '--no-renames',
      '--no-walk=unsorted',
      '-z',
      ...shas,
    ]);
    for (const record of output.split('\u0001').slice(1)) {
      const [sha = '', ...paths] = record.split(/[\0\n]+/).filter((part) => part !== '');
      const adrs = paths.filter(isAdrPath);
      if (adrs.length > 0) found.set(sha, adrs);
    }
    return found;
  }

  /** Text of a file as it is in a commit; undefined when it is too large for a decision record or not there. */
  async file(sha: string, path: string): Promise<string | undefined> {
    const size = Number(await this.#try(['cat-file', '-s', `${sha}:${path}`]));
    if (!(size > 0 && size <= maxAdrBytes)) return undefined;
    return this.#try(['cat-file', 'blob', `${sha}:${path}`]);
  }

  async change(sha: string): Promise<CommitChange> {
    const numbers = await this.#git.run([...diffTree, '--numstat', '-z', sha]);
    const entries = numbers
      .split('\0')
      .map((line) => /^(\d+|-)\t(\d+|-)\t(.+)$/s.exec(line))
      .filter((match) => match !== null);
    const files = entries.map((match) => match[3] ?? '');
    const changed = entries.reduce(
      (sum, match) => sum + (Number(match[1]) || 0) + (Number(match[2]) || 0),
      0,
    );
    if (files.length === 0 || changed > maxPatchLines) return { files, patchId: null, lines: new Map() };
    const patch = await this.#git.run([
      ...diffTree,
      '--patch',
      '--no-color',
      '--no-ext-diff',
      '--no-textconv',
      sha,
    ]);
    const id = await this.#git.run(['patch-id', '--stable'], `commit ${patch}`);
    return { files, patchId: /^[0-9a-f]{40,64}/.exec(id)?.[0] ?? null, lines: changedLines(patch) };
  }

  /** Whether a commit is left behind: no local branch nor HEAD leads to it, as after amend or rebase. */
  async isReplaced(sha: string): Promise<boolean> {
    const apart = await this.#try([
      'rev-list',
      '--count',
      '--max-count=1',
      sha,
      '--not',
      '--branches',
      'HEAD',
    ]);
    return Number(apart ?? 0) > 0;
  }

  /**
   * Commits that were made in this clone, by git's own journal of it: a name and address on a commit are only words,
   * which anybody may have pushed. Undefined where the journal is switched off, and then there is nothing to tell by.
   */
  async madeHere(): Promise<Set<string> | undefined> {
    const journal: string[] = [];
    for (const refs of [['HEAD'], ['--all']])
      journal.push(
        (await this.#try(['log', '--walk-reflogs', '--format=%H %gs', '--max-count=5000', ...refs])) ?? '',
      );
    const lines = journal.join('\n').split('\n');
    if (lines.every((line) => line === '')) return undefined;
    return new Set(
      lines
        .filter((line) => writesCommit.test(line.slice(line.indexOf(' ') + 1)))
        .map((line) => line.split(' ', 1)[0] ?? ''),
    );
  }

  async #try(args: readonly string[]): Promise<string | undefined> {
    try {
      return await this.#git.run(args);
    } catch (error) {
      if (GitError.is(error, 'failed')) return undefined;
      throw error;
    }
  }
}

const format = `--format=${fields.join('%x00')}%x00`;
const diffTree = ['diff-tree', '-r', '--root', '--no-renames'];
/** Journal entries that say a commit was written here, rather than fetched, checked out or reset to. */
const writesCommit =
  /^(?:commit\b|cherry-pick\b|revert\b|am\b|[^:]*\((?:pick|reword|edit|squash|fixup|continue|merge)\):|[^:]+: Merge made by)/;

function parseLog(output: string): Commit[] {
  const parts = output.split('\0');
  const commits: Commit[] = [];
  for (let at = 0; at + fields.length <= parts.length; at += fields.length) {
    const [sha = '', parents = '', name = '', email = '', authored = '', committed = '', message = ''] =
      parts.slice(at, at + fields.length);
    commits.push({
      sha: sha.trim(),
      parents: parents.split(' ').filter((parent) => parent !== ''),
      authorName: name,
      authorEmail: email,
      authoredAt: Number(authored) * 1000,
      committedAt: Number(committed) * 1000,
      message,
    });
  }
  return commits;
}

function changedLines(patch: string): Map<string, { start: number; end: number }> {
  const lines = new Map<string, { start: number; end: number }>();
  let file: string | undefined;
  for (const line of patch.split('\n')) {
    const name = /^\+\+\+ (?:"?b\/(.+?)"?|\/dev\/null)\t?$/.exec(line);
    if (name) file = name[1];
    const hunk = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (!hunk || file === undefined) continue;
    const start = Math.max(1, Number(hunk[1]));
    const end = Math.max(start, start + Number(hunk[2] ?? 1) - 1);
    const before = lines.get(file);
    lines.set(file, { start: before?.start ?? start, end: Math.max(before?.end ?? end, end) });
  }
  return lines;
}
