import type { Commit } from './commitLog.ts';
import type { CommitReader } from './commitReader.ts';

/** A commit that a message takes back; of a merge the line to which it had brought its commits. */
export interface Revert {
  readonly sha?: string | undefined;
  readonly mainline?: string | undefined;
  /** Forges tell the title alone. */
  readonly subject?: string | undefined;
}

/** What a commit does to the statements of another one. Who takes back a revert brings them back. */
export interface RevertEffect {
  readonly sha: string;
  readonly effect: 'ended' | 'back';
  readonly authorEmail: string;
  readonly authoredAt: number;
}

const mostReverts = 20;
const mostEffects = 500;
const written =
  /^This reverts commit ([0-9a-f]{7,64})(?:,\s{1,3}reversing\s{1,3}changes made to ([0-9a-f]{7,64}))?/gm;
const titled = /^(?:Revert|Reapply) "(.{1,300})"(?: \([#!]\d+\))?$/;

/** The commits that a message says it takes back. */
export function revertsIn(message: string): Revert[] {
  const named = [...message.matchAll(written)]
    .slice(0, mostReverts)
    .map(([, sha, mainline]) => ({ sha, mainline }));
  if (named.length > 0) return named;
  const [subject = ''] = message.split('\n', 1);
  const title = titled.exec(subject.trim())?.[1];
  if (title === undefined) return [];
  // What is applied anew takes back its revert.
  return [{ subject: subject.startsWith('Reapply') ? `Revert "${title}"` : title }];
}

/** Follows reverts of reverts down to the commits that said something. */
export async function revertEffects(
  reverts: readonly Revert[],
  reader: CommitReader,
): Promise<RevertEffect[]> {
  const effects = new Map<string, RevertEffect>();
  let round = reverts.map((revert) => ({ revert, effect: 'ended' as RevertEffect['effect'] }));
  while (round.length > 0 && effects.size < mostEffects) {
    const next: typeof round = [];
    for (const { revert, effect } of round.slice(0, mostReverts))
      for (const { sha, authorEmail, authoredAt, message } of await targetsOf(revert, reader)) {
        if (effects.has(sha)) continue;
        effects.set(sha, { sha, effect, authorEmail, authoredAt });
        for (const inner of revertsIn(message))
          next.push({ revert: inner, effect: effect === 'ended' ? 'back' : 'ended' });
      }
    round = next;
  }
  return [...effects.values()];
}

async function targetsOf({ sha, mainline, subject }: Revert, reader: CommitReader): Promise<Commit[]> {
  if (subject !== undefined) return reader.titled(subject);
  const found = await reader.find(sha ?? '');
  if (!found) return [];
  const merged = mainline === undefined ? [] : await reader.mergedBy(found.sha, mainline);
  return merged.length > 0 ? reader.read(merged) : [found];
}
