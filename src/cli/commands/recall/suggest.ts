import { oneLine } from '../../../core/text/oneLine.ts';
import type { InputOf } from '../../../protocol/operation.ts';
import { getProactiveContextOperation } from '../../../protocol/operations/recall/getProactiveContext.ts';
import { type CommandRun, commandOf } from '../../commandOf.ts';
import { renderLines } from '../../renderMemories.ts';
import { typedText } from '../../typedText.ts';

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
  const missing = 'Say the text: memory-bridge suggest "text".';
  return { ...input, query: await typedText(query, context.io, { missing, verb: 'suggest' }) };
}
