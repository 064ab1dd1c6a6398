import { oneLine } from '../../../core/text/oneLine.ts';
import { listMemoriesOperation } from '../../../protocol/operations/memories/listMemories.ts';
import { commandOf } from '../../commandOf.ts';
import { inProject } from '../../inProject.ts';
import { renderLines } from '../../renderMemories.ts';

const narrowing = ['category', 'status', 'scope', 'tag', 'text', 'cursor'] as const;

const countsText = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([category, count]) => `${count} ${oneLine(category)}`)
    .join(', ');

export const addList = commandOf(listMemoriesOperation, (result, io, { input }) => {
  const isEverywhere = input.all_projects ?? false;
  const where = isEverywhere ? 'in any project' : inProject(result.project);
  const isNarrowed = narrowing.some((field) => input[field] !== undefined);
  if (result.memories.length === 0) return io.note(`No ${isNarrowed ? 'matching ' : ''}memories ${where}.`);
  if (result.counts) io.note(io.paint.dim(countsText(result.counts.byCategory)));
  io.print(renderLines(result.memories, io, { besides: isEverywhere ? '' : result.project }));
  if (result.nextCursor !== null)
    io.note(
      io.paint.dim(`${result.memories.length} of ${result.total}. More: --cursor ${result.nextCursor}`),
    );
});
