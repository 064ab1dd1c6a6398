import { nameOf } from '../../core/memory/memoryLine.ts';
import type { MemoryLine } from '../../protocol/memoryRecord.ts';

/** What became of the words that were said of a session, after another sentence. */
export function sayKept(memory: MemoryLine | null): string {
  if (memory === null) return '';
  const kept = memory.status === 'candidate' ? 'Waits in the Inbox, as no project is known' : 'Remembered';
  return `\n${kept}: ${nameOf(memory)}`;
}
