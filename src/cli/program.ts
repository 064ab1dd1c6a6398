import { Command, type OutputConfiguration } from 'commander';
import { version } from '../core/product.ts';
import type { CliContext } from './cliContext.ts';
import { addChangeCommands } from './commands/change.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addModelCommands } from './commands/model.ts';
import { addEditCommand } from './commands/edit.ts';
import { addInboxCommands } from './commands/inbox.ts';
import { addJobCommands } from './commands/jobs.ts';
import { addPurgeCommand } from './commands/purge.ts';
import { addReadCommands } from './commands/read.ts';
import { addReindexCommand } from './commands/reindex.ts';
import { addRememberCommand } from './commands/remember.ts';
import { addServerCommands } from './commands/server.ts';
import { addSetupCommand } from './commands/setupOpenCode.ts';
import { addTokenCommands } from './commands/token.ts';

/**
 * What commander says of a wrong call, as the rest of this command line says it. A text that begins with "-" looks like an
 * option; whoever typed it cannot know what to do about that.
 */
export function complaint(text: string, command = 'recall'): string {
  const said = text.replace(/^error: /, 'memory-bridge: ');
  const [, option = ''] = /unknown option '(-[^']*)'/.exec(said) ?? [];
  const isText = /\s/.test(option) || /^-[^a-z-]/i.test(option) || /^-\w{2,}/.test(option);
  return isText
    ? `${said.trimEnd()}\nText that begins with "-" goes at the end, after "--", as in: memory-bridge ${command} -- "${option}"\n`
    : said.replace(
        /(too many arguments for 'remember'[^\n]*)/,
        '$1 Put the text in quotes: memory-bridge remember "…"',
      );
}

/** The command that is called, of those that take a text. */
export const commandIn = (args: readonly string[]): string | undefined =>
  args.find((arg) => ['remember', 'recall', 'edit'].includes(arg));

/** The whole command line. Modules that do the work are loaded by the command that needs them. */
export function createProgram(context: CliContext, json: boolean, args: readonly string[] = []): Command {
  const { io } = context;
  const output: OutputConfiguration = {
    writeOut: (text) => io.print(text),
    writeErr: (text) => io.note(text),
    // Programs get one line of JSON instead, from `reportError`.
    outputError: (text, write) => (json ? undefined : write(complaint(text, commandIn(args)))),
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  };
  const program = new Command('memory-bridge')
    .description('One memory for VS Code and OpenCode, on this computer.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .option('--json', 'print the result as JSON; errors go to standard error as {"error":{"code","message"}}')
    .option('--home <dir>', "data directory (default: MEMORY_BRIDGE_HOME, or the platform's data folder)")
    .option('--port <n>', 'port for this data directory; can only be chosen at the first start')
    .option(
      '--project <p>',
      'project: a folder, an id or an alias (default: MEMORY_BRIDGE_PROJECT, or the current directory)',
    )
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput(output)
    .addHelpText(
      'after',
      `
Examples:
  $ memory-bridge remember "Deploy with make ship" --category procedure
  $ memory-bridge recall how do we deploy
  $ memory-bridge setup opencode
  $ memory-bridge doctor

Exit codes: 0 done, 1 failed, 2 wrong usage.`,
    );
  addRememberCommand(program, context);
  addReadCommands(program, context);
  addEditCommand(program, context);
  addChangeCommands(program, context);
  addInboxCommands(program, context);
  addPurgeCommand(program, context);
  addServerCommands(program, context);
  addModelCommands(program, context);
  addReindexCommand(program, context);
  addJobCommands(program, context);
  addDoctorCommand(program, context);
  addSetupCommand(program, context);
  addTokenCommands(program, context);
  return program;
}
