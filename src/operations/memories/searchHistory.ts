import { dataHeader, memoryLine, snippetOf } from '../../core/memory/memoryLine.ts';
import type { Memory } from '../../core/memory/memory.ts';
import { searchableText } from '../../core/memory/searchableText.ts';
import { shortId } from '../../core/shortId.ts';
import { ageLabel } from '../../core/text/ageLabel.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { containsTypedWords } from '../../core/text/words.ts';
import { searchHistoryOperation } from '../../protocol/operations/memories/searchHistory.ts';
import { toHitLine, toMemoryLine } from '../../recall/memoryRecords.ts';
import { recallMemories } from '../../recall/recallMemories.ts';
import type { QuestionVector } from '../../recall/recallRequest.ts';
import { isVisibleIn, visibleProjects } from '../../recall/visibility.ts';
import type { QueryOperation } from '../operation.ts';
import type { QuestionEmbedder } from '../ports.ts';
import { counted, withProjectNote } from '../shared/rendering.ts';

export function createSearchHistory(
  questions: QuestionEmbedder,
): QueryOperation<typeof searchHistoryOperation, QuestionVector | undefined> {
  return { ...searchHistory, prepare: async ({ query }) => questions.embedQuery(query) };
}

const searchHistory: QueryOperation<typeof searchHistoryOperation, QuestionVector | undefined> = {
  definition: searchHistoryOperation,

  async run(input, { now, project, sessionId }, unit, vector) {
    const { query, limit, category } = input;
    const asked = { vector, query, limit, project, sessionId, now, category };
    const { hits, total } = await recallMemories(unit, { ...asked, includeInactive: true });
    const changes = await unit.history.rewordings({
      projects: visibleProjects(project),
      seenFrom: sessionId ?? null,
      ...(category === undefined ? {} : { categories: [category] }),
    });
    const says = containsTypedWords(query);
    const found = changes.filter(({ before }) => before !== null && says(searchableText(before)));
    const current = new Map(
      (await unit.memories.getMany([...new Set(found.map(({ memoryId }) => memoryId))])).map((memory) => [
        memory.id,
        memory,
      ]),
    );
    const earlier = found.flatMap(({ id, memoryId, action, at, before }) => {
      const memory = current.get(memoryId);
      if (!memory || !before || !isVisibleIn(memory, sessionId) || isSaidStill(before, memory)) return [];
      return [
        {
          memory: toMemoryLine(memory, now),
          title: before.title,
          snippet: snippetOf(before),
          changeId: id,
          action,
          at,
          age: ageLabel(at, now),
        },
      ];
    });
    return {
      memories: hits.map((hit) => toHitLine(hit, now)),
      earlier: earlier.slice(0, limit),
      project: project?.id ?? null,
      total: total + earlier.length,
    };
  },

  render({ memories, earlier, total }, { limit }, context) {
    if (memories.length + earlier.length === 0)
      return withProjectNote('Neither a memory nor an earlier text answers this.', context);
    const lines = memories.map((memory) => memoryLine(memory, context.now));
    const before = earlier.map(({ memory, title, snippet, changeId, age }) =>
      oneLine(
        `- until ${age === 'now' ? 'just now' : `${age} ago`}: ${title}${snippet === '' ? '' : ` — ${snippet}`} · now [${memory.shortId}] ${memory.status} · change ${shortId(changeId)}`,
      ),
    );
    const left = total - memories.length - earlier.length;
    const text = [
      dataHeader,
      ...lines,
      ...(before.length > 0 ? ['What memories said before:', ...before] : []),
      ...(left > 0 ? [`${counted(left, 'more', 'more')}: raise limit (${limit}) or narrow the query.`] : []),
    ].join('\n');
    return withProjectNote(text, context);
  },
};

const texts = ['title', 'content', 'what', 'why', 'learned'] as const;

/** A change of tags or of the state has put no word otherwise. */
const isSaidStill = (before: Memory, now: Memory): boolean =>
  texts.every((part) => before[part] === now[part]);
