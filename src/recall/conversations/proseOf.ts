import type { Memory } from '../../core/memory/memory.ts';
import { isTurn } from './conversationHits.ts';

/**
 * Length of a content, in characters, from which on it is prose more than a note, and from which on nothing else. Chosen by hand
 * (docs/benchmarks.md, "What was tuned on what").
 */
const note = 400;
const prose = 1_600;
const looked = 10;

/** How much the best of these are long texts or turns of a conversation and not notes, 0 to 1. */
export function proseOf(memories: readonly Memory[]): number {
  const best = memories.slice(0, looked);
  if (best.length === 0) return 0;
  const shareOf = (memory: Memory): number =>
    isTurn(memory) ? 1 : Math.min(1, Math.max(0, (memory.content.length - note) / (prose - note)));
  return best.reduce((sum, memory) => sum + shareOf(memory), 0) / best.length;
}
