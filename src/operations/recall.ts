import { correctionNote } from '../core/correctionNote.ts';
import { MemoryBridgeError } from '../core/errors.ts';
import { parseSince } from '../core/since.ts';
import { recallOperation } from '../protocol/operations/recall.ts';
import { recallMemories } from '../recall/recallMemories.ts';
import { toMemoryLine, toMemoryView } from '../recall/memoryViews.ts';
import type { Operation } from './operation.ts';
import { counted, renderLines, renderWhole, withProjectNote } from './rendering.ts';

export const recall: Operation<typeof recallOperation> = {
  definition: recallOperation,

  async run(input, context, unit) {
    const { now, project, sessionId } = context;
    const { hits, total, corrections } = await recallMemories(unit.memories, {
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
    const ids = hits.map(({ memory }) => memory.id);
    if (ids.length > 0) context.defer((later) => later.memories.markRecalled(ids, now));
    return {
      memories: hits.map(({ memory, snippet, score }) =>
        toMemoryLine(memory, now, { score: score.total, ...(snippet === undefined ? {} : { snippet }) }),
      ),
      ...(input.compact ? {} : { full: hits.map(({ memory }) => toMemoryView(memory, now)) }),
      project: project?.id ?? null,
      total,
      ...(corrections.length === 0 ? {} : { corrections }),
    };
  },

  render(output, input, context) {
    const { memories, full, total, corrections = [] } = output;
    if (memories.length === 0) return withProjectNote(nothingFound(input), context);
    const text = full
      ? full.map((memory) => renderWhole(memory, context.now)).join('\n\n')
      : renderLines(memories, context.now);
    const more =
      total > memories.length
        ? `\n${counted(total - memories.length, 'more', 'more')}: raise limit or narrow the query.`
        : '';
    const note = correctionNote(corrections);
    return withProjectNote(text + more + (note === '' ? '' : `\n${note}`), context);
  },
};

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
    : `No memory with ${filters.join(', ')} answers this. Try without.`;
}
