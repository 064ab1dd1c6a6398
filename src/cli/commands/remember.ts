import type { Command } from 'commander';
import { categories, scopes } from '../../core/memory/memory.ts';
import { shortId } from '../../core/shortId.ts';
import { type CliContext, collect, globalOptionsOf, parseChoice } from '../cliContext.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { UsageError } from '../usageError.ts';
import { withMemory } from '../withMemory.ts';

interface RememberOptions {
  readonly category?: (typeof categories)[number];
  readonly title?: string;
  readonly what?: string;
  readonly why?: string;
  readonly learned?: string;
  readonly tag?: string[];
  readonly entity?: string[];
  readonly scope?: (typeof scopes)[number];
  readonly supersedes?: string;
}

export function addRememberCommand(program: Command, context: CliContext): void {
  program
    .command('remember')
    .summary('remember something')
    .description(
      'Remember a decision, a blocker, a procedure, or anything else that later work needs to know.',
    )
    .argument('[content]', 'what to remember; "-" or nothing reads standard input')
    .option(
      '-c, --category <category>',
      `one of ${categories.join(', ')}`,
      parseChoice('--category', categories),
    )
    .option('--title <text>', 'short title (default: taken from the content)')
    .option('--what <text>', 'what was done')
    .option('--why <text>', 'the reason')
    .option('--learned <text>', 'what was learned from it')
    .option('-t, --tag <tag>', 'tag; may be repeated', collect)
    .option(
      '-e, --entity <reference>',
      'what it is about: !12, #34, &5, a URL, a sha; may be repeated',
      collect,
    )
    .option('--scope <scope>', `one of ${scopes.join(', ')}`, parseChoice('--scope', scopes))
    .option('--supersedes <id>', 'id of the memory that this one replaces')
    .addHelpText(
      'after',
      `
Examples:
  $ memory-bridge remember "Use SQLite in WASM" -c decision --why "no native modules in the package"
  $ git log -1 --format=%B | memory-bridge remember - -c context --entity '!12'`,
    )
    .action((argument: string | undefined, options: RememberOptions, command: Command) =>
      remember(argument, options, command, context),
    );
}

async function remember(
  argument: string | undefined,
  options: RememberOptions,
  command: Command,
  context: CliContext,
): Promise<void> {
  const { io } = context;
  const globals = globalOptionsOf(command, io);
  const { category } = options;
  if (!category)
    throw new UsageError(`Say what kind of memory it is: --category with one of ${categories.join(', ')}.`);
  const content = await readContent(argument, context);
  const { rememberOperation } = await import('../../protocol/operations/memories/remember.ts');
  const { result } = await withMemory(
    globals,
    io,
    (client) =>
      client.call(
        rememberOperation,
        {
          content,
          category,
          ...pick(options, ['title', 'what', 'why', 'learned', 'scope', 'supersedes']),
          ...(options.tag ? { tags: options.tag } : {}),
          ...(options.entity ? { entities: options.entity } : {}),
        },
        { project: globals.project },
      ),
    { mayBegin: true },
  );
  if (globals.json) return io.print(JSON.stringify(result, undefined, 2));
  const { memory, created, changeId, redacted } = result;
  const where = memory.scope === 'global' ? 'for all projects' : `in ${memory.project ?? 'no project'}`;
  io.print(`${saidOf(memory, created)} ${io.paint.cyan(memory.shortId)}  ${oneLine(memory.title)}`);
  io.note(io.paint.dim(`${memory.category} ${where}. Undo it: memory-bridge undo ${shortId(changeId)}`));
  if (redacted.length > 0) io.note(io.paint.yellow(`Replaced before writing: ${redacted.join(', ')}.`));
}

/** Without a terminal an agent may be calling, and what would bind everybody waits for a person. */
function saidOf({ status }: { status: string }, created: boolean): string {
  if (status === 'candidate') return created ? 'Waiting in the Inbox:' : 'Already waiting in the Inbox:';
  return created ? 'Remembered' : 'Already known as';
}

async function readContent(argument: string | undefined, { io }: CliContext): Promise<string> {
  if (argument !== undefined && argument !== '-') return argument;
  if (argument === undefined && io.stdinIsTerminal)
    throw new UsageError('Say what to remember: memory-bridge remember "text" --category decision.');
  const text = (await io.readStdin()).replace(/\s+$/, '');
  if (text === '') throw new UsageError('Standard input was empty, so there is nothing to remember.');
  return text;
}

/** The given properties that are there: with `exactOptionalPropertyTypes` an undefined one is not the same as none. */
export function pick<T extends object, K extends keyof T>(
  object: T,
  keys: readonly K[],
): { [P in K]?: Exclude<T[P], undefined> } {
  return Object.fromEntries(
    keys.filter((key) => object[key] !== undefined).map((key) => [key, object[key]]),
  ) as { [P in K]?: Exclude<T[P], undefined> };
}
