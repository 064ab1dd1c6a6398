import { type Git, GitError } from '../git/git.ts';
import { sizesOf } from '../git/gitObjects.ts';

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

/** A longer message is nobody's own words, and is not read. */
const maxMessageBytes = 256 * 1024;
/** Messages read by one process. */
const maxGroupBytes = 4 * 1024 * 1024;
const fields = ['%H', '%P', '%an', '%ae', '%ce', '%at', '%ct', '%B'];

/** An id as git writes it down; what is shorter, or not one at all, finds nothing. */
export const wholeId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** The commits of these ids in the order asked for; ids that the repository does not have are left out. */
export async function readCommits(git: Git, shas: readonly string[]): Promise<Commit[]> {
  const ids = shas.filter((sha) => wholeId.test(sha));
  if (ids.length === 0) return [];
  const bySha =
    (await readAtOnce(git, ['--ignore-missing', '--no-walk=unsorted', '--stdin'], ids)) ??
    (await readCarefully(git, ids));
  return shas.map((sha) => bySha.get(sha)).filter((commit) => commit !== undefined);
}

/** The newest commits of a range, oldest first; undefined where that takes more than one question. */
export async function readRange(git: Git, range: string, most: number): Promise<Commit[] | undefined> {
  const found = await readAtOnce(git, [`--max-count=${most}`, range]);
  return found && [...found.values()].toReversed();
}

/** Nearly all commits are short and sound, and then one question is enough. Undefined where it is not. */
async function readAtOnce(
  git: Git,
  which: readonly string[],
  ids?: readonly string[],
): Promise<Map<string, Commit> | undefined> {
  const input = ids && `${ids.join('\n')}\n`;
  try {
    const output = await git.run([...logOf(fields), ...which], input, maxGroupBytes);
    const commits = parseLog(output, fields.length).map((commit) => ({ ...commit, isCut: false }));
    return commits.every(isShort) ? new Map(commits.map((commit) => [commit.sha, commit])) : undefined;
  } catch (error) {
    if (GitError.is(error, 'failed', 'too_long')) return undefined;
    throw error;
  }
}

/** Half of what is read, because here a message may be in another encoding than in the repository. */
const isShort = ({ message, authorName, authorEmail, committerEmail }: Commit): boolean =>
  Buffer.byteLength(message + authorName + authorEmail + committerEmail) <= maxMessageBytes / 2;

async function readCarefully(git: Git, shas: readonly string[]): Promise<Map<string, Commit>> {
  const sizes = await sizesOf(git, shas, 'commit');
  const bySha = new Map<string, Commit>();
  for (const group of inGroups([...sizes], maxGroupBytes))
    for (const commit of await readLog(git, group, fields))
      bySha.set(commit.sha, { ...commit, isCut: false });
  const long = [...sizes].filter(([, size]) => size > maxMessageBytes).map(([sha]) => sha);
  for (const sha of long)
    // One by one: of such a commit the name of the author may be as long.
    for (const commit of await readLog(git, [sha], fields.slice(0, -1), maxMessageBytes))
      bySha.set(sha, { ...commit, isCut: true });
  return bySha;
}

const logOf = (wanted: readonly string[]): string[] => [
  'log',
  '--encoding=UTF-8',
  `--format=${wanted.join('%x00')}%x00`,
];

async function readLog(
  git: Git,
  shas: readonly string[],
  wanted: readonly string[],
  longest?: number,
): Promise<Omit<Commit, 'isCut'>[]> {
  const args = [...logOf(wanted), '--no-walk=unsorted', '--stdin'];
  try {
    return parseLog(await git.run(args, `${shas.join('\n')}\n`, longest), wanted.length);
  } catch (error) {
    // One that git cannot read hides the others.
    if (!GitError.is(error, 'failed', 'too_long')) throw error;
    if (shas.length === 1) return [];
  }
  const found: Omit<Commit, 'isCut'>[] = [];
  for (const sha of shas) found.push(...(await readLog(git, [sha], wanted, longest)));
  return found;
}

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
