import { type Command, Option } from 'commander';
import type { CliArgument, CliOption, CliUse } from '../protocol/cliUse.ts';
import type { OperationDefinition } from '../protocol/operation.ts';
import { parentOf } from './commandGroups.ts';
import { addForce } from './confirm.ts';
import { exampleText } from './exampleText.ts';
import { optionParser } from './optionParser.ts';

/** A verb that is a command. */
export type CliDefinition = OperationDefinition & { readonly cli: CliUse };

/** The command that a definition describes, in its place in the program, without what it does. */
export function describeCommand(program: Command, cli: CliUse): Command {
  const { command: words, alias, summary, description, options, examples, asks } = cli;
  const command = parentOf(program, words).command(lastOf(words)).summary(summary);
  if (alias !== undefined) command.alias(alias);
  if (description !== undefined) command.description(description);
  for (const { syntax, help } of argumentsOf(cli)) command.argument(syntax, help);
  for (const option of options ?? [])
    if (option.flags === '--force') addForce(command, option.help);
    else command.addOption(optionOf(option));
  if (asks !== undefined) addForce(command);
  return examples ? command.addHelpText('after', exampleText(examples)) : command;
}

/** The input that was typed. What was not typed is not in it: the defaults are the server's. */
export function inputOf(cli: CliUse, command: Command): Record<string, unknown> {
  const typed: Record<string, unknown> = {};
  for (const [at, { field, joined }] of argumentsOf(cli).entries()) {
    const given: unknown = command.processedArgs[at];
    if (given === undefined) continue;
    if (!joined || !Array.isArray(given)) typed[field] = given;
    // No words are no text, which is something else than an empty one.
    else if (given.length > 0) typed[field] = given.join(' ');
  }
  for (const { flags, field, value } of cli.options ?? []) {
    const said: unknown = command.getOptionValue(new Option(flags).attributeName());
    if (field !== undefined && said !== undefined) typed[field] = value ?? said;
  }
  return typed;
}

const argumentsOf = ({ argument, second }: CliUse): CliArgument[] =>
  [argument, second].filter((each) => each !== undefined);

const lastOf = (words: string): string => words.slice(words.lastIndexOf(' ') + 1);

const choicesOfOptions = new WeakMap<Option, readonly string[]>();

/** The words that an option may have as its value, where they are few. Commander would put them into the help once more. */
export const choicesOf = (option: Option): readonly string[] | undefined => choicesOfOptions.get(option);

function optionOf(said: CliOption): Option {
  const { flags, choices, help = choices ? `one of ${choices.join(', ')}` : '' } = said;
  const option = new Option(flags, help);
  if (choices) choicesOfOptions.set(option, choices);
  const parse = optionParser(option.long ?? flags, said);
  return parse === undefined ? option : option.argParser(parse);
}
