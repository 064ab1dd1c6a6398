import type { Memory } from './memory.ts';
import { type Linked, linkedTo } from './memoryLink.ts';

/** Whether a candidate asks if another memory still holds, rather than to become one. */
export function isQuestion(memory: Pick<Memory, 'status'> & Linked): boolean {
  return memory.status === 'candidate' && linkedTo(memory, 'ends') !== undefined;
}
