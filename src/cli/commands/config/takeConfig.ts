import path from 'node:path';
import type { Command } from 'commander';
import { MemoryBridgeError } from '../../../core/errors.ts';
import { type CliContext, globalOptionsOf } from '../../cliContext.ts';
import { addForce } from '../../confirm.ts';
import { exampleText } from '../../exampleText.ts';
import {
  comparePeerSettings,
  findPeerSettings,
  showPeerSettings,
  takePeerSettings,
} from './offerPeerSettings.ts';

interface TakeOptions {
  readonly print?: boolean;
  readonly force?: boolean;
  readonly yes?: boolean;
}

/** Settings of other memories: shown with what each becomes, and taken over when somebody says so. */
export function addTakeConfig(config: Command, { io }: CliContext): void {
  const take = config
    .command('take')
    .summary('take settings over from another memory')
    .description(
      'Show what each setting of another memory becomes here, or why it becomes nothing, and take them over after a question. ' +
        'Without a file it looks where opencode-semantic-memory, @opencode-manager/memory and opencode-mem0-selfhost keep theirs.',
    )
    .argument('[file]', 'config.toml, memory-config.jsonc or settings.json of another memory')
    .option('--print', 'show the change and make none')
    .addHelpText(
      'after',
      exampleText([
        'memory-bridge config take',
        'memory-bridge config take ~/.config/opencode-memory/config.toml --print',
      ]),
    );
  addForce(take).action(async (named: string | undefined, options: TakeOptions, command: Command) => {
    const globals = globalOptionsOf(command, io);
    const run = { io, globals };
    const file = named === undefined ? undefined : path.resolve(io.cwd, named);
    const found = await findPeerSettings(run, file === undefined ? {} : { file });
    if (file !== undefined && found.length === 0)
      throw new MemoryBridgeError('invalid_input', `No settings of another memory are in this file: ${file}`);
    if (globals.json && !options.print && !options.force && !options.yes && found.length > 0)
      throw new MemoryBridgeError(
        'invalid_input',
        'With --json, say --print to look or --force to take them over.',
      );
    const compared = await comparePeerSettings(run, found);
    const isTaken = options.print !== true && !(globals.json && compared.length > 1);
    if (globals.json) {
      const changes = isTaken ? await takePeerSettings(run, compared, options) : false;
      return io.print(JSON.stringify({ found: compared, changed: changes }, undefined, 2));
    }
    if (found.length === 0) return io.print('No settings of another memory were found here.');
    for (const each of compared) showPeerSettings(run, each);
    if (compared.length > 1 && isTaken)
      return io.note('Name the file whose settings are to be taken over: memory-bridge config take <file>');
    if (isTaken) await takePeerSettings(run, compared, options);
  });
}
