import { shortId } from '../shortId.ts';

/** A memory that is shown (`into`), and those that say the same and are not. */
export interface Folded {
  readonly into: string;
  readonly ids: readonly string[];
}

/** `2 more say the same and are folded: [a1b2c3d4e5], [f6a7b8c9d0] into [0123456789].`; empty when nothing is. */
export function foldedNote(folded: readonly Folded[]): string {
  if (folded.length === 0) return '';
  const count = folded.reduce((sum, { ids }) => sum + ids.length, 0);
  const says = count === 1 ? 'says the same and is folded' : 'say the same and are folded';
  const each = folded.map(({ into, ids }) => `${ids.map(bracketed).join(', ')} into ${bracketed(into)}`);
  return `${count} more ${says}: ${each.join('; ')}.`;
}

const bracketed = (id: string): string => `[${shortId(id)}]`;
