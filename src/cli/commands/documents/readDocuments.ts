import path from 'node:path';
import type { MemoryClient } from '../../../client/memoryClient.ts';
import { shortId } from '../../../core/shortId.ts';
import { oneLine } from '../../../core/text/oneLine.ts';
import { countOf, saidOf } from '../../../core/text/countOf.ts';
import { describeJob } from '../../../protocol/describeJob.ts';
import type { DocumentResult } from '../../../protocol/documentResult.ts';
import { bootstrapMemoryOperation } from '../../../protocol/operations/documents/bootstrapMemory.ts';
import { ingestFileOperation } from '../../../protocol/operations/documents/ingestFile.ts';
import type { CliContext } from '../../cliContext.ts';
import type { CliIo } from '../../cliIo.ts';
import { commandOf } from '../../commandOf.ts';

export const addIngest = commandOf(ingestFileOperation, showDocuments, {
  complete: async ({ input }) => ({ ...input, path: path.resolve(input.path) }),
  work: async (client, { input, callOptions, context }) =>
    finish(client, (await client.call(ingestFileOperation, input, callOptions)).result.job, context),
  isFailure: nothingRead,
  mayBegin: true,
});

export const addBootstrap = commandOf(bootstrapMemoryOperation, showDocuments, {
  complete: async ({ input }) => ({ ...input, path: path.resolve(input.path ?? '.') }),
  work: async (client, { input, callOptions, context }) =>
    finish(client, (await client.call(bootstrapMemoryOperation, input, callOptions)).result.job, context),
  isFailure: nothingRead,
  mayBegin: true,
});

async function finish(client: MemoryClient, job: string, { io }: CliContext): Promise<DocumentResult> {
  const [{ finishJob }, { documentResultSchema }] = await Promise.all([
    import('../../finishJob.ts'),
    import('../../../protocol/documentResult.ts'),
  ]);
  const done = await finishJob(client, job, io, (news) => io.progress?.(describeJob(news)));
  return documentResultSchema.parse(done.result);
}

function nothingRead({ files, skippedCount }: DocumentResult): boolean {
  return files === 0 && skippedCount > 0;
}

export function showDocuments(result: DocumentResult, io: CliIo): void {
  const { files, created, updated, unchanged, archived, offered, left, waiting } = result;
  if (files + result.skippedCount === 0) {
    io.note('Nothing to read: there are no such documents.');
    return;
  }
  const parts = [
    [created - waiting, 'new', 'new'],
    [waiting, 'waiting in the Inbox', 'waiting in the Inbox'],
    [updated, 'brought up to date', 'brought up to date'],
    [unchanged, 'as it was', 'as they were'],
    [archived, 'archived, because its section is gone', 'archived, because their sections are gone'],
    [
      offered,
      'offered in the Inbox, because you have edited the memory',
      'offered in the Inbox, because you have edited the memories',
    ],
    [
      left,
      'left alone, because you have deleted or rejected the memory',
      'left alone, because you have deleted or rejected the memories',
    ],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, one, many]) => saidOf(count, one, many));
  const read = `Read ${countOf(files, 'file')} of ${result.projectName}`;
  io.print(`${read}: ${said.length > 0 ? said.join(', ') : 'nothing to remember'}.`);
  for (const { path: file, reason } of result.skipped) io.note(oneLine(`${file}: ${reason}`));
  const more = result.skippedCount - result.skipped.length;
  if (more > 0) io.note(`${saidOf(more, 'more file', 'more files')} could not be read.`);
  if (result.redacted.length > 0) io.note(`Replaced secrets: ${result.redacted.join(', ')}.`);
  if (waiting + offered > 0)
    io.note(`Review ${waiting + offered === 1 ? 'it' : 'them'}: memory-bridge inbox list`);
  if (result.changeId !== null) io.note(`Undo: memory-bridge undo ${shortId(result.changeId)}`);
}
