import { shortId } from '../../../core/shortId.ts';
import { oneLine } from '../../../core/text/oneLine.ts';
import type { ChangedMemory } from '../../../protocol/operations/memories/changedMemory.ts';
import type { CliIo } from '../../cliIo.ts';

/** One memory after something was done to it, and how to take that back. */
export function showChanged(done: string, { memory, changed, changeId }: ChangedMemory, io: CliIo): void {
  io.print(`${changed ? done : 'No change:'} ${io.paint.cyan(memory.shortId)}  ${oneLine(memory.title)}`);
  if (changed) io.note(io.paint.dim(`Undo it: memory-bridge undo ${shortId(changeId)}`));
}
