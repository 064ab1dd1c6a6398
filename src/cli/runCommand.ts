import { CommanderError } from 'commander';
import type { CliContext } from './cliContext.ts';
import type { CliIo } from './cliIo.ts';
import { commandIn, complaint } from './complaint.ts';
import { exitCodes, reportError } from './exitCodes.ts';
import { createProgram } from './program.ts';
import { UsageError } from './usageError.ts';

/** Runs one command line to its end, tells a failure, and answers the exit code. */
export async function runCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const context: CliContext = { io, exitCode: exitCodes.done };
  const args = wholeHelp(argv);
  try {
    await createProgram(context, args.includes('--json'), args).parseAsync(args, { from: 'user' });
    return context.exitCode;
  } catch (error) {
    return exitCodeOf(error, context, args);
  }
}

/** `help inbox accept` is about `accept`; commander reads one word. */
function wholeHelp(args: readonly string[]): readonly string[] {
  const [first, ...words] = args;
  return first === 'help' && words.length > 1 ? [...words, '--help'] : args;
}

function exitCodeOf(error: unknown, { io }: CliContext, args: readonly string[]): number {
  const json = args.includes('--json');
  // Help and version are printed already, and so are complaints about options, except for programs.
  if (!(error instanceof CommanderError)) return reportError(error, io, json);
  if (error.exitCode === 0) return exitCodes.done;
  if (json)
    reportError(
      new UsageError(
        complaint(error.message, commandIn(args))
          .replace(/^memory-bridge: /, '')
          .trimEnd(),
      ),
      io,
      json,
    );
  return exitCodes.usage;
}
