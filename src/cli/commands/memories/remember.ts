import { categories } from '../../../core/memory/memory.ts';
import { shortId } from '../../../core/shortId.ts';
import { oneLine } from '../../../core/text/oneLine.ts';
import type { InputOf } from '../../../protocol/operation.ts';
import { describeNear } from '../../../protocol/describeNear.ts';
import { rememberOperation } from '../../../protocol/operations/memories/remember.ts';
import { type CommandRun, commandOf } from '../../commandOf.ts';
import { typedText } from '../../typedText.ts';
import { UsageError } from '../../usageError.ts';

type Verb = typeof rememberOperation;

export const addRemember = commandOf(
  rememberOperation,
  ({ memory, created, changeId, redacted, near = [] }, io) => {
    const where = memory.scope === 'global' ? 'for all projects' : `in ${memory.project ?? 'no project'}`;
    io.print(`${saidOf(memory, created)} ${io.paint.cyan(memory.shortId)}  ${oneLine(memory.title)}`);
    io.note(io.paint.dim(`${memory.category} ${where}. Undo it: memory-bridge undo ${shortId(changeId)}`));
    for (const each of near) {
      io.note(io.paint.yellow(`It ${describeNear(each)}. Both are kept.`));
      if (memory.status !== 'candidate')
        io.note(
          io.paint.dim(
            `Replace that one: memory-bridge edit ${each.shortId} --superseded-by ${memory.shortId}`,
          ),
        );
    }
    if (redacted.length > 0) io.note(io.paint.yellow(`Replaced before writing: ${redacted.join(', ')}.`));
  },
  { complete, mayBegin: true },
);

/** Without a terminal an agent may be calling, and what would bind everybody waits for a person. */
function saidOf({ status }: { status: string }, created: boolean): string {
  if (status === 'candidate') return created ? 'Waiting in the Inbox:' : 'Already waiting in the Inbox:';
  return created ? 'Remembered' : 'Already known as';
}

async function complete({ input, context }: CommandRun<Verb>): Promise<InputOf<Verb>> {
  const { content, category }: Partial<InputOf<Verb>> = input;
  if (category === undefined)
    throw new UsageError(`Say what kind of memory it is: --category with one of ${categories.join(', ')}.`);
  const missing = 'Say what to remember: memory-bridge remember "text" --category decision.';
  return { ...input, content: await typedText(content, context.io, { missing, verb: 'remember' }) };
}
