import { wordsOf } from './words.ts';

/**
 * What a text is compared by: its words and its pairs of neighbouring words (shingles: A. Z. Broder, "On the resemblance and
 * containment of documents", 1997).
 */
export function shinglesOf(text: string): Set<string> {
  const words = wordsOf(text);
  const shingles = new Set(words);
  for (let index = 1; index < words.length; index += 1)
    shingles.add(`${words[index - 1] ?? ''} ${words[index] ?? ''}`);
  return shingles;
}

/** Jaccard similarity of two sets, 0 to 1. Two empty sets are not alike. */
export function jaccard(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const [small, large] = left.size <= right.size ? [left, right] : [right, left];
  let shared = 0;
  for (const each of small) if (large.has(each)) shared += 1;
  const union = left.size + right.size - shared;
  return union === 0 ? 0 : shared / union;
}

/** Texts with fewer words than this are too short to be called alike by their pairs of words. */
const shortText = 4;
/** From here on two texts are about the same thing in nearly the same words, whatever they say of it. */
const alikeFrom = 0.75;

/** Whether two shingle sets belong to texts that are alike. They may contradict each other in one word. */
export function areAlike(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  const [small, large] = left.size <= right.size ? [left, right] : [right, left];
  if (small.size < shortText) return false;
  // jaccard >= s needs shared >= s / (1 + s) * (|left| + |right|): most pairs are told apart after a few misses.
  const needed = (alikeFrom / (1 + alikeFrom)) * (left.size + right.size);
  let missable = small.size - needed;
  for (const each of small) if (!large.has(each) && --missable < 0) return false;
  return missable >= 0;
}
