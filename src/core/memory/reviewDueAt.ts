import type { Memory } from './memory.ts';

const day = 24 * 3_600_000;

/** When a memory wants to be looked at again, ms; undefined for never. Until somebody has looked, it counts from its beginning. */
export function reviewDueAt({ review, createdAt }: Pick<Memory, 'review' | 'createdAt'>): number | undefined {
  if (review === null || review.everyDays === null) return undefined;
  return (review.reviewedAt ?? createdAt) + review.everyDays * day;
}
