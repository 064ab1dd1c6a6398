import type { MemoryClient } from '../../../client/memoryClient.ts';
import { shortId } from '../../../core/shortId.ts';
import { oneLine } from '../../../core/text/oneLine.ts';
import type { OutputOf } from '../../../protocol/operation.ts';
import { getHistoryOperation } from '../../../protocol/operations/memories/getHistory.ts';
import type { CliIo } from '../../cliIo.ts';
import { type CommandRun, commandOf } from '../../commandOf.ts';

type Verb = typeof getHistoryOperation;
type History = Pick<OutputOf<Verb>, 'memory' | 'changes'>;

export const addHistory = commandOf(getHistoryOperation, showHistory, { work: everyPage });

async function everyPage(client: MemoryClient, { input, callOptions }: CommandRun<Verb>): Promise<History> {
  const page = async (cursor?: string) => {
    const asked = { ...input, ...(cursor === undefined ? {} : { cursor }) };
    return (await client.call(getHistoryOperation, asked, callOptions)).result;
  };
  const latest = await page();
  const changes = [...latest.changes];
  for (let cursor = latest.nextCursor; cursor;) {
    const earlier = await page(cursor);
    changes.unshift(...earlier.changes);
    cursor = earlier.nextCursor;
  }
  return { memory: latest.memory, changes };
}

/** What happened, where its name in the history says little. */
const words: Readonly<Record<string, string>> = { bump: 'said again' };

function showHistory({ memory, changes }: History, io: CliIo): void {
  io.print(`${io.paint.cyan(memory.shortId)}  ${io.paint.bold(oneLine(memory.title))}`);
  for (const { action, actor, age, id, undone } of changes) {
    const who = actor.name ? `${actor.kind} ${oneLine(actor.name)}` : actor.kind;
    io.print(
      `${io.paint.dim(age.padStart(4))}  ${(words[action] ?? action).padEnd(9)}  ${who}  ${io.paint.dim(undone ? 'undone' : shortId(id))}`,
    );
  }
}
