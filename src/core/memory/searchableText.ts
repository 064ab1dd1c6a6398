import type { Memory } from './memory.ts';

type Worded = Pick<Memory, 'title' | 'content' | 'what' | 'why' | 'learned' | 'tags' | 'entities'>;

/** Everything about a memory that words are looked for in, one part a line. */
export function searchableText({ title, content, what, why, learned, tags, entities }: Worded): string {
  return [title, content, what ?? '', why ?? '', learned ?? '', ...tags, ...entities].join('\n');
}
