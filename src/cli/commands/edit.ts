import type { Command } from 'commander';
import { MemoryBridgeError } from '../../core/errors.ts';
import { categories, scopes } from '../../core/memory/memory.ts';
import { shortId } from '../../core/shortId.ts';
import type { ChangedMemory } from '../../protocol/operations/memories/changedMemory.ts';
import type { DetailsOf } from '../../protocol/tools/verbOfAction.ts';
import { type CliContext, type GlobalOptions, collect, globalOptionsOf, parseChoice } from '../cliContext.ts';
import type { CliIo } from '../cliIo.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { UsageError } from '../usageError.ts';
import { withMemory } from '../withMemory.ts';
import { pick } from './remember.ts';

type Edits = DetailsOf<'edit'> & DetailsOf<'supersede'>;

interface EditOptions {
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

export function addEditCommand(program: Command, { io }: CliContext): void {
  program
    .command('edit')
    .alias('update')
    .summary('edit a memory')
    .description(
      'Edit a memory. Options change the fields they name; without options, the memory opens in your editor ($VISUAL or $EDITOR). ' +
        'Tags and entities are replaced, not added to.',
    )
    .argument('<id>', 'short or long id')
    .option('--content <text>', 'new text; "-" reads standard input')
    .option('--title <text>', 'new title')
    .option(
      '-c, --category <category>',
      `one of ${categories.join(', ')}`,
      parseChoice('--category', categories),
    )
    .option('--scope <scope>', `one of ${scopes.join(', ')}`, parseChoice('--scope', scopes))
    .option('--what <text>', 'what was done')
    .option('--why <text>', 'the reason')
    .option('--learned <text>', 'what was learned from it')
    .option('-t, --tag <tag>', 'tag; may be repeated', collect)
    .option('-e, --entity <reference>', 'what it is about; may be repeated', collect)
    .option('--superseded-by <id>', 'the memory that replaces this one')
    .addHelpText(
      'after',
      '\nExamples:\n  $ memory-bridge edit 4f0c9a1b2d\n  $ memory-bridge edit 4f0c9a1b2d --why "the cache is shared" -t ci -t cache',
    )
    .action(async (id: string, options: EditOptions, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const result =
        Object.keys(options).length > 0
          ? await update(id, await named(options, io), globals, io)
          : await inEditor(id, globals, io);
      if (!result) return io.note('Nothing was changed.');
      if (globals.json) return io.print(JSON.stringify(result, undefined, 2));
      const { memory, changed, changeId } = result;
      io.print(
        `${changed ? 'Changed' : 'No change:'} ${io.paint.cyan(memory.shortId)}  ${oneLine(memory.title)}`,
      );
      if (changed) io.note(io.paint.dim(`Undo it: memory-bridge undo ${shortId(changeId)}`));
    });
}

async function named(options: EditOptions, io: CliIo): Promise<Edits> {
  const content = options.content === '-' ? (await io.readStdin()).replace(/\s+$/, '') : options.content;
  return {
    ...pick(options, ['title', 'category', 'scope', 'what', 'why', 'learned']),
    ...(content === undefined ? {} : { content }),
    ...(options.tag ? { tags: options.tag } : {}),
    ...(options.entity ? { entities: options.entity } : {}),
    ...(options.supersededBy === undefined ? {} : { superseded_by: options.supersededBy }),
  };
}

/** Undefined when the person changed nothing. */
async function inEditor(id: string, globals: GlobalOptions, io: CliIo): Promise<ChangedMemory | undefined> {
  if (!io.isInteractive || globals.json)
    throw new UsageError('Say what to change, for example: memory-bridge edit <id> --why "because …".');
  const [{ getMemoryOperation }, { editText }, { formatEditable }, { readEdited }] = await Promise.all([
    import('../../protocol/operations/memories/getMemory.ts'),
    import('../textEditor.ts'),
    import('../../protocol/editFormat.ts'),
    import('../readEdited.ts'),
  ]);
  const { result } = await withMemory(globals, io, (client) =>
    client.call(getMemoryOperation, { ids: [id] }, { project: globals.project }),
  );
  const [memory] = result.memories;
  if (!memory)
    throw new MemoryBridgeError('not_found', `There is no memory "${id}". "memory-bridge list" shows ids.`);
  const before = formatEditable(memory);
  const { text, file, discard } = await editText(before, `memory-${memory.shortId}.md`, io.env);
  let updated: ChangedMemory | undefined;
  try {
    if (text !== before) {
      const edited = readEdited(text);
      const edits = { revision: memory.revision, ...edited, tags: [...edited.tags] };
      updated = await update(memory.id, edits, globals, io);
    }
  } catch (error) {
    io.note(`Nothing was changed. Your text is in ${file}.`);
    throw error;
  }
  await discard();
  return updated;
}

async function update(id: string, edits: Edits, globals: GlobalOptions, io: CliIo): Promise<ChangedMemory> {
  const { verbOfAction } = await import('../../protocol/tools/verbOfAction.ts');
  const verb = edits.superseded_by === undefined ? verbOfAction.edit : verbOfAction.supersede;
  const { result } = await withMemory(globals, io, (client) =>
    client.call(verb, { memory_id: id, ...edits }, { project: globals.project }),
  );
  return result;
}
