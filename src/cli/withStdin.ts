import type { InputOf } from '../protocol/operation.ts';
import type { CommandRun } from './commandOf.ts';
import type { CliDefinition } from './describeCommand.ts';
import { typedText } from './typedText.ts';
import { UsageError } from './usageError.ts';

const isText = (syntax: string): boolean =>
  /[<[](?:content|query|summary|text|value|words|work)\b/.test(syntax);

/** The fields of a command that are texts, by what they are called: its argument, and values of its options. */
export function textFields({ cli: { argument, options = [] } }: CliDefinition): string[] {
  const named = options.filter(({ flags, repeated }) => !repeated && isText(flags));
  return [
    ...(argument && (argument.joined || isText(argument.syntax)) ? [argument.field] : []),
    ...named.flatMap(({ field }) => field ?? []),
  ];
}

/** The same run with the text of standard input in place of "-". There is one standard input, so one field may have it. */
export async function withStdin<D extends CliDefinition>(
  run: CommandRun<D>,
  definition: D,
): Promise<CommandRun<D>> {
  const input: Record<string, unknown> = { ...run.input };
  const meant = textFields(definition).filter((field) => input[field] === '-');
  const [field] = meant;
  if (field === undefined) return run;
  if (meant.length > 1) throw new UsageError('Standard input is one text: write "-" once.');
  input[field] = await typedText('-', run.context.io, { verb: definition.cli.command.replace(/^.* /, '') });
  return { ...run, input: input as InputOf<D> };
}
