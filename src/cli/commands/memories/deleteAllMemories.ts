import { saidOf } from '../../../core/text/countOf.ts';
import type { MemoryClient } from '../../../client/memoryClient.ts';
import { shortId } from '../../../core/shortId.ts';
import { oneLine } from '../../../core/text/oneLine.ts';
import type { OutputOf } from '../../../protocol/operation.ts';
import { deleteAllMemoriesOperation } from '../../../protocol/operations/memories/deleteAllMemories.ts';
import type { CliIo } from '../../cliIo.ts';
import { type CommandRun, commandOf } from '../../commandOf.ts';
import { confirmed } from '../../confirm.ts';
import { exitCodes } from '../../exitCodes.ts';

type Verb = typeof deleteAllMemoriesOperation;
type Deleted = OutputOf<Verb>;

export const addDeleteAll = commandOf(deleteAllMemoriesOperation, show, { work: deleteAll });

/** Says how many there are, asks, and deletes exactly those. */
async function deleteAll(client: MemoryClient, run: CommandRun<Verb>): Promise<Deleted | undefined> {
  const { input, options, globals, context, callOptions } = run;
  const { io } = context;
  const { result: look } = await client.call(deleteAllMemoriesOperation, input, callOptions);
  if (look.confirm === null) return look;
  if (!globals.json) io.print(`Deletes ${whatOf(look, look.count)}.`);
  if (!(await confirmed('Delete all of them?', options, globals, io))) {
    context.exitCode = exitCodes.failed;
    io.note('Nothing was deleted.');
    return undefined;
  }
  return (await client.call(deleteAllMemoriesOperation, { ...input, confirm: look.confirm }, callOptions))
    .result;
}

function show(result: Deleted, io: CliIo): void {
  if (result.deleted === 0) return io.note('There is nothing to delete.');
  io.print(`Deleted ${whatOf(result, result.deleted)}.`);
  io.note(io.paint.dim(`Undo it: memory-bridge undo ${shortId(result.changeId)}`));
}

function whatOf({ scope, project, byCategory }: Deleted, count: number): string {
  const kinds = Object.entries(byCategory).map(
    ([category, each]) => `${each} ${oneLine(category)}${each === 1 ? '' : 's'}`,
  );
  const where = scope === 'global' ? 'for all projects' : `of ${oneLine(project ?? 'this session')}`;
  return `${saidOf(count, 'memory', 'memories')} ${where} (${kinds.join(', ')})`;
}
