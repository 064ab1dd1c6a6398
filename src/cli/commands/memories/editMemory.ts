import type { Command } from 'commander';
import { MemoryBridgeError } from '../../../core/errors.ts';
import type { ChangedMemory } from '../../../protocol/operations/memories/changedMemory.ts';
import { editMemoryOperation } from '../../../protocol/operations/memories/editMemory.ts';
import { getMemoryOperation } from '../../../protocol/operations/memories/getMemory.ts';
import { supersedeMemoryOperation } from '../../../protocol/operations/memories/supersedeMemory.ts';
import type { CliContext } from '../../cliContext.ts';
import { type CommandRun, runOf } from '../../commandOf.ts';
import { describeCommand } from '../../describeCommand.ts';
import { UsageError } from '../../usageError.ts';
import { withStdin } from '../../withStdin.ts';
import { withMemory } from '../../withMemory.ts';
import { showChanged } from './showChanged.ts';

type Run = CommandRun<typeof editMemoryOperation>;

/** Two verbs and an editor, so not one `commandOf` makes; what may be typed is its definition's all the same. */
export function addEdit(program: Command, context: CliContext): void {
  const { io } = context;
  const command = describeCommand(program, editMemoryOperation.cli);
  command.action(async () => {
    const run = await withStdin(runOf(editMemoryOperation, command, context), editMemoryOperation);
    const result = Object.keys(run.options).length > 0 ? await editNamed(run) : await inEditor(run);
    if (!result) return io.note('Nothing was changed.');
    if (run.globals.json) return io.print(JSON.stringify(result, undefined, 2));
    showChanged('Changed', result, io);
  });
}

/** Changes the fields that options name. */
async function editNamed(run: Run): Promise<ChangedMemory> {
  const { input } = run;
  const successor = run.options['supersededBy'];
  if (typeof successor !== 'string') return edit(input, run);
  const { result } = await withMemory(run.globals, run.context.io, (client) =>
    client.call(supersedeMemoryOperation, { ...input, superseded_by: successor }, run.callOptions),
  );
  return result;
}

async function edit(input: Run['input'], { globals, context, callOptions }: Run): Promise<ChangedMemory> {
  const { result } = await withMemory(globals, context.io, (client) =>
    client.call(editMemoryOperation, input, callOptions),
  );
  return result;
}

/** Undefined when the person changed nothing. */
async function inEditor(run: Run): Promise<ChangedMemory | undefined> {
  const { globals, callOptions, context } = run;
  const { io } = context;
  const id = run.input.memory_id;
  if (!io.isInteractive || globals.json)
    throw new UsageError('Say what to change, for example: memory-bridge edit <id> --why "because …".');
  const [{ editText }, { formatEditable }, { readEdited }] = await Promise.all([
    import('../../textEditor.ts'),
    import('../../../protocol/editFormat.ts'),
    import('../../readEdited.ts'),
  ]);
  const { result } = await withMemory(globals, io, (client) =>
    client.call(getMemoryOperation, { ids: [id] }, callOptions),
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
      const { revision } = memory;
      updated = await edit({ memory_id: memory.id, revision, ...edited, tags: [...edited.tags] }, run);
    }
  } catch (error) {
    io.note(`Nothing was changed. Your text is in ${file}.`);
    throw error;
  }
  await discard();
  return updated;
}
