import type { Anchor } from '../core/memory/anchor.ts';
import { scriptName, type Actor } from '../core/memory/history.ts';
import type { Source, Trust } from '../core/memory/memory.ts';

/** A person, through whatever they use. */
export function isPerson(actor: Actor): boolean {
  return actor.kind === 'user' || actor.kind === 'editor' || actor.kind === 'cli';
}

/**
 * The command line without a terminal. It may be a script of the person's, and it may be the shell of an agent, so it
 * counts as one.
 */
export const isScript = ({ kind, name }: Actor): boolean => kind === 'agent' && name === scriptName;

/** How far what this actor says may be believed. */
export function trustOf(actor: Actor): Trust {
  if (isPerson(actor)) return 'user';
  return actor.kind === 'agent' ? 'agent' : 'external';
}

/** Where a memory comes from that this actor states. An anchor tells the place in the editor. */
export function sourceOf(actor: Actor, anchors: readonly Anchor[]): Source {
  const [anchor] = anchors;
  const place = anchor ? { ref: `${anchor.path}:${anchor.startLine}` } : {};
  const name = actor.name === undefined ? {} : { actor: actor.name };
  switch (actor.kind) {
    case 'agent':
      return { kind: 'agent', ...name, ...place };
    case 'editor':
      return { kind: 'editor', ...name, ...place };
    case 'user':
    case 'cli':
      return { kind: 'user', ...name, ...place };
    case 'system':
      return { kind: 'import', ...name };
  }
}

/** 1 for what a person states; agents may have misread. */
export function confidenceOf(actor: Actor): number {
  if (isPerson(actor)) return 1;
  return actor.kind === 'agent' ? 0.8 : 0.5;
}

/** However often agents say the same, some doubt remains. */
const mostOfAgents = 0.95;

/** Half of the doubt that was left is a good share to lose when somebody says the same again; people leave none. */
export function confirmedConfidence(confidence: number, actor: Actor): number {
  if (isPerson(actor)) return 1;
  const confirmed = Math.round((confidence + (1 - confidence) / 2) * 1_000) / 1_000;
  return Math.max(confidence, Math.min(mostOfAgents, confirmed));
}

const trustRank: Readonly<Record<Trust, number>> = { external: 0, agent: 1, user: 2 };

/** Words that somebody else has rewritten are theirs: a text is worth no more than its last writer. */
export function lowerTrust(left: Trust, right: Trust): Trust {
  return trustRank[left] <= trustRank[right] ? left : right;
}
