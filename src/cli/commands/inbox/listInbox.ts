import { listInboxOperation } from '../../../protocol/operations/inbox/listInbox.ts';
import { commandOf } from '../../commandOf.ts';
import { renderLines } from '../../renderMemories.ts';

export const addListInbox = commandOf(listInboxOperation, ({ memories }, io) => {
  if (memories.length === 0) return io.note('The Inbox is empty.');
  // All of them are candidates.
  const shown = memories.map((memory) => ({ ...memory, status: 'active' as const, snippet: memory.content }));
  io.print(renderLines(shown, io, { besides: '', snippets: true }));
  io.note(io.paint.dim('Decide: memory-bridge inbox accept <id>… or reject <id>…'));
});
