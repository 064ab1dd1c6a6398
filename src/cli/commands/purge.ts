import type { Command } from 'commander';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { OutputOf } from '../../protocol/operation.ts';
import type { purgeOperation } from '../../protocol/operations/memories/purge.ts';
import { type CliContext, globalOptionsOf } from '../cliContext.ts';
import type { CliIo } from '../cliIo.ts';
import { confirmed } from '../confirm.ts';
import { exitCodes } from '../exitCodes.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { withMemory } from '../withMemory.ts';

type Purged = OutputOf<typeof purgeOperation>;

interface PurgeOptions {
  readonly yes?: boolean;
  readonly history?: boolean;
}

export function addPurgeCommand(program: Command, context: CliContext): void {
  const { io } = context;
  program
    .command('purge')
    .summary('remove memories for good, from backups too')
    .description(
      'Remove memories for good: text, history, search index and vectors, in the database and in every backup. ' +
        'Deleted memories can be purged too. This cannot be undone.',
    )
    .argument('<ids...>', 'short or long ids')
    .option('--history', 'only remove earlier versions; the memories stay as they are now')
    .option('-y, --yes', 'do not ask')
    .addHelpText(
      'after',
      '\nExamples:\n  $ memory-bridge purge 4f0c9a1b2d\n  $ memory-bridge purge --history 4f0c9a1b2d   # after a secret was edited out',
    )
    .action(async (ids: string[], options: PurgeOptions, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { purgeOperation } = await import('../../protocol/operations/memories/purge.ts');
      const history = options.history ?? false;
      const result = await withMemory(globals, io, async (client) => {
        const ask = { ids, history_only: history };
        const { result: preview } = await client.call(purgeOperation, { ...ask, preview: true });
        refuseMissing(preview.missing);
        if (!globals.json) io.print(describe(preview, history, io));
        const question = history ? 'Remove the earlier versions for good?' : 'Remove this for good?';
        if (!(await confirmed(question, options, globals, io))) return undefined;
        const known = preview.memories.map(({ id }) => id);
        const { result: purged } = await client.call(purgeOperation, { ...ask, ids: known });
        // One that was sent again after a broken connection finds nothing any more.
        return { ...purged, memories: preview.memories, missing: [], purged: true };
      });
      if (!result) {
        context.exitCode = exitCodes.failed;
        return io.note('Nothing was purged.');
      }
      if (globals.json) return io.print(JSON.stringify(result, undefined, 2));
      const count = result.memories.length;
      const what = count === 1 ? '1 memory' : `${count} memories`;
      io.print(history ? `Removed the earlier versions of ${what}.` : `Purged ${what}.`);
    });
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
