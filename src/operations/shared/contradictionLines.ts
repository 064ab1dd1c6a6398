import { memoryLine } from '../../core/memory/memoryLine.ts';
import { shortId } from '../../core/shortId.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import type { ContradictionLine } from '../../protocol/contradictionLine.ts';
import type { Contradiction } from '../../recall/contradictions.ts';
import { toMemoryLine } from '../../recall/memoryRecords.ts';

export const toContradictionLine = ({ of, other }: Contradiction, now: number): ContradictionLine => ({
  of,
  other: toMemoryLine(other, now),
});

/** Both sides by their ids, and what the other one says; empty where nothing is contradicted. */
export function contradictionText(lines: readonly ContradictionLine[], now: number): string {
  if (lines.length === 0) return '';
  return [
    'Contradicting these; find out which holds, and replace the other:',
    ...lines.map(({ of, other }) => oneLine(`${memoryLine(other, now)} (contradicts [${shortId(of)}])`)),
  ].join('\n');
}
