import { ageLabel } from '../../core/text/ageLabel.ts';
import { archiveReasonOf } from '../../core/memory/archiveReason.ts';
import { dataHeader, memoryLine, sourceLabel } from '../../core/memory/memoryLine.ts';
import { reasonsText } from '../../core/memory/quarantine.ts';
import { oneLine, quotedText, quoteMark } from '../../core/text/oneLine.ts';
import { shortId } from '../../core/shortId.ts';
import type { MemoryLine, MemoryRecord, MemoryRow } from '../../protocol/memoryRecord.ts';
import { toMemoryLine } from '../../recall/memoryRecords.ts';
import type { QueryContext } from '../operation.ts';

/** A list of memories for a model: fenced as data, one line each. */
export function renderLines(lines: readonly MemoryLine[], now: number): string {
  return [dataHeader, ...lines.map((line) => memoryLine(line, now))].join('\n');
}

/** Whole memories on one line each, where a reader only needs to know which ones. */
export function renderRecords(views: readonly MemoryRecord[], now: number): string {
  return renderLines(
    views.map((view) => toMemoryLine(view, now)),
    now,
  );
}

/** Titles alone. */
export function renderRows(rows: readonly MemoryRow[], now: number): string {
  return [dataHeader, ...rows.map((row) => memoryLine({ ...row, snippet: '' }, now))].join('\n');
}

/** Everything a memory says, its line first. Lines of its texts stand behind a mark, so that they are nobody else's. */
export function renderWhole(memory: MemoryRecord, now: number): string {
  const parts = [memoryLine({ ...memory, snippet: '' }, now)];
  if (memory.deletedAt !== null)
    parts.push(`Deleted ${since(memory.deletedAt, now)}; restore brings it back.`);
  if (memory.supersededBy !== null) parts.push(`Superseded by [${shortId(memory.supersededBy)}].`);
  if (memory.quarantine) {
    const { excerpt } = memory.quarantine;
    const found = excerpt === '' ? '' : `: ${oneLine(excerpt)}`;
    parts.push(`Quarantined, as it ${reasonsText(memory.quarantine)}${found}`);
  }
  const reason = archiveReasonOf(memory);
  if (reason !== undefined) parts.push(`Archived: ${oneLine(reason)}`);
  if (memory.resolvedAt !== null && memory.status === 'resolved')
    parts.push(`Resolved ${since(memory.resolvedAt, now)}.`);
  const content = memory.content === memory.title ? '' : quotedText(memory.content);
  if (content !== '') parts.push(content);
  parts.push(
    ...note('What', memory.what),
    ...note('Why', memory.why),
    ...note('Learned', memory.learned),
    ...listed('About', memory.entities),
    ...listed('Tags', memory.tags),
  );
  for (const { path, startLine, endLine } of memory.anchors)
    parts.push(`At: ${oneLine(path)}:${startLine}-${endLine}`);
  parts.push(
    [
      `Project: ${oneLine(memory.project ?? 'none (global)')}`,
      `source ${sourceLabel(memory)}`,
      `revision ${memory.revision}`,
      ...(memory.updatedAt === memory.createdAt ? [] : [`changed ${since(memory.updatedAt, now)}`]),
    ].join(' · '),
  );
  return parts.join('\n');
}

/** `What: text`, and the lines that follow behind the mark. */
function note(name: string, text: string | null): string[] {
  const quoted = quotedText(text ?? '');
  return quoted === '' ? [] : [`${name}: ${quoted.slice(quoteMark.length)}`];
}

const listed = (name: string, values: readonly string[]): string[] =>
  values.length === 0 ? [] : [`${name}: ${oneLine(values.join(', '))}`];

const since = (at: number, now: number): string => {
  const label = ageLabel(at, now);
  return label === 'now' ? 'just now' : `${label} ago`;
};

/** Added to answers of calls that nobody has named a project for. */
export const noProjectNote =
  'No project is known for this call, so only global memories were looked at. Name one with "project".';

export function withProjectNote(text: string, context: Pick<QueryContext, 'project'>): string {
  return context.project ? text : `${text}\n${noProjectNote}`;
}

export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}
