import type { MemoryClient } from '../../../client/memoryClient.ts';
import { MemoryBridgeError } from '../../../core/errors.ts';
import { oneLine } from '../../../core/text/oneLine.ts';
import type { InputOf, OutputOf } from '../../../protocol/operation.ts';
import { purgeOperation } from '../../../protocol/operations/memories/purge.ts';
import type { CliIo } from '../../cliIo.ts';
import { type CommandRun, commandOf } from '../../commandOf.ts';
import { confirmed } from '../../confirm.ts';
import { UsageError } from '../../usageError.ts';
import { exitCodes } from '../../exitCodes.ts';

type Verb = typeof purgeOperation;
type Purged = OutputOf<Verb>;

export const addPurge = commandOf(purgeOperation, showPurged, { work: purge });

/** Shows what would go, asks, and only then lets it go. */
async function purge(client: MemoryClient, run: CommandRun<Verb>): Promise<Purged | undefined> {
  const { input, options, globals, context } = run;
  const { io } = context;
  const history = input.history_only ?? false;
  if ((input.ids ?? []).length + (input.session_ids ?? []).length === 0)
    throw new UsageError('Say what to purge: memory-bridge purge <id>…, or --session <id>.');
  const { result: preview } = await client.call(purgeOperation, { ...input, preview: true });
  refuseMissing(preview.missing, input);
  if (!globals.json) io.print(describe(preview, history, io));
  const question = history ? 'Remove the earlier versions for good?' : 'Remove this for good?';
  if (!(await confirmed(question, options, globals, io))) {
    context.exitCode = exitCodes.failed;
    io.note('Nothing was purged.');
    return undefined;
  }
  const known = preview.memories.map(({ id }) => id);
  const { result: purged } = await client.call(purgeOperation, { ...input, ids: known });
  // One that was sent again after a broken connection finds nothing any more.
  return { ...purged, memories: preview.memories, sessions: preview.sessions, missing: [], purged: true };
}

function showPurged({ memories, sessions }: Purged, io: CliIo, { input }: CommandRun<Verb>): void {
  const counts = [
    ...(memories.length === 0 ? [] : [memories.length === 1 ? '1 memory' : `${memories.length} memories`]),
    ...(sessions.length === 0 ? [] : [sessions.length === 1 ? '1 session' : `${sessions.length} sessions`]),
  ];
  const what = counts.join(' and ');
  io.print(input.history_only ? `Removed the earlier versions of ${what}.` : `Purged ${what}.`);
}

/** All or nothing: with one id mistyped, the others may be mistaken too. */
function refuseMissing(missing: readonly string[], { session_ids: sessions = [] }: InputOf<Verb>): void {
  if (missing.length > 0)
    throw new MemoryBridgeError(
      'not_found',
      `There is no memory${sessions.length === 0 ? '' : ' or session'} ${missing.join(', ')}, and no backup has one. Nothing was purged.`,
    );
}

function describe(
  { memories, sessions, backups, exports }: Purged,
  history: boolean,
  { paint }: CliIo,
): string {
  const lines = memories.flatMap(({ shortId, title, category, project, deleted, historyEntries }) => {
    const entries = `${historyEntries} history ${historyEntries === 1 ? 'entry' : 'entries'}`;
    const facts = [
      ...(category === null ? ['only in backups'] : [category, project ?? 'all projects']),
      ...(deleted ? ['deleted'] : []),
      ...(category === null
        ? []
        : [history ? `${historyEntries} earlier version${historyEntries === 1 ? '' : 's'}` : entries]),
    ];
    return [
      `  ${paint.cyan(shortId)}  ${paint.bold(oneLine(title))}`,
      `              ${paint.dim(facts.join(', '))}`,
    ];
  });
  for (const { id, agent, title, project } of sessions)
    lines.push(
      `  ${paint.cyan(oneLine(`session ${id}`))}  ${paint.bold(oneLine(title ?? ''))}`,
      `              ${paint.dim(oneLine(agent === null && title === null ? 'known by its id alone' : `${agent ?? 'someone'}, ${project ?? 'no project'}`))}`,
    );
  const rewritten = backups.filter(({ action }) => action === 'rewrite').map(({ name }) => `  ${name}`);
  const removed = backups.filter(({ action }) => action === 'remove').map(({ name }) => `  ${name}`);
  const section = (heading: string, entries: readonly string[]) =>
    entries.length === 0 ? [] : ['', heading, ...entries];
  return [
    history ? 'Removes the earlier versions of:' : 'Removes for good:',
    ...lines,
    ...section('Backups that contain it and will be rewritten without it:', rewritten),
    ...section(paint.yellow('Backups that cannot be read and will be deleted:'), removed),
    ...section(
      paint.yellow('Exports that contain it. They are left unchanged; delete them yourself:'),
      exports.map((name) => `  exports/${name}`),
    ),
  ].join('\n');
}
