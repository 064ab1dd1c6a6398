import { CommanderError } from 'commander';
import type { CliContext } from './cliContext.ts';
import { processIo } from './cliIo.ts';
import { commandIn, complaint } from './complaint.ts';
import { exitCodes, reportError } from './exitCodes.ts';
import { createProgram } from './program.ts';
import { UsageError } from './usageError.ts';

const oldestNode = 20;

/** Milliseconds for handles that nobody closed; everything that matters has ended before. */
const patience = 1_000;

async function main(): Promise<void> {
  const context: CliContext = { io: processIo(), exitCode: exitCodes.done };
  const args = wholeHelp(process.argv.slice(2));
  const json = args.includes('--json');
  if (Number.parseInt(process.versions.node, 10) < oldestNode) {
    context.io.note(
      `memory-bridge: node ${process.versions.node} is too old. Install Node.js ${oldestNode} or newer.`,
    );
    process.exitCode = exitCodes.failed;
    return;
  }
  try {
    await createProgram(context, json, args).parseAsync(args, { from: 'user' });
    process.exitCode = context.exitCode;
  } catch (error) {
    process.exitCode = exitCodeOf(error, context, args);
  }
  setTimeout(() => process.exit(), patience).unref();
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

void main();
