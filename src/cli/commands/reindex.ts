import type { Command } from 'commander';
import type { MemoryClient } from '../../client/memoryClient.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import { describeEmbedding } from '../../protocol/describeEmbedding.ts';
import { describeJob } from '../../protocol/describeJob.ts';
import { embedderProviders } from '../../protocol/embedderSettings.ts';
import type { EmbeddingStatus } from '../../protocol/embeddingStatus.ts';
import { type CliContext, globalOptionsOf, parseChoice } from '../cliContext.ts';
import type { CliIo } from '../cliIo.ts';
import { withMemory } from '../withMemory.ts';

interface ReindexOptions {
  readonly provider?: (typeof embedderProviders)[number];
  readonly restart?: boolean;
  readonly wait?: boolean;
}

/** A trouble that does not pass within this time is one for a person, ms. */
const patience = 30_000;

export function addReindexCommand(program: Command, { io }: CliContext): void {
  program
    .command('reindex')
    .summary('build missing search vectors, or rebuild all of them')
    .description(
      'Build the search vectors that are missing, also after a failure. With --restart, discard all of them and build ' +
        'them again; search keeps working meanwhile. Ctrl+C leaves the work to the memory server.',
    )
    .option('--restart', 'discard all of them and build them again')
    .option('--wait', 'wait until they are built, and show progress (default)')
    .option('--no-wait', 'return at once; "memory-bridge jobs" shows how far it is')
    .option(
      '--provider <provider>',
      'which vectors: built-in, or those of the chosen model (default)',
      parseChoice('--provider', embedderProviders),
    )
    .action(async (options: ReindexOptions, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { reindexOperation } = await import('../../protocol/operations/embedding/reindex.ts');
      const { isServedHere } = await import('../finishJob.ts');
      const { provider, restart = false, wait = true } = options;
      const { embedding, isHere } = await withMemory(globals, io, async (client) => {
        const { result } = await client.call(reindexOperation, {
          restart,
          ...(provider === undefined ? {} : { provider }),
        });
        return {
          embedding: wait
            ? await waitUntilMade(client, result.job, io, globals.json)
            : await statusOf(client),
          isHere: isServedHere(client),
        };
      });
      if (globals.json) return io.print(JSON.stringify(embedding, undefined, 2));
      io.print(describeEmbedding(embedding));
      if (isHere && !wait)
        io.note(
          io.paint.dim(
            'No memory server is running. This continues when one starts, or right away with --wait.',
          ),
        );
    });
}

async function statusOf(client: MemoryClient): Promise<EmbeddingStatus> {
  const { serverStatusOperation } = await import('../../protocol/operations/system/serverStatus.ts');
  return (await client.call(serverStatusOperation, {})).result.embedding;
}

async function waitUntilMade(
  client: MemoryClient,
  id: string,
  io: CliIo,
  json: boolean,
): Promise<EmbeddingStatus> {
  const { finishJob } = await import('../finishJob.ts');
  const news = progressNews(io, json);
  let troubleSince: number | undefined;
  try {
    await finishJob(client, id, io, async (job) => {
      const embedding = await statusOf(client);
      troubleSince = isTrouble(embedding) ? (troubleSince ?? performance.now()) : undefined;
      const isOver = troubleSince !== undefined && performance.now() - troubleSince > patience;
      if (embedding.missingKey !== null || isOver) throw troubleOf(embedding);
      // The built-in vectors may be made beside those of a model that is well.
      news.say(embedding, embedding.state === 'ready' ? describeJob(job) : describeEmbedding(embedding));
    });
    return await statusOf(client);
  } catch (error) {
    const embedding = await statusOf(client);
    throw isTrouble(embedding) ? troubleOf(embedding) : error;
  } finally {
    news.end();
  }
}

const isTrouble = ({ state }: EmbeddingStatus): boolean => state === 'failed' || state === 'waiting';

const troubleOf = (embedding: EmbeddingStatus): MemoryBridgeError =>
  new MemoryBridgeError('unavailable', describeEmbedding(embedding));

/** On standard error: a line that is written over, one line each tenth, or JSON. */
function progressNews(io: CliIo, json: boolean) {
  let last = '';
  return {
    say(embedding: EmbeddingStatus, text: string): void {
      const { state, message, progress, download } = embedding;
      const [done, total] = progress
        ? [progress.done, progress.total]
        : [download?.received ?? 0, download?.total ?? 0];
      const key = `${state} ${message ?? ''} ${Math.floor((done / Math.max(1, total)) * 10)}`;
      const isNews = key !== last;
      last = key;
      if (json) {
        if (isNews) io.note(JSON.stringify({ state, message, progress, download }));
      } else if (io.progress) io.progress(text);
      else if (isNews) io.note(text);
    },
    end: () => io.progress?.(''),
  };
}
