import { correctionNote } from '../../core/memory/correctionNote.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import { foldedNote } from '../../core/memory/foldedNote.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { dataHeader, memoryLine } from '../../core/memory/memoryLine.ts';
import { rankLines } from '../../core/ranking/rankExplanation.ts';
import { parseSince } from '../../core/text/since.ts';
import { withoutModelNote } from '../../core/memory/withoutModelNote.ts';
import { recallOperation } from '../../protocol/operations/recall/recall.ts';
import { contradictionsOf } from '../../recall/contradictions.ts';
import { linkedMemories } from '../../recall/linkedMemories.ts';
import { recallMemories } from '../../recall/recallMemories.ts';
import type { QuestionVector } from '../../recall/recallRequest.ts';
import { toHitLine, toMemoryRecord } from '../../recall/memoryRecords.ts';
import { visibleProjects } from '../../recall/visibility.ts';
import type { QueryOperation } from '../operation.ts';
import type { QuestionEmbedder } from '../ports.ts';
import { contradictionText, toContradictionLine } from '../shared/contradictionLines.ts';
import { linkedLine, toLinkedLine } from '../shared/linkedLines.ts';
import { counted, renderWhole, withProjectNote } from '../shared/rendering.ts';

export function createRecall(
  questions: QuestionEmbedder,
): QueryOperation<typeof recallOperation, QuestionVector | undefined> {
  return { ...recall, prepare: async ({ query }) => questions.embedQuery(query) };
}

const recall: QueryOperation<typeof recallOperation, QuestionVector | undefined> = {
  definition: recallOperation,

  async run(input, context, unit, vector) {
    const { now, project, sessionId, forges } = context;
    const { hits, total, corrections, explain } = await recallMemories(unit, {
      vector,
      query: input.query,
      limit: input.limit,
      project,
      sessionId,
      now,
      forges,
      category: input.category,
      scope: input.scope,
      since: sinceOf(input.since, now) ?? daysBefore(input.since_days, now),
      includeInactive: input.include_inactive,
    });
    const folded = hits
      .filter(({ repeats }) => repeats.length > 0)
      .map(({ memory, repeats }) => ({ into: memory.id, ids: repeats.map(({ id }) => id) }));
    const related = hits.filter(({ isRelated }) => isRelated).map(({ memory }) => memory.id);
    const ids = hits.map(({ memory }) => memory.id);
    const isEmpty = hits.length === 0 && !(await unit.memories.isAny({ projects: visibleProjects(project) }));
    const linked = input.traverse
      ? await linkedMemories(
          unit,
          hits.map(({ memory }) => memory),
          {
            project,
            sessionId,
            maxDepth: input.max_depth,
            minStrength: input.min_strength,
            limit: mostLinked,
          },
        )
      : [];
    const contradictions = await contradictionsOf(
      unit,
      hits.map(({ memory }) => memory),
      { project, sessionId },
    );
    if (ids.length > 0) context.defer((later) => later.memories.markRecalled(ids, now));
    return {
      memories: hits.map((hit) => toHitLine(hit, now)),
      ...(input.compact ? {} : { full: hits.map(({ memory }) => toMemoryRecord(memory, now)) }),
      project: project?.id ?? null,
      total,
      ...(linked.length === 0 ? {} : { linked: linked.map((each) => toLinkedLine(each, now)) }),
      ...(contradictions.length === 0
        ? {}
        : { contradictions: contradictions.map((each) => toContradictionLine(each, now)) }),
      ...(related.length === 0 ? {} : { related }),
      ...(isEmpty ? { empty: true as const } : {}),
      ...(folded.length === 0 ? {} : { folded }),
      ...(input.explain ? { explanations: hits.map(explain) } : {}),
      ...(corrections.length === 0 ? {} : { corrections: [...corrections] }),
      ...(vector?.withoutModel ? { withoutModel: vector.withoutModel } : {}),
    };
  },

  render(output, input, context) {
    const { memories, full, total, folded = [], corrections = [], explanations = [], linked = [] } = output;
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
    const reached =
      linked.length === 0
        ? ''
        : `Linked to these:\n${linked.map((line) => linkedLine(line, context.now)).join('\n')}`;
    const contradicted = contradictionText(output.contradictions ?? [], context.now);
    const notes = [contradicted, reached, foldedNote(folded), more, correctionNote(corrections), without];
    return withProjectNote(joined([text, ...notes, rankLines(explanations)]), context);
  },
};

/** More than an answer has room for. */
const mostLinked = 20;

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

const daysBefore = (days: number | undefined, now: number): number | undefined =>
  days === undefined ? undefined : now - days * 24 * 60 * 60_000;

function nothingFound(input: {
  category?: string | undefined;
  since?: string | undefined;
  since_days?: number | undefined;
  scope?: string | undefined;
}) {
  const filters = [
    input.category === undefined ? '' : `category ${input.category}`,
    input.scope === undefined ? '' : `scope ${input.scope}`,
    input.since === undefined ? '' : `since ${input.since}`,
    input.since_days === undefined ? '' : `of the last ${input.since_days} days`,
  ].filter((each) => each !== '');
  return filters.length === 0
    ? 'No memory answers this.'
    : `No memory with ${oneLine(filters.join(', '))} answers this. Try without.`;
}
