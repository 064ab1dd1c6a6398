import type { Command } from 'commander';
import { MemoryBridgeError } from '../../../core/errors.ts';
import { configureOperation } from '../../../protocol/operations/system/configure.ts';
import { type CliContext, type GlobalOptions, globalOptionsOf } from '../../cliContext.ts';
import type { CliIo } from '../../cliIo.ts';
import type { EditedText } from '../../textEditor.ts';
import { UsageError } from '../../usageError.ts';
import { openDirectory, withMemory } from '../../withMemory.ts';
import { openConfig, type OpenConfig } from './openConfig.ts';

export function addEditConfig(config: Command, { io }: CliContext): void {
  config
    .command('edit')
    .summary('edit the settings in your editor')
    .description(
      'Open the settings in VISUAL or EDITOR. They are read once the editor is closed: what is wrong is shown with its line, and ' +
        'can be edited again. Nothing that was typed is lost.',
    )
    .action(async (_options: object, command: Command) => {
      const globals = globalOptionsOf(command, io);
      if (!io.isInteractive || globals.json)
        throw new UsageError(
          'Editing needs a terminal. Change single settings with: memory-bridge config set <name> <value>',
        );
      const isSaved = await editConfig(await openConfig(globals, io), io, askToEditAgain);
      if (isSaved) await tellServer(globals, io);
    });
}

/** Has a person edit the settings until nothing is wrong with them, or until they leave it. Says whether they were saved. */
export async function editConfig(
  { file }: Pick<OpenConfig, 'file'>,
  io: CliIo,
  askAgain: () => Promise<boolean>,
): Promise<boolean> {
  const [{ editText }, { readConfigText }] = await Promise.all([
    import('../../textEditor.ts'),
    import('../../../settings/readConfigText.ts'),
  ]);
  const before = file.text();
  let edited: EditedText | undefined;
  for (;;) {
    const earlier = edited;
    try {
      edited = await editText(earlier?.text ?? before, 'config.jsonc', io.env);
    } catch (error) {
      if (earlier) io.note(`Your text is in ${earlier.file}.`);
      throw error;
    }
    await earlier?.discard();
    const { warnings } = readConfigText(edited.text);
    if (edited.text === before) {
      await edited.discard();
      io.note('Nothing was changed.');
      return false;
    }
    if (warnings.length === 0) break;
    for (const warning of warnings) io.note(`memory-bridge: ${warning}`);
    if (!(await askAgain()))
      throw new UsageError(
        `The settings were not saved, because there are mistakes in them. Your text is in ${edited.file}.`,
      );
  }
  if (file.text() !== before)
    throw new MemoryBridgeError(
      'conflict',
      `${file.path} was changed elsewhere meanwhile, so it was left as it is. Your text is in ${edited.file}.`,
    );
  file.write(edited.text);
  await edited.discard();
  io.print(`Saved in ${file.path}.`);
  return true;
}

/** One that runs acts on some settings at once. None is started: it would read the file anyway. */
async function tellServer(globals: GlobalOptions, io: CliIo): Promise<void> {
  const [{ findOwner }, { TokenFile }] = await Promise.all([
    import('../../../client/ownerSearch.ts'),
    import('../../../home/token.ts'),
  ]);
  const directory = await openDirectory(globals, io);
  const { kind } = await findOwner(directory, new TokenFile(directory));
  if (kind === 'owner')
    await withMemory(globals, io, (client) => client.call(configureOperation, { set: {} }));
}

async function askToEditAgain(): Promise<boolean> {
  const { confirm, isCancel } = await import('@clack/prompts');
  const answer = await confirm({ message: 'Edit it again?', initialValue: true });
  return !isCancel(answer) && answer;
}
