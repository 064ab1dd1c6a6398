import { getMemoryOperation } from '../../../protocol/operations/memories/getMemory.ts';
import { commandOf } from '../../commandOf.ts';
import { renderContradictions, renderMemory } from '../../renderMemories.ts';

export const addGet = commandOf(
  getMemoryOperation,
  ({ memories, missing, contradictions }, io) => {
    if (memories.length > 0) io.print(memories.map((memory) => renderMemory(memory, io.paint)).join('\n\n'));
    if (contradictions) io.print(`\n${renderContradictions(contradictions, io)}`);
    if (missing.length > 0) io.note(`memory-bridge: not found: ${missing.join(', ')}.`);
  },
  { isFailure: ({ missing }) => missing.length > 0 },
);
