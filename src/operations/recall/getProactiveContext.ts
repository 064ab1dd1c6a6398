import { MemoryBridgeError } from '../../core/errors.ts';
import { memoryLine, dataHeader } from '../../core/memory/memoryLine.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { parseIdReference } from '../../core/shortId.ts';
import { getProactiveContextOperation } from '../../protocol/operations/recall/getProactiveContext.ts';
import { type AskedQuestion, findProactiveContext, questionsIn } from '../../recall/proactiveContext.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import type { QueryOperation } from '../operation.ts';
import type { ConfigPort, QuestionEmbedder } from '../ports.ts';
import { withProjectNote } from '../shared/rendering.ts';

export function createGetProactiveContext(
  questions: QuestionEmbedder,
  config: Pick<ConfigPort, 'read'>,
): QueryOperation<typeof getProactiveContextOperation, readonly AskedQuestion[]> {
  return {
    definition: getProactiveContextOperation,

    prepare: ({ query: text }) =>
      Promise.all(
        questionsIn(text).map(async (query) => ({ query, vector: await questions.embedQuery(query) })),
      ),

    async run(input, { now, project, sessionId, defer }, unit, asked) {
      const { minRelevance, maxItems } = config.read().config.proactive;
      const found = await findProactiveContext(unit, {
        text: input.query,
        entities: input.entities ?? [],
        project,
        sessionId: input.session_id ?? sessionId,
        now,
        questions: asked,
        exclude: await idsOf(unit, input.exclude_ids ?? []),
        maxTokens: input.max_tokens,
        maxItems,
        minRelevance,
      });
      const ids = found.items.map(({ id }) => id);
      if (ids.length > 0) defer((later) => later.memories.markRecalled(ids, now));
      return {
        ...found,
        entities: [...found.entities],
        items: [...found.items],
        project: project?.id ?? null,
        budget: input.max_tokens,
      };
    },

    render({ items, entities, omitted }, _input, context) {
      if (items.length === 0) return withProjectNote('Nothing is remembered about this.', context);
      const about = entities.length === 0 ? [] : [`About ${oneLine(entities.join(', '))}`];
      const more = omitted === 0 ? [] : [`${omitted} more: raise max_tokens, or use recall.`];
      const lines = items.map((item) => memoryLine(item, context.now));
      return withProjectNote([...about, dataHeader, ...lines, ...more].join('\n'), context);
    },
  };
}

/** Ids as they were shown, short ones too. One that nothing has leaves nothing out. */
async function idsOf({ memories }: ReadUnit, references: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const reference of references) {
    const parsed = parseIdReference(reference);
    if (!parsed)
      throw new MemoryBridgeError('invalid_input', `exclude_ids: "${reference}" is not the id of a memory.`, {
        details: { field: 'exclude_ids' },
      });
    for (const id of 'id' in parsed ? [parsed.id] : await memories.findByTail(parsed.tail)) found.add(id);
  }
  return found;
}
