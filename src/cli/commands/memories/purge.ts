import type { MemoryClient } from '../../../client/memoryClient.ts';
import { MemoryBridgeError } from '../../../core/errors.ts';
import { oneLine } from '../../../core/text/oneLine.ts';
import type { OutputOf } from '../../../protocol/operation.ts';
import { purgeOperation } from '../../../protocol/operations/memories/purge.ts';
import type { CliIo } from '../../cliIo.ts';
import { type CommandRun, commandOf } from '../../commandOf.ts';
import { confirmed } from '../../confirm.ts';
import { exitCodes } from '../../exitCodes.ts';

type Verb = typeof purgeOperation;
type Purged = OutputOf<Verb>;

export const addPurge = commandOf(purgeOperation, showPurged, { work: purge });

/** Shows what would go, asks, and only then lets it go. */
async function purge(client: MemoryClient, run: CommandRun<Verb>): Promise<Purged | undefined> {
  const { input, options, globals, context } = run;
  const { io } = context;
  const history = input.history_only ?? false;
  const { result: preview } = await client.call(purgeOperation, { ...input, preview: true });
  refuseMissing(preview.missing);
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
  return { ...purged, memories: preview.memories, missing: [], purged: true };
}

function showPurged({ memories }: Purged, io: CliIo, { input }: CommandRun<Verb>): void {
  const what = memories.length === 1 ? '1 memory' : `${memories.length} memories`;
  io.print(input.history_only ? `Removed the earlier versions of ${what}.` : `Purged ${what}.`);
}

/** All or nothing: with one id mistyped, the others may be mistaken too. */
function refuseMissing(missing: readonly string[]): void {
  if (missing.length > 0)
    throw new MemoryBridgeError(
      'not_found',
      `There is no memory ${missing.join(', ')}, and no backup has one. Nothing was purged.`,
    );
}

function describe({ memories, backups, exports }: Purged, history: boolean, { paint }: CliIo): string {
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
