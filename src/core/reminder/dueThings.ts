import type { Memory } from '../memory/memory.ts';
import { reviewDueAt } from '../memory/reviewDueAt.ts';

/** Something of a memory that wants to be looked at from a moment on. */
export interface DueThing {
  readonly memory: Memory;
  readonly what: 'reminder' | 'review';
  /** Due from then on, ms. */
  readonly at: number;
}

/** What is due by a moment, the longest due first. */
export function dueThings(memories: readonly Memory[], until: number): DueThing[] {
  return memories
    .flatMap((memory): DueThing[] => {
      const review = reviewDueAt(memory);
      return [
        ...(memory.reminder ? [{ memory, what: 'reminder' as const, at: memory.reminder.at }] : []),
        ...(review === undefined ? [] : [{ memory, what: 'review' as const, at: review }]),
      ];
    })
    .filter(({ at }) => at <= until)
    .sort((a, b) => a.at - b.at || (a.memory.id < b.memory.id ? -1 : 1));
}
