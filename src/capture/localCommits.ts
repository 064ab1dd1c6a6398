import type { Commit, CommitReader } from './commitReader.ts';

/** The person at this machine: their address on the commit, and git's journal that it was made here. */
export function localCommits(
  reader: CommitReader,
  localAuthors: readonly string[],
): (commit: Commit) => Promise<boolean> {
  let addresses: Promise<Set<string>> | undefined;
  let madeHere: Promise<Set<string> | undefined> | undefined;
  return async (commit) => {
    addresses ??= reader
      .localAuthor()
      .then((own) => new Set([...localAuthors, own ?? ''].map((each) => each.trim().toLowerCase())));
    const address = commit.authorEmail.trim().toLowerCase();
    if (address === '' || !(await addresses).has(address)) return false;
    madeHere ??= reader.madeHere();
    return (await madeHere)?.has(commit.sha) ?? true;
  };
}
