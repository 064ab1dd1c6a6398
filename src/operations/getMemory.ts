import { MemoryBridgeError } from '../core/errors.ts';
import type { Memory } from '../core/memory.ts';
import { dataHeader } from '../core/memoryLine.ts';
import { oneLine } from '../core/oneLine.ts';
import { getMemoryOperation } from '../protocol/operations/getMemory.ts';
import { toMemoryView } from '../recall/memoryViews.ts';
import { findMemory } from './findMemory.ts';
import type { Operation } from './operation.ts';
import { renderWhole } from './rendering.ts';

export const getMemory: Operation<typeof getMemoryOperation> = {
  definition: getMemoryOperation,

  async run(input, { now }, unit) {
    const found = new Map<string, Memory>();
    const missing: string[] = [];
    for (const reference of input.ids) {
      try {
        const memory = await findMemory(unit, reference);
        found.set(memory.id, memory);
      } catch (error) {
        if (!MemoryBridgeError.is(error, 'not_found', 'invalid_input', 'conflict')) throw error;
        missing.push(reference);
      }
    }
    return { memories: [...found.values()].map((memory) => toMemoryView(memory, now)), missing };
  },

  render({ memories, missing }, _input, { now }) {
    const parts: string[] = [];
    if (memories.length > 0)
      parts.push(`${dataHeader}\n${memories.map((memory) => renderWhole(memory, now)).join('\n\n')}`);
    if (missing.length > 0) parts.push(`Not found: ${oneLine(missing.join(', '))}. Use recall to find ids.`);
    return parts.join('\n\n');
  },
};
