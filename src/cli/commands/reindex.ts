import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import type { MemoryClient } from '../../client/memoryClient.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import { describeEmbedding } from '../../protocol/describeEmbedding.ts';
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

/** Between two looks, ms. */
const lookEvery = 500;
/** A failure that does not pass within this time is one for a person, ms. */
const patience = 30_000;

export function addReindexCommand(program: Command, { io }: CliContext): void {
  program
    .command('reindex')
    .summary('build missing search vectors, or rebuild all of them')
    .description(
      'Build the search vectors that are missing, also after a failure. With --restart, discard all of them and build ' +
        'them again; search keeps working meanwhile.',
    )
    .option('--restart', 'discard all of them and build them again')
    .option('--wait', 'wait until they are built, and show progress')
    .option(
      '--provider <provider>',
      'which vectors: built-in, or those of the chosen model (default)',
      parseChoice('--provider', embedderProviders),
    )
    .action(async (options: ReindexOptions, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { reindexOperation } = await import('../../protocol/operations/embedding/reindex.ts');
      const { provider, restart = false, wait = false } = options;
      const { embedding, isHere } = await withMemory(globals, io, async (client) => {
        const { result } = await client.call(reindexOperation, {
          restart,
          ...(provider === undefined ? {} : { provider }),
        });
        const { state } = client;
        return {
          embedding: wait ? await waitUntilMade(client, io, globals.json) : result.embedding,
          isHere: state.kind === 'connected' && state.health.pid === process.pid,
        };
      });
      if (globals.json) return io.print(JSON.stringify(embedding, undefined, 2));
      io.print(describeEmbedding(embedding));
      if (isHere && !wait && embedding.state !== 'ready')
        io.note(
          io.paint.dim(
            'No memory server is running. This continues when one starts, or right away with --wait.',
          ),
        );
    });
}

async function waitUntilMade(client: MemoryClient, io: CliIo, json: boolean): Promise<EmbeddingStatus> {
  const { serverStatusOperation } = await import('../../protocol/operations/system/serverStatus.ts');
  const news = progressNews(io, json);
  let troubleSince: number | undefined;
  try {
    for (;;) {
      // What was asked for begins a moment after the answer.
      await delay(lookEvery);
      const { embedding } = (await client.call(serverStatusOperation, {})).result;
      if (embedding.state === 'ready') return embedding;
      const isTrouble = embedding.state === 'failed' || embedding.state === 'waiting';
      troubleSince = isTrouble ? (troubleSince ?? performance.now()) : undefined;
      const isOver = troubleSince !== undefined && performance.now() - troubleSince > patience;
      if (embedding.missingKey !== null || isOver)
        throw new MemoryBridgeError('unavailable', describeEmbedding(embedding));
      news.say(embedding);
    }
  } finally {
    news.end();
  }
}

/** On standard error: a line that is written over, one line each tenth, or JSON. */
function progressNews(io: CliIo, json: boolean) {
  let last = '';
  return {
    say(embedding: EmbeddingStatus): void {
      const { state, message, progress, download } = embedding;
      const [done, total] = progress
        ? [progress.done, progress.total]
        : [download?.received ?? 0, download?.total ?? 0];
      const key = `${state} ${message ?? ''} ${Math.floor((done / Math.max(1, total)) * 10)}`;
      const isNews = key !== last;
      last = key;
      if (json) {
        if (isNews) io.note(JSON.stringify({ state, message, progress, download }));
      } else if (io.progress) io.progress(describeEmbedding(embedding));
      else if (isNews) io.note(describeEmbedding(embedding));
    },
    end: () => io.progress?.(''),
  };
}
