import type { IndexedTexts } from './indexedText.ts';

/** What was said, as the words of a memory are taken. */
export function turnTexts(content: string): IndexedTexts {
  return { title: '', content, what: null, why: null, learned: null, tags: [], entities: [] };
}
