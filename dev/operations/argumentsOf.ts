import type { CliUse } from '../../src/protocol/cliUse.ts';
import type { OperationDefinition } from '../../src/protocol/operation.ts';

/** The words of a command that says an input; undefined when a field of it cannot be said so. */
export function argumentsOf(
  { cli }: Pick<OperationDefinition, 'cli'>,
  input: Readonly<Record<string, unknown>>,
): string[] | undefined {
  if (!cli) return undefined;
  const options: string[] = [];
  const words: string[][] = [];
  for (const [field, value] of Object.entries(input)) {
    const at = [cli.argument, cli.second].findIndex((each) => each?.field === field);
    if (at >= 0) {
      words[at] = [value].flat().map(String);
      continue;
    }
    const said = optionOf(cli, field, value);
    if (said === undefined) return undefined;
    options.push(...said);
  }
  const force = cli.asks === undefined ? [] : ['--force'];
  return [
    ...cli.command.split(' '),
    ...options,
    ...force,
    ...(words.length > 0 ? ['--', ...words.flat()] : []),
  ];
}

function optionOf({ options = [] }: CliUse, field: string, value: unknown): string[] | undefined {
  const option = options.find((each) => each.field === field);
  const flag = option?.flags.match(/--[a-z-]+/)?.[0];
  if (!option || flag === undefined) return undefined;
  if (!option.flags.includes('<')) return value === (option.value ?? true) ? [flag] : [];
  return [value].flat().flatMap((each) => [flag, String(each)]);
}
