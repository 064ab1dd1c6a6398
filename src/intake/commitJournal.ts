import type { Git } from '../git/git.ts';
import type { Commit } from './commitLog.ts';
import { linesOf, tryGit } from './tryGit.ts';

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

const format = '--format=%H%x00%ae%x00%at%x00%gs';
const walk = async (git: Git, ref: string): Promise<string[]> =>
  linesOf(await tryGit(git, ['log', '--walk-reflogs', format, '--max-count=5000', ref]));

/** The journal of HEAD alone: enough for what was just committed. */
export interface HeadJournal {
  /** The newest first. */
  readonly entries: readonly string[];
  /** Commits written here, as far as these entries go. */
  readonly written: ReadonlySet<string>;
}

export async function readHeadJournal(git: Git): Promise<HeadJournal> {
  const entries = await walk(git, 'HEAD');
  return { entries, written: parseJournal(entries, []).written };
}

/**
 * Commits that were made in this clone, by git's own journal of it: a name and address on a commit are only words,
 * which anybody may have pushed. Undefined where the journal is switched off.
 */
export async function readJournal(git: Git, head: HeadJournal): Promise<Journal | undefined> {
  const ofHead = head.entries;
  const entries = [...ofHead, ...(await walk(git, '--all'))];
  return entries.length === 0 ? undefined : parseJournal(entries, ofHead);
}

/** Journal entries that say a commit was written here, rather than copied, fetched, checked out or reset to. */
const writesCommit = /^(?:commit(?: \((?:initial|merge)\))?:|revert\b|[^:]+: Merge made by)/;
/** Those that say a commit was made from another one, whose author it keeps. */
const copiesCommit =
  /^(?:commit \([^)]*\):|cherry-pick\b|am\b|[^:]*\((?:pick|reword|edit|squash|fixup|continue|merge)\):)/;

function parseJournal(entries: readonly string[], ofHead: readonly string[]): Journal {
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
