import type { MemoryClient } from '../../../client/memoryClient.ts';
import { MemoryBridgeError } from '../../../core/errors.ts';
import { isLive } from '../../../core/jobs/job.ts';
import { shortId } from '../../../core/shortId.ts';
import { describeEmbedding } from '../../../protocol/describeEmbedding.ts';
import { describeJob } from '../../../protocol/describeJob.ts';
import type { EmbeddingStatus } from '../../../protocol/embeddingStatus.ts';
import { reindexOperation } from '../../../protocol/operations/embedding/reindex.ts';
import { listJobsOperation } from '../../../protocol/operations/jobs/listJobs.ts';
import { memoryStatusOperation } from '../../../protocol/operations/system/memoryStatus.ts';
import type { CliIo } from '../../cliIo.ts';
import { type CommandRun, commandOf } from '../../commandOf.ts';

type Verb = typeof reindexOperation;

interface Begun {
  readonly embedding: EmbeddingStatus;
  readonly job: string;
  /** Of a job that goes on without the command. */
  readonly leaving: string | undefined;
}

/** A trouble that does not pass within this time is one for a person, ms. */
const patience = 30_000;

export const addReindex = commandOf(reindexOperation, showBegun, {
  work: reindex,
  json: ({ embedding, job }) => ({ ...embedding, job }),
});

async function reindex(
  client: MemoryClient,
  { input, options, globals, context: { io } }: CommandRun<Verb>,
): Promise<Begun> {
  const { isServedHere, leavingNote } = await import('../../finishJob.ts');
  const { job } = (await client.call(reindexOperation, input)).result;
  if (isWaiting(options))
    return { embedding: await waitUntilMade(client, job, io, globals.json), job, leaving: undefined };
  const embedding = await statusOf(client);
  const [now] = (await client.call(listJobsOperation, { ids: [job] })).result.jobs;
  if (!now || !isLive(now)) return { embedding, job, leaving: undefined };
  const leaving = isServedHere(client)
    ? `No memory server is running. Job ${shortId(job)} goes on with the next command or server, or right away with --wait.`
    : leavingNote(job, false);
  return { embedding, job, leaving };
}

const isWaiting = (options: CommandRun<Verb>['options']): boolean => options['wait'] !== false;

function showBegun({ embedding, leaving }: Begun, io: CliIo): void {
  io.print(describeEmbedding(embedding));
  if (leaving !== undefined) io.note(io.paint.dim(leaving));
}

async function statusOf(client: MemoryClient): Promise<EmbeddingStatus> {
  return (await client.call(memoryStatusOperation, {})).result.embedding;
}

async function waitUntilMade(
  client: MemoryClient,
  id: string,
  io: CliIo,
  json: boolean,
): Promise<EmbeddingStatus> {
  const { finishJob } = await import('../../finishJob.ts');
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
