import type { CliOption } from '../protocol/cliUse.ts';
import { UsageError } from './usageError.ts';

/** Makes of a typed text what goes into the field; `previous` is what the same option said before. */
type OptionParser = (text: string, previous?: unknown) => unknown;

/** How the value of an option is read. Undefined where it is taken as it stands. */
export function optionParser(
  name: string,
  { choices, most, least, repeated }: Pick<CliOption, 'choices' | 'most' | 'least' | 'repeated'>,
): OptionParser | undefined {
  const parse = choices
    ? parseChoice(name, choices)
    : most === undefined
      ? undefined
      : parseCount(name, most, least);
  if (!repeated) return parse;
  return (text, previous) => [
    ...(Array.isArray(previous) ? previous : []),
    parse === undefined ? text : parse(text),
  ];
}

/** A whole number from 1 on, unless another is said to be the least. */
export function parseCount(name: string, most: number, least = 1): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (!Number.isInteger(count) || count < least || count > most)
      throw new UsageError(`${name} takes a number from ${least} to ${most}, not "${text}".`);
    return count;
  };
}

/** One of a few words; the error lists them. */
function parseChoice(name: string, choices: readonly string[]): (text: string) => string {
  return (text) => {
    if (!choices.includes(text))
      throw new UsageError(`${name} is one of ${choices.join(', ')}, not "${text}".`);
    return text;
  };
}
