import { isConversation } from '../../core/conversation/conversationMemory.ts';
import type { RankedHit } from '../rankedHit.ts';

/** Memories that stand before each conversation: whoever asks reads so far, and what was noted is worth more than talk. */
const memoriesBefore = 5;
/** A conversation that says so much more than the best memory does comes first. */
const clearlyBetter = 2.5;

export const isTalk = ({ memory }: Pick<RankedHit, 'memory'>): boolean => isConversation(memory);

/**
 * In: memories in their order, conversations in theirs, and both of them weighed alike. Out: all of them. Conversations are many
 * and say a bit of everything; they are put beside memories, never in their place.
 */
export function besideMemories(
  memories: readonly RankedHit[],
  talks: readonly RankedHit[],
  alike: readonly RankedHit[],
): RankedHit[] {
  const waiting = [...talks];
  const merged: RankedHit[] = [];
  const mostOf = (hits: readonly RankedHit[]) => Math.max(0, ...hits.map(({ score }) => score.total));
  const best = mostOf(alike.filter((hit) => !isTalk(hit)));
  if (mostOf(waiting) >= clearlyBetter * best) merged.push(...waiting.splice(0, 1));
  const answers = memories.filter(({ isRelated }) => !isRelated);
  for (const [at, memory] of answers.entries()) {
    merged.push(memory);
    if ((at + 1) % memoriesBefore === 0) merged.push(...waiting.splice(0, 1));
  }
  return [...merged, ...waiting, ...memories.filter(({ isRelated }) => isRelated)];
}
