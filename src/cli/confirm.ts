import { type Command, Option } from 'commander';
import type { GlobalOptions } from './cliContext.ts';
import type { CliIo } from './cliIo.ts';
import { UsageError } from './usageError.ts';

/** What a command was called with, by the names of its options. */
type Said = Readonly<{ force?: unknown; yes?: unknown }>;

/** Asks at a terminal, no being the answer of who just presses Enter. Elsewhere only `--force` agrees. */
export async function confirmed(
  question: string,
  options: Said,
  { json }: Pick<GlobalOptions, 'json'>,
  io: CliIo,
  { refusal = noTerminal, initial = false }: { readonly refusal?: string; readonly initial?: boolean } = {},
): Promise<boolean> {
  if (isForced(options)) return true;
  if (!io.isInteractive || json) throw new UsageError(refusal);
  const { confirm, isCancel } = await import('@clack/prompts');
  const answer = await confirm({ message: question, initialValue: initial });
  return !isCancel(answer) && answer;
}

const noTerminal =
  'Nothing was changed: there is no terminal to ask for confirmation. Add --force to confirm.';

/** `--force`, or what is understood as it. */
export const isForced = ({ force, yes }: Said): boolean => force === true || yes === true;

/** The option that answers what is asked. `-y` and `--yes` are understood, and stand in no help. */
export function addForce(command: Command, help = 'do not ask'): Command {
  return command.option('--force', help).addOption(new Option('-y, --yes', help).hideHelp());
}
