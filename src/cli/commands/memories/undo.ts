import { shortId } from '../../../core/shortId.ts';
import { describeBeside } from '../../../protocol/describeUndoneImport.ts';
import { undoOperation } from '../../../protocol/operations/memories/undo.ts';
import { commandOf } from '../../commandOf.ts';
import { renderLines } from '../../renderMemories.ts';

/** What was undone, where its name in the history is no noun. */
const undoneNames: Readonly<Record<string, string>> = {
  create: 'the creation of',
  bump: 'the confirmation of',
  edit: 'the edit of',
  resolve: 'the resolution of',
  reopen: 'the reopening of',
  pin: 'the pinning of',
  unpin: 'the unpinning of',
  archive: 'the archiving of',
  restore: 'the restoring of',
  delete: 'the deletion of',
  supersede: 'the replacement of',
  remind: 'the reminder of',
  unremind: 'the end of the reminder of',
  review: 'the review of',
  link: 'the link of',
  unlink: 'the end of the link of',
  accept: 'the acceptance of',
  reject: 'the rejection of',
  expire: 'the expiry of',
  import: 'the import of',
  undo: 'the undoing of a change to',
};

export const addUndo = commandOf(undoOperation, ({ undone, memories, changeId, action, beside }, io) => {
  io.print(`Undid ${undone === 1 ? '' : `${undone} changes: `}${undoneNames[action] ?? action}`);
  io.print(renderLines(memories, io, { besides: '' }));
  if (beside) for (const line of describeBeside(beside)) io.print(line);
  io.note(io.paint.dim(`Redo it: memory-bridge undo ${shortId(changeId)}`));
});
