import type { Command } from 'commander';
import { categories, scopes } from '../../core/memory.ts';
import { type CliContext, collect, globalOptionsOf, parseChoice } from '../cliContext.ts';
import { oneLine } from '../../core/oneLine.ts';
import { renderLines } from '../renderMemories.ts';
import { UsageError } from '../usageError.ts';
import { withMemory } from '../withMemory.ts';
import { pick } from './remember.ts';

/** Commands that do one thing to one memory. */
const simple = [
  ['resolve', 'mark a blocker as resolved', 'Resolved'],
  ['reopen', 'open a resolved blocker again', 'Reopened'],
  ['pin', 'keep a memory at the top', 'Pinned'],
  ['unpin', 'let go of a pin', 'Unpinned'],
  ['archive', 'keep a memory out of recall', 'Archived'],
  ['restore', 'bring an archived or deleted memory back', 'Restored'],
  ['delete', 'delete a memory; undo brings it back', 'Deleted'],
] as const;

export function addChangeCommands(program: Command, context: CliContext): void {
  addUpdate(program, context);
  for (const [action, summary, done] of simple) addSimple(program, context, action, summary, done);
  addUndo(program, context);
}

interface UpdateOptions {
  readonly content?: string;
  readonly title?: string;
  readonly category?: (typeof categories)[number];
  readonly scope?: (typeof scopes)[number];
  readonly what?: string;
  readonly why?: string;
  readonly learned?: string;
  readonly tag?: string[];
  readonly entity?: string[];
  readonly supersededBy?: string;
}

function addUpdate(program: Command, { io }: CliContext): void {
  program
    .command('update')
    .summary('change a memory')
    .description(
      'Change parts of a memory; what is not named stays. Tags and entities are replaced as a whole.',
    )
    .argument('<id>', 'short or long id')
    .option('--content <text>', 'new content; "-" reads standard input')
    .option('--title <text>', 'new title')
    .option(
      '-c, --category <category>',
      `one of ${categories.join(', ')}`,
      parseChoice('--category', categories),
    )
    .option('--scope <scope>', `one of ${scopes.join(', ')}`, parseChoice('--scope', scopes))
    .option('--what <text>', 'what was done')
    .option('--why <text>', 'why it is so')
    .option('--learned <text>', 'what was learned from it')
    .option('-t, --tag <tag>', 'tag; may be repeated', collect)
    .option('-e, --entity <reference>', 'what it is about; may be repeated', collect)
    .option('--superseded-by <id>', 'the memory that replaces this one')
    .action(async (id: string, options: UpdateOptions, command: Command) => {
      const globals = globalOptionsOf(command, io);
      if (Object.keys(options).length === 0)
        throw new UsageError('Say what to change, for example: memory-bridge update <id> --why "because …".');
      const content = options.content === '-' ? (await io.readStdin()).replace(/\s+$/, '') : options.content;
      const { updateMemoryOperation } = await import('../../protocol/operations/updateMemory.ts');
      const { result } = await withMemory(globals, io, (client) =>
        client.call(
          updateMemoryOperation,
          {
            memory_id: id,
            action: options.supersededBy === undefined ? 'edit' : 'supersede',
            ...pick(options, ['title', 'category', 'scope', 'what', 'why', 'learned']),
            ...(content === undefined ? {} : { content }),
            ...(options.tag ? { tags: options.tag } : {}),
            ...(options.entity ? { entities: options.entity } : {}),
            ...(options.supersededBy === undefined ? {} : { superseded_by: options.supersededBy }),
          },
          { project: globals.project },
        ),
      );
      if (globals.json) return io.print(JSON.stringify(result, undefined, 2));
      const { memory, changed, changeId } = result;
      io.print(
        `${changed ? 'Changed' : 'Already so:'} ${io.paint.cyan(memory.shortId)}  ${oneLine(memory.title)}`,
      );
      if (changed) io.note(io.paint.dim(`Take it back: memory-bridge undo ${changeId}`));
    });
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
    const { updateMemoryOperation } = await import('../../protocol/operations/updateMemory.ts');
    const { result } = await withMemory(globals, io, (client) =>
      client.call(
        updateMemoryOperation,
        { memory_id: id, action, ...pick(options, ['note']) },
        { project: globals.project },
      ),
    );
    if (globals.json) return io.print(JSON.stringify(result, undefined, 2));
    const { memory, changed, changeId } = result;
    io.print(`${changed ? done : 'Already so:'} ${io.paint.cyan(memory.shortId)}  ${oneLine(memory.title)}`);
    if (changed) io.note(io.paint.dim(`Take it back: memory-bridge undo ${changeId}`));
  });
}

function addUndo(program: Command, { io }: CliContext): void {
  program
    .command('undo')
    .summary('take back a change or a group of changes')
    .argument('<id>', 'the id that the change printed, or one from history')
    .action(async (id: string, _options: object, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { undoOperation } = await import('../../protocol/operations/undo.ts');
      const { result } = await withMemory(globals, io, (client) =>
        client.call(undoOperation, { change_id: id }, { project: globals.project }),
      );
      if (globals.json) return io.print(JSON.stringify(result, undefined, 2));
      io.print(`Took back ${result.undone} ${result.undone === 1 ? 'change' : 'changes'}.`);
      if (result.memories.length > 0) io.note(renderLines(result.memories, io));
    });
}
