import { getMemoryOperation } from '../../../protocol/operations/memories/getMemory.ts';
import { commandOf } from '../../commandOf.ts';
import type { ConversationView } from '../../../protocol/operations/memories/getMemory.ts';
import type { CliIo } from '../../cliIo.ts';
import { plain, renderContradictions, renderMemory } from '../../renderMemories.ts';

export const addGet = commandOf(
  getMemoryOperation,
  ({ memories, missing, contradictions, conversations = [] }, io) => {
    if (memories.length > 0) io.print(memories.map((memory) => renderMemory(memory, io.paint)).join('\n\n'));
    for (const conversation of conversations) showTurns(conversation, io);
    if (contradictions) io.print(`\n${renderContradictions(contradictions, io)}`);
    if (missing.length > 0) io.note(`memory-bridge: not found: ${missing.join(', ')}.`);
  },
  { isFailure: ({ missing }) => missing.length > 0 },
);

function showTurns({ id, total, from, turns }: ConversationView, io: CliIo): void {
  for (const { speaker, saidAt, content } of turns) {
    const when = new Date(saidAt).toISOString().slice(0, 16).replace('T', ' ');
    io.print(`\n${io.paint.bold(speaker)} ${io.paint.dim(`${when} UTC`)}\n${plain(content)}`);
  }
  const shown = from + turns.length;
  if (shown < total)
    io.note(`${total - shown} more of ${total} turns: memory-bridge show ${id.slice(-10)} --from ${shown}`);
}
