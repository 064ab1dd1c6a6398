import type { CliIo } from './cliIo.ts';
import { UsageError } from './usageError.ts';

export interface WantedText {
  /** Said where nothing was typed, at a terminal at which nobody is waited for. */
  readonly missing?: string;
  /** What would be done with it. Without it, standard input may be empty. */
  readonly verb?: string;
}

/**
 * A text as it was typed. "-" stands for standard input, and so does no text at all where that is no terminal. The
 * line ends behind it are no part of it.
 */
export async function typedText(
  typed: string | undefined,
  { readStdin, stdinIsTerminal }: Pick<CliIo, 'readStdin' | 'stdinIsTerminal'>,
  { missing, verb }: WantedText = {},
): Promise<string> {
  if (typed !== undefined && typed !== '-') return typed;
  if (missing !== undefined && typed === undefined && stdinIsTerminal) throw new UsageError(missing);
  const text = (await readStdin()).replace(/\s+$/, '');
  if (text === '' && verb !== undefined)
    throw new UsageError(`Standard input was empty, so there is nothing to ${verb}.`);
  return text;
}
