import type { GlobalOptions } from './cliContext.ts';
import type { CliIo } from './cliIo.ts';
import { UsageError } from './usageError.ts';

/** Asks at a terminal, no being the answer of who just presses Enter. Elsewhere only `--force` agrees. */
export async function confirmed(
  question: string,
  { force = false, yes = false }: { readonly force?: boolean; readonly yes?: boolean },
  { json }: Pick<GlobalOptions, 'json'>,
  io: CliIo,
): Promise<boolean> {
  if (force || yes) return true;
  if (!io.isInteractive || json)
    throw new UsageError(
      'Nothing was changed: there is no terminal to ask for confirmation. Add --force to confirm.',
    );
  const { confirm, isCancel } = await import('@clack/prompts');
  const answer = await confirm({ message: question, initialValue: false });
  return !isCancel(answer) && answer;
}

/** `--force`, or `--yes` as it was called at first. */
export const isForced = (options: Readonly<Record<string, unknown>>): boolean =>
  options['force'] === true || options['yes'] === true;
