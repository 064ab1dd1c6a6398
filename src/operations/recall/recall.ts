import { correctionNote } from '../../core/memory/correctionNote.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import { foldedNote } from '../../core/memory/foldedNote.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { dataHeader, memoryLine } from '../../core/memory/memoryLine.ts';
import { rankLines } from '../../core/ranking/rankExplanation.ts';
import { parseSince } from '../../core/text/since.ts';
import { withoutModelNote } from '../../core/memory/withoutModelNote.ts';
import { recallOperation } from '../../protocol/operations/recall/recall.ts';
import { recallMemories } from '../../recall/recallMemories.ts';
import type { QuestionVector } from '../../recall/recallRequest.ts';
import { toMemoryLine, toMemoryRecord } from '../../recall/memoryRecords.ts';
import { visibleProjects } from '../../recall/visibility.ts';
import type { QueryOperation } from '../operation.ts';
import type { QuestionEmbedder } from '../ports.ts';
import { counted, renderWhole, withProjectNote } from '../shared/rendering.ts';

export function createRecall(
  questions: QuestionEmbedder,
): QueryOperation<typeof recallOperation, QuestionVector | undefined> {
  return { ...recall, prepare: async ({ query }) => questions.embedQuery(query) };
}

const recall: QueryOperation<typeof recallOperation, QuestionVector | undefined> = {
  definition: recallOperation,

  async run(input, context, unit, vector) {
    const { now, project, sessionId } = context;
    const { hits, total, corrections, explain } = await recallMemories(unit, {
      vector,
      query: input.query,
      limit: input.limit,
      project,
      sessionId,
      now,
      category: input.category,
      scope: input.scope,
      since: sinceOf(input.since, now),
      includeInactive: input.include_inactive,
    });
    const folded = hits
      .filter(({ repeats }) => repeats.length > 0)
      .map(({ memory, repeats }) => ({ into: memory.id, ids: repeats.map(({ id }) => id) }));
    const related = hits.filter(({ isRelated }) => isRelated).map(({ memory }) => memory.id);
    const ids = hits.map(({ memory }) => memory.id);
    const isEmpty = hits.length === 0 && !(await unit.memories.isAny({ projects: visibleProjects(project) }));
    if (ids.length > 0) context.defer((later) => later.memories.markRecalled(ids, now));
    return {
      memories: hits.map(({ memory, match, score }) =>
        toMemoryLine(memory, now, { score: score.total, ...(match ? { snippet: match.snippet } : {}) }),
      ),
      ...(input.compact ? {} : { full: hits.map(({ memory }) => toMemoryRecord(memory, now)) }),
      project: project?.id ?? null,
      total,
      ...(related.length === 0 ? {} : { related }),
      ...(isEmpty ? { empty: true as const } : {}),
      ...(folded.length === 0 ? {} : { folded }),
      ...(input.explain ? { explanations: hits.map(explain) } : {}),
      ...(corrections.length === 0 ? {} : { corrections: [...corrections] }),
      ...(vector?.withoutModel ? { withoutModel: vector.withoutModel } : {}),
    };
  },

  render(output, input, context) {
    const { memories, full, total, folded = [], corrections = [], explanations = [] } = output;
    const without = output.withoutModel ? withoutModelNote(output.withoutModel) : '';
    if (memories.length === 0)
      return withProjectNote(joined([output.empty ? nothingYet : nothingFound(input), without]), context);
    const isAnswer = ({ id }: { readonly id: string }) => !output.related?.includes(id);
    const text = full
      ? inTwoParts(full, isAnswer, (part) =>
          part.map((memory) => renderWhole(memory, context.now)).join('\n\n'),
        )
      : `${dataHeader}\n${inTwoParts(memories, isAnswer, (part) => part.map((line) => memoryLine(line, context.now)).join('\n'))}`;
    const more =
      total > memories.length
        ? `${counted(total - memories.length, 'more', 'more')}: raise limit or narrow the query.`
        : '';
    const notes = [foldedNote(folded), more, correctionNote(corrections), without];
    return withProjectNote(joined([text, ...notes, rankLines(explanations)]), context);
  },
};

const joined = (paragraphs: readonly string[]): string => paragraphs.filter((each) => each !== '').join('\n');

const nothingYet = 'Nothing has been remembered here yet.';

/** What is about the same as an answer comes after the answers, under a heading of its own. */
function inTwoParts<T>(
  all: readonly T[],
  isAnswer: (each: T) => boolean,
  render: (part: readonly T[]) => string,
): string {
  const related = all.filter((each) => !isAnswer(each));
  const answers = render(all.filter(isAnswer));
  return related.length === 0 ? answers : `${answers}\nRelated to what these name:\n${render(related)}`;
}

function sinceOf(since: string | undefined, now: number): number | undefined {
  if (since === undefined) return undefined;
  const at = parseSince(since, now);
  if (at === undefined)
    throw new MemoryBridgeError(
      'invalid_input',
      `since: "${since}" is neither an age such as 7d, 2w or 3mo nor a date such as 2026-11-01.`,
      { details: { field: 'since' } },
    );
  return at;
}

function nothingFound(input: {
  category?: string | undefined;
  since?: string | undefined;
  scope?: string | undefined;
}) {
  const filters = [
    input.category === undefined ? '' : `category ${input.category}`,
    input.scope === undefined ? '' : `scope ${input.scope}`,
    input.since === undefined ? '' : `since ${input.since}`,
  ].filter((each) => each !== '');
  return filters.length === 0
    ? 'No memory answers this.'
    : `No memory with ${oneLine(filters.join(', '))} answers this. Try without.`;
}
