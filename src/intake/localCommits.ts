import { authorship, type HeadJournal, type Journal } from './commitJournal.ts';
import type { Commit } from './commitLog.ts';
import type { CommitReader } from './commitReader.ts';

/**
 * The person at this machine: their address on the commit, as author and as committer, and git's journal that it was
 * written here. A copy is theirs where what it was made from was written here too: whoever picks, rebases or applies a
 * commit of somebody else is its committer, and a forged author of it stays one.
 */
export function localCommits(
  reader: CommitReader,
  localAuthors: readonly string[],
): (commit: Commit) => Promise<boolean> {
  const told = new Set(localAuthors.map(plainAddress));
  let configured: Promise<string> | undefined;
  let ofHead: Promise<HeadJournal> | undefined;
  let madeHere: Promise<Journal | undefined> | undefined;
  return async (commit) => {
    const names = [commit.authorEmail, commit.committerEmail].map(plainAddress);
    if (names.includes('')) return false;
    for (const name of names) {
      if (told.has(name)) continue;
      configured ??= reader.localAuthor().then((own) => plainAddress(own ?? ''));
      if ((await configured) !== name) return false;
    }
    ofHead ??= reader.headJournal();
    const head = await ofHead;
    if (head.written.has(commit.sha)) return true;
    madeHere ??= reader.madeHere(head);
    const journal = await madeHere;
    return journal === undefined || isOwn(commit, journal, reader);
  };
}

const plainAddress = (address: string): string => address.trim().toLowerCase();

/** Amending an amended one again and again goes further than anybody does by hand. */
const longestChain = 50;

async function isOwn(commit: Commit, journal: Journal, reader: CommitReader): Promise<boolean> {
  let current: Commit | undefined = commit;
  for (let step = 0; current && step < longestChain; step += 1) {
    if (journal.written.has(current.sha)) return true;
    if (!journal.copied.has(current.sha)) return false;
    if (await hasOriginal(current, journal, reader)) return true;
    // Of an amended or reworded one the message is another; where HEAD was before is what it was made from.
    const [before]: Commit[] = await reader.read([journal.before.get(current.sha) ?? '']);
    current = before && replaces(current, before) ? before : undefined;
  }
  return false;
}

/** An amended commit keeps author and time, and stands where the one before stood. */
const replaces = (commit: Commit, before: Commit): boolean =>
  authorship(before) === authorship(commit) && before.parents.join() === commit.parents.join();

/** Author and time can be read and repeated by anybody, so the message has to be the same as well. */
async function hasOriginal(commit: Commit, journal: Journal, reader: CommitReader): Promise<boolean> {
  const originals = await reader.read(journal.byAuthorship.get(authorship(commit)) ?? []);
  return originals.some(({ message }) => ownWords(message) === ownWords(commit.message));
}

/** What git itself adds to the message of a copy is not looked at. */
const ownWords = (message: string): string =>
  message
    .split('\n')
    .filter((line) => !/^(?:\(cherry picked from commit [0-9a-f]+\)|Signed-off-by: .*|#.*|\s*)$/.test(line))
    .join('\n');
