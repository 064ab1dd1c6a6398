import { listInboxOperation } from '../../protocol/operations/inbox/listInbox.ts';
import { toMemoryRecord } from '../../recall/memoryRecords.ts';
import type { QueryOperation } from '../operation.ts';
import { renderRecords } from '../shared/rendering.ts';
import { sayRemaining, Waiting, withScopeNote } from './waiting.ts';

export const listInbox: QueryOperation<typeof listInboxOperation> = {
  definition: listInboxOperation,

  async run(input, context, reader) {
    const waiting = new Waiting(input, context);
    const memories = await waiting.list(reader);
    return {
      memories: memories.map((memory) => toMemoryRecord(memory, context.now)),
      remaining: await waiting.count(reader),
    };
  },

  render({ memories, remaining }, input, context) {
    const left = sayRemaining(remaining);
    const listed = memories.length === 0 ? left : `${left}\n${renderRecords(memories, context.now)}`;
    return withScopeNote(listed, input, context);
  },
};
