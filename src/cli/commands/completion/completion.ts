import { Argument, type Command } from 'commander';
import { oneLine } from '../../../core/text/oneLine.ts';
import { type CliContext, globalOptionsOf } from '../../cliContext.ts';
import type { Completions } from '../../completion/completions.ts';
import { completionScripts } from '../../completion/completionScripts.ts';
import { exampleText } from '../../exampleText.ts';
import { UsageError } from '../../usageError.ts';

const shells = Object.keys(completionScripts);

export function addCompletion(program: Command, { io }: CliContext): void {
  program
    .command('completion')
    .summary('print a script with which a shell completes commands')
    .description(
      'Print a script with which a shell completes commands, options, their values, and ids of memories, jobs and ' +
        'projects as far as a memory server runs.',
    )
    .addArgument(shellArgument())
    .addHelpText('after', exampleText(Object.values(completionScripts).map(({ install }) => install)))
    .action((shell: string, _options: object, command: Command) => {
      const known = completionScripts[shell];
      if (!known) throw new UsageError(`The shell is one of ${shells.join(', ')}, not "${shell}".`);
      const { json } = globalOptionsOf(command, io);
      io.print(json ? JSON.stringify({ shell, ...known }, undefined, 2) : known.script);
    });
  addComplete(program, { io });
}

/** Commander would refuse another one in words of its own. */
function shellArgument(): Argument {
  const argument = new Argument('<shell>', 'your shell');
  argument.argChoices = shells;
  return argument;
}

/** What the scripts ask: a line a word, and at the end what kind of file may come next, if any. */
function addComplete(program: Command, { io }: Pick<CliContext, 'io'>): void {
  program
    .command('__complete', { hidden: true })
    .summary('answer the scripts of "completion"')
    .option('--next', 'complete a new word after the last one')
    .argument('[words...]')
    .action(async (words: string[], { next }: { next?: boolean }, command: Command) => {
      const { completionsOf } = await import('../../completion/completions.ts');
      const asked = completionsOf(program, next === true ? [...words, ''] : words);
      const found = [...asked.found, ...(await lookUpFor(asked, command))];
      for (const { value, help } of found) io.print(help === '' ? value : `${value}\t${oneLine(help)}`);
      if (asked.kind === 'files' || asked.kind === 'folders') io.print(`:${asked.kind}`);
    });

  async function lookUpFor(asked: Completions, command: Command) {
    if (asked.kind === undefined) return [];
    try {
      const { lookUp } = await import('../../completion/lookUp.ts');
      // Those of the line that is being typed: another data folder, another project.
      for (const [name, value] of Object.entries(asked.options))
        if (name === 'home' || name === 'project') command.parent?.setOptionValue(name, value);
      return await lookUp(asked, globalOptionsOf(command, io), io);
    } catch {
      // A complaint in the middle of a line that is being typed helps nobody.
      return [];
    }
  }
}
