import type { Command } from 'commander';
import type { CallOptions, MemoryClient, Reply } from '../client/memoryClient.ts';
import type { InputOf, OutputOf } from '../protocol/operation.ts';
import { lendKeyOperation } from '../protocol/operations/embedding/lendKey.ts';
import { answerForPeople } from './answerForPeople.ts';
import { type CliContext, type GlobalOptions, globalOptionsOf } from './cliContext.ts';
import type { CliIo } from './cliIo.ts';
import { type CliDefinition, describeCommand, inputOf } from './describeCommand.ts';
import { confirmed, isForced } from './confirm.ts';
import { exitCodes } from './exitCodes.ts';
import { withStdin } from './withStdin.ts';
import { withMemory } from './withMemory.ts';
import { withNotes } from './withNotes.ts';

/** Adds a command to the program. */
export type AddCommand<T = void> = (program: Command, context: CliContext) => T;

/** One run of a command, as it was typed. */
export interface CommandRun<D extends CliDefinition> {
  readonly context: CliContext;
  readonly globals: GlobalOptions;
  /** Those of the command by their names, also such as are no field of the input. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly input: InputOf<D>;
  /** What goes with the call besides its input. */
  readonly callOptions: CallOptions;
}

/** Shows a result to a person. */
export type Show<D extends CliDefinition, R> = (result: R, io: CliIo, run: CommandRun<D>) => void;

/** What a command does otherwise than to call its verb once. */
export interface CommandWork<D extends CliDefinition, R> {
  /** Makes the input whole before anybody is asked. Undefined: there is nothing to do, and the person knows. */
  readonly complete?: (run: CommandRun<D>) => Promise<InputOf<D> | undefined>;
  /** What is done with the memory. Undefined: it was not done, and the person knows. */
  readonly work?: (client: MemoryClient, run: CommandRun<D>) => Promise<R | undefined>;
  /** What programs get, where it is not the result. */
  readonly json?: (result: R) => unknown;
  /** A result that is printed, and a failure all the same. */
  readonly isFailure?: (result: R) => boolean;
  /** It may be the first that is said of a memory. */
  readonly mayBegin?: true;
}

/**
 * The command of a verb. What may be typed is said by its definition; what it says to a person, by `show`. With `--json`
 * the result is printed as it came.
 */
export function commandOf<D extends CliDefinition>(
  definition: D,
  show: Show<D, OutputOf<D>>,
  work?: CommandWork<D, OutputOf<D>>,
): AddCommand<Command>;
export function commandOf<D extends CliDefinition, R>(
  definition: D,
  show: Show<D, R>,
  work: CommandWork<D, R> & Required<Pick<CommandWork<D, R>, 'work'>>,
): AddCommand<Command>;
export function commandOf<D extends CliDefinition>(
  definition: D,
  show: Show<D, unknown>,
  { complete, work, json, isFailure, mayBegin }: CommandWork<D, unknown> = {},
): AddCommand<Command> {
  return (program, context) => {
    const { io } = context;
    const command = describeCommand(program, definition.cli);
    return command.action(async () => {
      const typed = await withStdin(runOf(definition, command, context), definition);
      const input = complete ? await complete(typed) : typed.input;
      if (input === undefined) return;
      const run = { ...typed, input };
      if (!(await agreed(definition, run))) return;
      const call = async (given: MemoryClient): Promise<unknown> => {
        const client = withNotes(given, io);
        const loans = definition.borrows && (await import('../client/lendEnvironment.ts'));
        const lent = await loans?.lendEnvironment(definition.borrows, io.env, (keys) =>
          client.call(lendKeyOperation, keys),
        );
        const callOptions = { ...run.callOptions, lent };
        return work
          ? work(client, { ...run, callOptions })
          : (await client.call(definition, input, callOptions)).result;
      };
      const result = await withMemory(run.globals, io, call, { mayBegin: mayBegin ?? false });
      if (result === undefined) return;
      if (isFailure?.(result)) context.exitCode = exitCodes.failed;
      if (run.globals.json) io.print(JSON.stringify(json ? json(result) : result, undefined, 2));
      else show(result, io, run);
    });
  };
}

/** Asks about what cannot be taken back. */
async function agreed({ cli: { asks } }: CliDefinition, run: CommandRun<CliDefinition>): Promise<boolean> {
  if (asks === undefined || isForced(run.options)) return true;
  if (await confirmed(asks, {}, run.globals, run.context.io)) return true;
  run.context.exitCode = exitCodes.failed;
  run.context.io.note('Nothing was changed.');
  return false;
}

/** The command of a verb that says to people what the server says to whoever asks it for words. */
export function plainCommandOf<D extends CliDefinition>(
  definition: D,
  { isFailure, ...rest }: Pick<CommandWork<D, OutputOf<D>>, 'complete' | 'isFailure' | 'mayBegin'> = {},
): AddCommand<Command> {
  return commandOf<D, Reply<OutputOf<D>>>(
    definition,
    ({ text = '', result }, io) =>
      io.print(answerForPeople(text, result, { onScreen: io.width !== undefined })),
    {
      ...(rest as CommandWork<D, Reply<OutputOf<D>>>),
      ...(isFailure ? { isFailure: ({ result }) => isFailure(result) } : {}),
      work: (client, { input, callOptions }) =>
        client.call(definition, input, { ...callOptions, withText: true }),
      json: ({ result }) => result,
    },
  );
}

/** What was typed, once commander has read it. */
export function runOf<D extends CliDefinition>(
  definition: D,
  command: Command,
  context: CliContext,
): CommandRun<D> {
  const globals = globalOptionsOf(command, context.io);
  const { about } = definition.cli;
  const named =
    (about === 'named' || about === 'fromHere') && globals.namedProject !== undefined
      ? { project: globals.namedProject }
      : {};
  return {
    context,
    globals,
    options: command.opts(),
    input: { ...inputOf(definition.cli, command), ...named } as InputOf<D>,
    callOptions: about === undefined || about === 'fromHere' ? { project: globals.project } : {},
  };
}
