import type { Logger } from '../core/ports.ts';
import type { Commit } from './commitLog.ts';
import { type CommitReader, maxCommits } from './commitReader.ts';

/** Commits that a visit has to look at, and where the next one starts. */
export interface NewCommits {
  /** Those missed since the last visit, then those named, oldest first. */
  readonly commits: readonly Commit[];
  /** Undefined when the place of the next visit stays as it is. */
  readonly cursor: string | undefined;
}

/** In the place of a commit where there was none, with the time. `empty` had no branch at all, `unborn` had others. */
const beforeFirst = /^(empty|unborn):(\d+)$/;

/** What to note of a working tree that has no commit yet, so that its first one is seen as new. */
export async function placeBeforeFirst(reader: CommitReader, now: number): Promise<string> {
  return `${(await reader.hasRefs()) ? 'unborn' : 'empty'}:${now}`;
}

/**
 * The commits made or fetched since `cursor`. Without one, on the first visit to a working tree, the place is noted and
 * the history left alone, because hundreds of old statements in the Inbox would help nobody. The same when the commit
 * is gone from the repository.
 */
export async function newCommits(
  reader: CommitReader,
  cursor: string | undefined,
  now: number,
  logger: Logger,
): Promise<NewCommits> {
  const head = await reader.head();
  if (head === undefined)
    // A branch without a commit is left as it was entered: the way back does not begin at nothing.
    return { commits: [], cursor: cursor === undefined ? await placeBeforeFirst(reader, now) : undefined };
  if (cursor === undefined || cursor === head) return { commits: [], cursor: head };
  const before = beforeFirst.exec(cursor);
  if (before) {
    const isNew = newerThan(Number(before[2]));
    // What was fetched into an empty repository is as old as it is; what was made here came after.
    const here = before[1] === 'empty' ? await reader.madeHere() : undefined;
    const commits = (await reader.all()).filter(
      (commit) => here?.written.has(commit.sha) || here?.copied.has(commit.sha) || isNew(commit),
    );
    return { commits, cursor: head };
  }
  const missed = await reader.since(cursor);
  if (!missed) logger.info('The commit of the last visit is gone, so the history is left alone.');
  if (!missed || missed.length === 0) return { commits: [], cursor: head };
  // A branch with a beginning of its own: all of it was missed, and only what came later is news.
  const isNext = missed.some(({ parents }) => parents.includes(cursor));
  const [last] = isNext || (await reader.areRelated(cursor, head)) ? [] : await reader.read([cursor]);
  return { commits: last ? missed.filter(newerThan(last.committedAt)) : missed, cursor: head };
}

/** Git tells times in whole seconds. */
const newerThan =
  (at: number) =>
  ({ committedAt }: Commit): boolean =>
    committedAt >= Math.floor(at / 1000) * 1000;

/** Those of these ids that are here, oldest first. */
export async function namedCommits(reader: CommitReader, shas: readonly string[]): Promise<Commit[]> {
  const named = await reader.read(shas.slice(0, maxCommits));
  return named.toSorted((a, b) => a.committedAt - b.committedAt);
}
