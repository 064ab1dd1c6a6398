import type { Memory } from '../../core/memory/memory.ts';
import { isVisibleIn } from '../../recall/visibility.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { shortId } from '../../core/shortId.ts';
import type { Finding } from '../../protocol/consolidationReport.ts';
import { describeProposal, describeReason } from '../../protocol/describeFinding.ts';
import {
  type ConsolidationGroup,
  getConsolidationOperation,
} from '../../protocol/operations/upkeep/getConsolidation.ts';
import { toMemoryRow } from '../../recall/memoryRecords.ts';
import type { QueryOperation } from '../operation.ts';
import { counted, renderRows } from '../shared/rendering.ts';
import { findReport } from './consolidationJobs.ts';

export const getConsolidation: QueryOperation<typeof getConsolidationOperation> = {
  definition: getConsolidationOperation,

  async run({ job_id: job, kind, limit }, { project, sessionId }, reader) {
    const found = await findReport(reader, { job, project: project?.id ?? null });
    if (!found) return { job: null, at: null, looked: 0, groups: [], total: 0, isCut: false };
    const { report } = found;
    const wanted = report.groups.filter((group) => kind === undefined || group.kind === kind);
    const groups: ConsolidationGroup[] = [];
    for (const group of wanted) {
      const memories = await reader.memories.getMany(group.memories.map(({ id }) => id));
      const still = stillThere(group, memories).filter(
        (memory) => isVisibleIn(memory, sessionId) || memory.scope === 'session',
      );
      if (still.length >= (isPair(group) ? 2 : 1)) groups.push(viewOf(group, still));
    }
    return {
      job: found.job.id,
      at: report.at,
      looked: report.looked,
      groups: groups.slice(0, limit),
      total: groups.length,
      isCut: report.isCut,
    };
  },

  render({ job, groups, total, looked, isCut }, _input, { now }) {
    if (job === null) return 'Nobody has looked yet. Start a look with consolidate_memory.';
    if (total === 0) return `Nothing to consolidate among ${counted(looked, 'memory', 'memories')}.`;
    return [
      `${counted(total, 'group')} among ${counted(looked, 'memory', 'memories')}. Only a person applies them: "memory-bridge consolidate" at a terminal.`,
      ...groups.map(({ group, kind, why, proposal, memories }) =>
        [oneLine(`${group}. ${kind}: ${why}. Proposed: ${proposal}.`), renderRows(memories, now)].join('\n'),
      ),
      ...(groups.length < total
        ? [`${counted(total - groups.length, 'more group')}: ask with a higher limit.`]
        : []),
      ...(isCut ? ['There is more: look again when this is applied.'] : []),
    ].join('\n');
  },
};

const isPair = ({ kind }: Finding): boolean => kind === 'duplicate' || kind === 'contradiction';

/** In the order of the report, those that have not changed since. */
function stillThere({ memories: reported }: Finding, memories: readonly Memory[]): Memory[] {
  const revisions = new Map(reported.map(({ id, revision }) => [id, revision]));
  return memories.filter(
    ({ id, revision, deletedAt }) => deletedAt === null && revisions.get(id) === revision,
  );
}

function viewOf(group: Finding, memories: readonly Memory[]): ConsolidationGroup {
  return {
    group: group.group,
    kind: group.kind,
    reason: group.reason,
    why: describeReason(group, memories.length),
    action: group.action,
    proposal: describeProposal(group, memories.length),
    keep: group.keep === null ? null : shortId(group.keep),
    memories: memories.map(toMemoryRow),
  };
}
