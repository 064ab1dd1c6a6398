import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type CommitChange, readChanges } from './commitChanges.ts';
import { Git, GitError } from '../git/git.ts';
import { sizesOf, textsOf } from '../git/gitObjects.ts';
import { type RecordChange, readRecordChanges } from './recordChanges.ts';

/** A commit as git tells it. Times are milliseconds since the epoch. */
export interface Commit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly authorName: string;
  readonly authorEmail: string;
  /** Who put it where it is: somebody else where it was picked, rebased or applied from a patch. */
  readonly committerEmail: string;
  readonly authoredAt: number;
  readonly committedAt: number;
  /** Empty when it is longer than what is read of one: see `isCut`. */
  readonly message: string;
  readonly isCut: boolean;
}

/** What the journal of a clone tells of its commits. */
export interface Journal {
  /** Written here. */
  readonly written: ReadonlySet<string>;
  /** Made here from another commit: picked, rebased, amended, applied from a patch. */
  readonly copied: ReadonlySet<string>;
  /** Those that were written, by author and time, which their copies keep: see `authorship`. */
  readonly byAuthorship: ReadonlyMap<string, readonly string[]>;
  /** Where HEAD was before it came to a commit: what was amended is found there. */
  readonly before: ReadonlyMap<string, string>;
}

/** By what a copy of a commit is known for one. */
export const authorship = ({ authorEmail, authoredAt }: Pick<Commit, 'authorEmail' | 'authoredAt'>): string =>
  `${authorEmail.trim().toLowerCase()}\0${authoredAt}`;

/** Most commits read in one visit. */
export const maxCommits = 500;
/** A longer message is nobody's own words, and is not read. */
const maxMessageBytes = 256 * 1024;
/** Messages read by one process. */
const maxGroupBytes = 4 * 1024 * 1024;
const fields = ['%H', '%P', '%an', '%ae', '%ce', '%at', '%ct', '%B'];

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

  /** Whether any branch, tag or remote branch leads to a commit. */
  async hasRefs(): Promise<boolean> {
    return (await this.#git.run(['for-each-ref', '--count=1', '--format=%(objectname)'])).trim() !== '';
  }

  /** The address that git would put on a commit made here. */
  async localAuthor(): Promise<string | undefined> {
    return (await this.#try(['config', '--get', '--default=', 'user.email']))?.trim() || undefined;
  }

  /** The newest commits that HEAD has and `cursor` had not, oldest first. Undefined when the cursor is gone. */
  async since(cursor: string): Promise<Commit[] | undefined> {
    return this.#list(`${cursor}..HEAD`);
  }

  /** The newest commits of HEAD, oldest first. */
  async all(): Promise<Commit[]> {
    return (await this.#list('HEAD')) ?? [];
  }

  /** Whether two commits come from one beginning, as far as this clone knows. */
  async areRelated(one: string, other: string): Promise<boolean> {
    return (await this.#try(['merge-base', one, other])) !== undefined;
  }

  /** The commits of these ids in the order asked for; ids that this repository does not have are left out. */
  async read(shas: readonly string[]): Promise<Commit[]> {
    const sizes = await sizesOf(this.#git, shas.slice(0, maxCommits), 'commit');
    const bySha = new Map<string, Commit>();
    for (const group of inGroups([...sizes], maxGroupBytes))
      for (const commit of await this.#log(group, fields)) bySha.set(commit.sha, { ...commit, isCut: false });
    const long = [...sizes].filter(([, size]) => size > maxMessageBytes).map(([sha]) => sha);
    for (const sha of long)
      // One by one: of such a commit the name of the author may be as long.
      for (const commit of await this.#log([sha], fields.slice(0, -1), maxMessageBytes))
        bySha.set(sha, { ...commit, isCut: true });
    return shas.map((sha) => bySha.get(sha)).filter((commit) => commit !== undefined);
  }

  /** Full ids of commits by names that somebody else wrote down; those that mean none here are left out. */
  async resolve(names: readonly string[]): Promise<string[]> {
    return [...(await sizesOf(this.#git, names, 'commit')).keys()];
  }

  /** A merge and the commits that it brought to the line of `mainline`. */
  async mergedBy(merge: string, mainline: string): Promise<string[]> {
    const output = await this.#try(['rev-list', `--max-count=${maxCommits}`, merge, '--not', mainline]);
    return lines(output);
  }

  /** What each of these commits did to decision records. Merges have none of their own. */
  async recordChanges(
    shas: readonly string[],
    onFailure: (sha: string, error: unknown) => void = () => {},
  ): Promise<Map<string, RecordChange[]>> {
    return readRecordChanges(this.#git, shas, onFailure);
  }

  /** Paths of decision records that each of these commits added or changed. */
  async adrPaths(shas: readonly string[]): Promise<Map<string, string[]>> {
    const found = new Map<string, string[]>();
    for (const [sha, changes] of await this.recordChanges(shas)) {
      const paths = changes.filter(({ blob }) => blob !== undefined).map((change) => change.path);
      if (paths.length > 0) found.set(sha, paths);
    }
    return found;
  }

  /** Texts by the ids of their blobs; what is too large for a decision record, or not there, is left out. */
  async texts(blobs: readonly string[]): Promise<Map<string, string>> {
    return textsOf(this.#git, blobs);
  }

  /** Text of a file as it is in a commit; undefined when it is too large for a decision record or not there. */
  async file(sha: string, file: string): Promise<string | undefined> {
    const blob = (await this.#try(['rev-parse', '--verify', '--quiet', `${sha}:${file}`]))?.trim();
    return blob === undefined ? undefined : (await this.texts([blob])).get(blob);
  }

  /** Which of these files a commit has; a name that git cannot be asked about, or that was redacted, counts as there. */
  async filesOf(sha: string, files: readonly string[]): Promise<Set<string>> {
    const names = files.filter((file) => !file.includes('\n') && !file.includes('[redacted:'));
    if (names.length === 0) return new Set(files);
    const input = `${names.map((file) => `${sha}:${file}`).join('\n')}\n`;
    const answers = (await this.#git.run(['cat-file', '--batch-check'], input)).split('\n');
    const missing = new Set(names.filter((_, index) => answers[index]?.endsWith(' missing')));
    return new Set(files.filter((file) => !missing.has(file)));
  }

  /** By sha. A change that git cannot tell is one of no files. */
  async changes(shas: readonly string[]): Promise<Map<string, CommitChange>> {
    return readChanges(this.#git, shas);
  }

  async change(sha: string): Promise<CommitChange> {
    return (await this.changes([sha])).get(sha) ?? { files: [], patchId: null, lines: new Map() };
  }

  /** Whether a commit is left behind: no local branch nor HEAD leads to it, as after amend or rebase. */
  async isReplaced(sha: string): Promise<boolean> {
    return (await this.replaced([sha])).has(sha);
  }

  /** Those of these commits that are left behind. */
  async replaced(shas: readonly string[]): Promise<Set<string>> {
    const here = await this.resolve(shas);
    if (here.length === 0) return new Set();
    const head = await this.head();
    return this.#apartFrom(here, ['--branches', ...(head === undefined ? [] : [head])]);
  }

  /** Of the commits that are here, whether any branch, tag, remote branch or working tree leads to them. */
  async standing(shas: readonly string[]): Promise<Map<string, boolean>> {
    const here = await this.resolve(shas);
    const apart = await this.#apartFrom(here, ['--all']);
    return new Map(here.map((sha) => [sha, !apart.has(sha)]));
  }

  /** The commits of HEAD with exactly this title, the newest first. */
  async titled(subject: string): Promise<Commit[]> {
    const output = await this.#try([
      'log',
      '--format=%H %s',
      '--fixed-strings',
      `--grep=${subject}`,
      '--max-count=20',
      'HEAD',
    ]);
    const exact = lines(output).filter((line) => line.slice(line.indexOf(' ') + 1) === subject);
    return this.read(exact.slice(0, 1).map((line) => line.slice(0, line.indexOf(' '))));
  }

  /** Messages of reachable commits since a time that contain one of these lines. */
  async mentioning(phrases: readonly string[], since: number): Promise<string[]> {
    const output = await this.#git.run([
      'log',
      '--all',
      '--encoding=UTF-8',
      '--format=%B%x00',
      '--fixed-strings',
      `--since=@${Math.floor(since / 1000)}`,
      `--max-count=${maxCommits}`,
      ...phrases.map((phrase) => `--grep=${phrase}`),
    ]);
    return output.split('\0');
  }

  /** Commits at which history ends because no more of it was fetched: what they changed is not known. */
  async shallowEnds(): Promise<Set<string>> {
    const file = (await this.#git.run(['rev-parse', '--git-path', 'shallow'])).trim();
    const list = await readFile(path.resolve(this.#git.directory, file), 'utf8').catch(() => '');
    return new Set(lines(list));
  }

  /**
   * Commits that were made in this clone, by git's own journal of it: a name and address on a commit are only words,
   * which anybody may have pushed. Undefined where the journal is switched off, and then there is nothing to tell by.
   */
  async madeHere(): Promise<Journal | undefined> {
    const format = '--format=%H%x00%ae%x00%at%x00%gs';
    const walk = async (ref: string): Promise<string[]> =>
      lines(await this.#try(['log', '--walk-reflogs', format, '--max-count=5000', ref]));
    const ofHead = await walk('HEAD');
    const entries = [...ofHead, ...(await walk('--all'))];
    return entries.length === 0 ? undefined : readJournal(entries, ofHead);
  }

  async #apartFrom(shas: readonly string[], refs: readonly string[]): Promise<Set<string>> {
    if (shas.length === 0) return new Set();
    const output = await this.#git.run(['rev-list', '--stdin', '--not', ...refs], `${shas.join('\n')}\n`);
    const apart = new Set(lines(output));
    return new Set(shas.filter((sha) => apart.has(sha)));
  }

  async #list(range: string): Promise<Commit[] | undefined> {
    const output = await this.#try(['rev-list', `--max-count=${maxCommits}`, range]);
    return output === undefined ? undefined : this.read(lines(output).toReversed());
  }

  async #log(
    shas: readonly string[],
    wanted: readonly string[],
    longest?: number,
  ): Promise<Omit<Commit, 'isCut'>[]> {
    const format = `--format=${wanted.join('%x00')}%x00`;
    const args = ['log', '--encoding=UTF-8', format, '--no-walk=unsorted', '--stdin'];
    try {
      return parseLog(await this.#git.run(args, `${shas.join('\n')}\n`, longest), wanted.length);
    } catch (error) {
      // One that git cannot read hides the others.
      if (!GitError.is(error, 'failed', 'too_long')) throw error;
      if (shas.length === 1) return [];
    }
    const found: Omit<Commit, 'isCut'>[] = [];
    for (const sha of shas) found.push(...(await this.#log([sha], wanted, longest)));
    return found;
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

/** Journal entries that say a commit was written here, rather than copied, fetched, checked out or reset to. */
const writesCommit = /^(?:commit(?: \((?:initial|merge)\))?:|revert\b|[^:]+: Merge made by)/;
/** Those that say a commit was made from another one, whose author it keeps. */
const copiesCommit =
  /^(?:commit \([^)]*\):|cherry-pick\b|am\b|[^:]*\((?:pick|reword|edit|squash|fixup|continue|merge)\):)/;

const lines = (output: string | undefined): string[] =>
  (output ?? '').split('\n').filter((line) => line !== '');

/** Ids of objects that are not too large, as many together as are read at a time. */
function* inGroups(sizes: readonly (readonly [string, number])[], most: number): Generator<string[]> {
  let group: string[] = [];
  let bytes = 0;
  for (const [id, size] of sizes) {
    if (size > maxMessageBytes) continue;
    if (bytes + size > most) {
      yield group;
      group = [];
      bytes = 0;
    }
    group.push(id);
    bytes += size;
  }
  if (group.length > 0) yield group;
}

function readJournal(entries: readonly string[], ofHead: readonly string[]): Journal {
  const written = new Set<string>();
  const copied = new Set<string>();
  const byAuthorship = new Map<string, string[]>();
  for (const entry of entries) {
    const [sha = '', authorEmail = '', authored = '', action = ''] = entry.split('\0');
    if (copiesCommit.test(action)) copied.add(sha);
    if (!writesCommit.test(action) || written.has(sha)) continue;
    written.add(sha);
    const key = authorship({ authorEmail, authoredAt: Number(authored) * 1000 });
    byAuthorship.set(key, [...(byAuthorship.get(key) ?? []), sha]);
  }
  const shas = ofHead.map((entry) => entry.split('\0', 1)[0] ?? '');
  const before = new Map(shas.map((sha, at) => [sha, shas[at + 1] ?? '']));
  return { written, copied, byAuthorship, before };
}

function parseLog(output: string, count: number): Omit<Commit, 'isCut'>[] {
  const parts = output.split('\0');
  const commits: Omit<Commit, 'isCut'>[] = [];
  for (let at = 0; at + count <= parts.length; at += count) {
    const [
      sha = '',
      parents = '',
      name = '',
      email = '',
      committer = '',
      authored = '',
      committed = '',
      message = '',
    ] = parts.slice(at, at + count);
    commits.push({
      sha: sha.trim(),
      parents: parents.split(' ').filter((parent) => parent !== ''),
      authorName: name,
      authorEmail: email,
      committerEmail: committer,
      authoredAt: Number(authored) * 1000,
      committedAt: Number(committed) * 1000,
      message,
    });
  }
  return commits;
}
