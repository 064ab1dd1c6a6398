import { isQuestion } from '../../src/core/memory/isQuestion.ts';
import type { MemoryRow } from '../../src/protocol/memoryRecord.ts';
import { makeMemoryRecord } from './makeMemoryRecord.ts';

/** A memory as a list of rows has it, with what a test cares about changed. */
export function makeMemoryRow(changes: Partial<MemoryRow> = {}): MemoryRow {
  const memory = makeMemoryRecord({ ...changes, quarantine: changes.quarantine ?? null });
  return { ...memory, isQuestion: changes.isQuestion ?? isQuestion(memory) };
}
