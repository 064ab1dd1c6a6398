/** One movement of HEAD, as git writes it down in `logs/HEAD`. */
export interface HeadMove {
  readonly from: string;
  readonly to: string;
  /** What moved it: `commit`, `commit (amend)`, `rebase (finish)`, `checkout`, `pull`, … */
  readonly action: string;
}

const line = /^([0-9a-f]{40,64}) ([0-9a-f]{40,64}) .*?\t([^:]*)/;

/** The movements in a piece of the log, oldest first; a first line that was cut off is left out. */
export function parseReflog(text: string): HeadMove[] {
  return text.split('\n').flatMap((each) => {
    const match = line.exec(each);
    return match?.[1] && match[2] ? [{ from: match[1], to: match[2], action: match[3] ?? '' }] : [];
  });
}

/** The movements after HEAD was last seen at `sha`; all that are known when it is not among them. */
export function movesSince(moves: readonly HeadMove[], sha: string | undefined): readonly HeadMove[] {
  const index = moves.findLastIndex((move) => move.to === sha);
  return moves.slice(index + 1);
}

/** Amend and rebase write commits anew, so that the same change comes under another sha. */
export function isRewrite({ action }: HeadMove): boolean {
  return /^(commit \(amend\)|rebase)/.test(action);
}
