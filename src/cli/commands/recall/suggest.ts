import { oneLine } from '../../../core/text/oneLine.ts';
import type { InputOf } from '../../../protocol/operation.ts';
import { getProactiveContextOperation } from '../../../protocol/operations/recall/getProactiveContext.ts';
import type { CliIo } from '../../cliIo.ts';
import { type CommandRun, commandOf } from '../../commandOf.ts';
import { readText } from '../../readText.ts';
import { renderLines } from '../../renderMemories.ts';
import { UsageError } from '../../usageError.ts';

type Verb = typeof getProactiveContextOperation;

export const addSuggest = commandOf(
  getProactiveContextOperation,
  ({ items, entities, omitted, tokens }, io) => {
    if (items.length === 0) return io.note('Nothing is remembered about this.');
    if (entities.length > 0) io.note(io.paint.dim(`About ${oneLine(entities.join(', '))}`));
    io.print(renderLines(items, io, { snippets: true }));
    const more = omitted === 0 ? '' : ` ${omitted} more: raise --max-tokens.`;
    io.note(io.paint.dim(`${tokens} tokens.${more}`));
  },
  { complete },
);

async function complete({ input, context }: CommandRun<Verb>): Promise<InputOf<Verb>> {
  const { query }: Partial<InputOf<Verb>> = input;
  return { ...input, query: await textOf(query, context.io) };
}

async function textOf(typed: string | undefined, io: CliIo): Promise<string> {
  if (typed !== undefined && typed !== '' && typed !== '-') return typed;
  if (typed !== '-' && io.stdinIsTerminal)
    throw new UsageError('Say the text: memory-bridge suggest "text".');
  return readText(io);
}
