import type { Command } from 'commander';
import { oneLine } from '../../core/text/oneLine.ts';
import { shortId } from '../../core/shortId.ts';
import { type CliContext, globalOptionsOf } from '../cliContext.ts';
import { renderLines } from '../renderMemories.ts';
import { withMemory } from '../withMemory.ts';
import { pick } from './remember.ts';

/** Commands that do one thing to one memory. */
const simple = [
  ['resolve', 'mark a blocker as resolved', 'Resolved'],
  ['reopen', 'open a resolved blocker again', 'Reopened'],
  ['pin', 'pin a memory to the top', 'Pinned'],
  ['unpin', 'remove the pin', 'Unpinned'],
  ['archive', 'keep a memory out of recall', 'Archived'],
  ['restore', 'bring back an archived or deleted memory', 'Restored'],
  ['delete', 'delete a memory; undo and restore bring it back', 'Deleted'],
] as const;

export function addChangeCommands(program: Command, context: CliContext): void {
  for (const [action, summary, done] of simple) addSimple(program, context, action, summary, done);
  addUndo(program, context);
}

function addSimple(
  program: Command,
  { io }: CliContext,
  action: (typeof simple)[number][0],
  summary: string,
  done: string,
): void {
  const command = program.command(action).summary(summary).argument('<id>', 'short or long id');
  if (action === 'resolve') command.option('--note <text>', 'how it was resolved');
  command.action(async (id: string, options: { note?: string }) => {
    const globals = globalOptionsOf(command, io);
    const { verbOfAction } = await import('../../protocol/tools/verbOfAction.ts');
    const { result } = await withMemory(globals, io, (client) =>
      client.call(
        verbOfAction[action],
        { memory_id: id, ...pick(options, ['note']) },
        { project: globals.project },
      ),
    );
    if (globals.json) return io.print(JSON.stringify(result, undefined, 2));
    const { memory, changed, changeId } = result;
    io.print(`${changed ? done : 'No change:'} ${io.paint.cyan(memory.shortId)}  ${oneLine(memory.title)}`);
    if (changed) io.note(io.paint.dim(`Undo it: memory-bridge undo ${shortId(changeId)}`));
  });
}

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
  accept: 'the acceptance of',
  reject: 'the rejection of',
  expire: 'the expiry of',
  undo: 'the undoing of a change to',
};

function addUndo(program: Command, { io }: CliContext): void {
  program
    .command('undo')
    .summary('undo a change')
    .description(
      'Undo a change or a group of changes. Without an id, the last change made on the command line that is not undone yet.',
    )
    .argument('[id]', 'the id printed with the change, or one that history shows')
    .action(async (id: string | undefined, _options: object, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { undoOperation } = await import('../../protocol/operations/memories/undo.ts');
      const { result } = await withMemory(globals, io, (client) =>
        client.call(undoOperation, id === undefined ? {} : { change_id: id }, { project: globals.project }),
      );
      if (globals.json) return io.print(JSON.stringify(result, undefined, 2));
      const { undone, memories, changeId, action } = result;
      io.print(`Undid ${undone === 1 ? '' : `${undone} changes: `}${undoneNames[action] ?? action}`);
      io.print(renderLines(memories, io, { besides: '' }));
      io.note(io.paint.dim(`Redo it: memory-bridge undo ${shortId(changeId)}`));
    });
}
