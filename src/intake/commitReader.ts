import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { changedFiles, type CommitChange, readChanges } from './commitChanges.ts';
import { Git, GitError } from '../git/git.ts';
import { sizesOf, textsOf } from '../git/gitObjects.ts';
import { type HeadJournal, type Journal, readHeadJournal, readJournal } from './commitJournal.ts';
import { type Commit, readCommits, readRange, wholeId } from './commitLog.ts';
import { type RecordChange, readRecordChanges } from './recordChanges.ts';
import { linesOf, tryGit } from './tryGit.ts';

/** Most commits read in one visit. */
export const maxCommits = 500;

/**
 * Reads commits, their changes and the decision records in them from one working tree. What cannot change is asked once:
 * starting git takes longer than most of its answers.
 */
export class CommitReader {
  readonly #git: Git;
  readonly #commits = new Map<string, Commit>();
  #shallowFile: string | undefined;

  constructor(root: string, signal?: AbortSignal) {
    this.#git = new Git(root, signal);
  }

  /** The commit that HEAD is at; undefined before the first one. */
  async head(): Promise<string | undefined> {
    const args = ['rev-parse', '--git-path', 'shallow', '--revs-only', 'HEAD^{commit}'];
    const [, file, sha] =
      /^(.*?)(?:\n([0-9a-f]{40,64}))?\n?$/s.exec((await tryGit(this.#git, args)) ?? '') ?? [];
    this.#shallowFile = file || undefined;
    return sha;
  }

  /** Whether any branch, tag or remote branch leads to a commit. */
  async hasRefs(): Promise<boolean> {
    return (await this.#git.run(['for-each-ref', '--count=1', '--format=%(objectname)'])).trim() !== '';
  }

  /** The address that git would put on a commit made here. */
  async localAuthor(): Promise<string | undefined> {
    return (await tryGit(this.#git, ['config', '--get', '--default=', 'user.email']))?.trim() || undefined;
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
    return (await tryGit(this.#git, ['merge-base', one, other])) !== undefined;
  }

  /** The commits of these ids in the order asked for; ids that this repository does not have are left out. */
  async read(shas: readonly string[]): Promise<Commit[]> {
    const asked = shas.slice(0, maxCommits);
    this.#keep(
      await readCommits(
        this.#git,
        asked.filter((sha) => !this.#commits.has(sha)),
      ),
    );
    return asked.map((sha) => this.#commits.get(sha)).filter((commit) => commit !== undefined);
  }

  /** Full ids of commits by names that somebody else wrote down; those that mean none here are left out. */
  async resolve(names: readonly string[]): Promise<string[]> {
    return [...(await sizesOf(this.#git, names, 'commit')).keys()];
  }

  /** The commit that somebody else wrote down, by its id or the beginning of it. */
  async find(name: string): Promise<Commit | undefined> {
    const [found] = await this.read(wholeId.test(name) ? [name] : await this.resolve([name]));
    return found;
  }

  /** A merge and the commits that it brought to the line of `mainline`. */
  async mergedBy(merge: string, mainline: string): Promise<string[]> {
    const output = await tryGit(this.#git, [
      'rev-list',
      `--max-count=${maxCommits}`,
      merge,
      '--not',
      mainline,
    ]);
    return linesOf(output);
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
    const blob = (await tryGit(this.#git, ['rev-parse', '--verify', '--quiet', `${sha}:${file}`]))?.trim();
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

  /** The files that a commit touched, in git's order; none where git cannot tell. */
  async changedFiles(sha: string): Promise<readonly string[]> {
    return (await changedFiles(this.#git, [sha])).get(sha)?.names ?? [];
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
    const apart = await this.#allApartFrom(shas, ['--branches', 'HEAD']);
    if (apart) return apart;
    const here = await this.resolve(shas);
    if (here.length === 0) return new Set();
    const head = await this.head();
    return this.#apartFrom(here, ['--branches', ...(head === undefined ? [] : [head])]);
  }

  /** Of the commits that are here, whether any branch, tag, remote branch or working tree leads to them. */
  async standing(shas: readonly string[]): Promise<Map<string, boolean>> {
    const known = await this.#allApartFrom(shas, ['--all']);
    const here = known ? shas : await this.resolve(shas);
    const apart = known ?? (await this.#apartFrom(here, ['--all']));
    return new Map(here.map((sha) => [sha, !apart.has(sha)]));
  }

  /** The commits of HEAD with exactly this title, the newest first. */
  async titled(subject: string): Promise<Commit[]> {
    const output = await tryGit(this.#git, [
      'log',
      '--format=%H %s',
      '--fixed-strings',
      `--grep=${subject}`,
      '--max-count=20',
      'HEAD',
    ]);
    const exact = linesOf(output).filter((line) => line.slice(line.indexOf(' ') + 1) === subject);
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
    this.#shallowFile ??= (await this.#git.run(['rev-parse', '--git-path', 'shallow'])).trim();
    const list = await readFile(path.resolve(this.#git.directory, this.#shallowFile), 'utf8').catch(() => '');
    return new Set(linesOf(list));
  }

  /** Undefined where git's journal is switched off, and then there is nothing to tell by. */
  async madeHere(head?: HeadJournal): Promise<Journal | undefined> {
    return readJournal(this.#git, head ?? (await this.headJournal()));
  }

  /** The part of git's journal that knows what was just committed; `madeHere` takes it over. */
  async headJournal(): Promise<HeadJournal> {
    return readHeadJournal(this.#git);
  }

  /** Undefined where not all of these commits are here, or git cannot tell. */
  async #allApartFrom(shas: readonly string[], refs: readonly string[]): Promise<Set<string> | undefined> {
    if (!shas.every((sha) => wholeId.test(sha))) return undefined;
    try {
      return await this.#apartFrom(shas, refs);
    } catch (error) {
      if (GitError.is(error, 'failed')) return undefined;
      throw error;
    }
  }

  async #apartFrom(shas: readonly string[], refs: readonly string[]): Promise<Set<string>> {
    if (shas.length === 0) return new Set();
    const output = await this.#git.run(['rev-list', '--stdin', '--not', ...refs], `${shas.join('\n')}\n`);
    const apart = new Set(linesOf(output));
    return new Set(shas.filter((sha) => apart.has(sha)));
  }

  async #list(range: string): Promise<Commit[] | undefined> {
    const found = await readRange(this.#git, range, maxCommits);
    if (found) return this.#keep(found);
    const output = await tryGit(this.#git, ['rev-list', `--max-count=${maxCommits}`, range]);
    return output === undefined ? undefined : this.read(linesOf(output).toReversed());
  }

  #keep(commits: Commit[]): Commit[] {
    for (const commit of commits) this.#commits.set(commit.sha, commit);
    return commits;
  }
}
