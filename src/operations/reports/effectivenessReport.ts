import type { Memory } from '../../core/memory/memory.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { effectivenessReportOperation } from '../../protocol/operations/reports/effectivenessReport.ts';
import type { MemoryRow } from '../../protocol/memoryRecord.ts';
import { toMemoryRow } from '../../recall/memoryRecords.ts';
import { visibleProjects } from '../../recall/visibility.ts';
import type { QueryOperation } from '../operation.ts';
import { counted, renderRows, withProjectNote } from '../shared/rendering.ts';

const day = 86_400_000;
/** Memories in each list. */
const most = 5;

export const effectivenessReport: QueryOperation<typeof effectivenessReportOperation> = {
  definition: effectivenessReportOperation,

  async run({ days, all_projects: all }, { project, now }, { memories }) {
    const usage = await memories.usage(all ? undefined : visibleProjects(project), {
      since: now - days * day,
      most,
    });
    const { byCategory, mostRecalled, mostOpened, longestStale, longestUnseen, ...sums } = usage;
    return {
      ...sums,
      project: all ? null : (project?.id ?? null),
      days,
      byCategory: byCategory.map((each) => ({ ...each })),
      mostRecalled: mostRecalled.map(rowOf),
      mostOpened: mostOpened.map(rowOf),
      longestStale: longestStale.map(rowOf),
      longestUnseen: longestUnseen.map(rowOf),
    };
  },

  render(output, { all_projects: all }, context) {
    const { days, total, created, recalled, opened, stale, neverSeen } = output;
    const share = total === 0 ? 0 : Math.round((100 * recalled) / total);
    const lines = [
      `${counted(total, 'active memory', 'active memories')}; in the last ${counted(days, 'day')}: ${created} new, ${recalled} recalled (${share} %), ${opened} opened`,
      `${stale} stale: older than that and not seen since; ${neverSeen} of them nobody has ever seen`,
      ...output.byCategory.map(
        ({ category, ...each }) =>
          `- ${each.total} of category ${oneLine(category)}: ${each.recalled} recalled, ${each.opened} opened, ${each.stale} stale`,
      ),
      ...section('Recalled most', output.mostRecalled, context.now),
      ...section('Opened most', output.mostOpened, context.now),
      ...section('Stale longest', output.longestStale, context.now),
      ...section('Never seen', output.longestUnseen, context.now),
    ].join('\n');
    return all ? lines : withProjectNote(lines, context);
  },
};

const rowOf = (memory: Memory) => ({
  ...toMemoryRow(memory),
  recallCount: memory.recallCount,
  openedCount: memory.openedCount,
});

function section(name: string, rows: readonly MemoryRow[], now: number): string[] {
  return rows.length === 0 ? [] : [`## ${name}`, renderRows(rows, now)];
}
