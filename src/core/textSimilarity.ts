import { wordsOf } from './words.ts';

/** What a text is compared by: its words and its pairs of neighbouring words. */
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
