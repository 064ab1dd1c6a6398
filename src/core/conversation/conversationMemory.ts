import type { Memory } from '../memory/memory.ts';

/** A conversation that is one memory, and whose turns are pieces of it. What somebody notes of one is none. */
export function isConversation({ category, source }: Pick<Memory, 'category' | 'source'>): boolean {
  return category === 'conversation' && source.kind === 'conversation';
}
