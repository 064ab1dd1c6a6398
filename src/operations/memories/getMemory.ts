import { MemoryBridgeError } from '../../core/errors.ts';
import type { Memory } from '../../core/memory/memory.ts';
import { dataHeader } from '../../core/memory/memoryLine.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { getMemoryOperation } from '../../protocol/operations/memories/getMemory.ts';
import { toMemoryRecord } from '../../recall/memoryRecords.ts';
import { findMemory } from '../../memories/findMemory.ts';
import { contradictionsOf } from '../../recall/contradictions.ts';
import { contradictionText, toContradictionLine } from '../shared/contradictionLines.ts';
import type { QueryOperation } from '../operation.ts';
import { renderWhole } from '../shared/rendering.ts';
import { conversationViews, renderConversation } from './conversationView.ts';

export const getMemory: QueryOperation<typeof getMemoryOperation> = {
  definition: getMemoryOperation,

  async run(input, { now, actor, defer, project, sessionId }, unit) {
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
    // The editor reads many at a time to offer a choice.
    const opened = actor.kind === 'editor' && found.size > 1 ? [] : [...found.keys()];
    if (opened.length > 0) defer((later) => later.memories.markOpened(opened, now));
    const contradictions = await contradictionsOf(unit, [...found.values()], { project, sessionId });
    const conversations = await conversationViews([...found.values()], unit, {
      actor,
      from: input.turns_from,
    });
    return {
      memories: [...found.values()].map((memory) => toMemoryRecord(memory, now)),
      missing,
      ...(conversations.length === 0 ? {} : { conversations }),
      ...(contradictions.length === 0
        ? {}
        : { contradictions: contradictions.map((each) => toContradictionLine(each, now)) }),
    };
  },

  render({ memories, missing, contradictions = [], conversations = [] }, _input, { now }) {
    const parts: string[] = [];
    if (memories.length > 0)
      parts.push(`${dataHeader}\n${memories.map((memory) => renderWhole(memory, now)).join('\n\n')}`);
    parts.push(...conversations.map(renderConversation));
    if (contradictions.length > 0) parts.push(contradictionText(contradictions, now));
    if (missing.length > 0) parts.push(`Not found: ${oneLine(missing.join(', '))}. Use recall to find ids.`);
    return parts.join('\n\n');
  },
};
