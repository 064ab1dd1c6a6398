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

/** The commits of these ids in the order asked for; ids that the repository does not have are left out. */
export async function readCommits(git: Git, shas: readonly string[]): Promise<Commit[]> {
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
  return shas.map((sha) => bySha.get(sha)).filter((commit) => commit !== undefined);
}

async function readLog(
  git: Git,
  shas: readonly string[],
  wanted: readonly string[],
  longest?: number,
): Promise<Omit<Commit, 'isCut'>[]> {
  const format = `--format=${wanted.join('%x00')}%x00`;
  const args = ['log', '--encoding=UTF-8', format, '--no-walk=unsorted', '--stdin'];
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
