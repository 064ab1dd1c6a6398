import { projectKeys } from '../../core/project/project.ts';
import { consolidateMemoryOperation } from '../../protocol/operations/upkeep/consolidateMemory.ts';
import { consolidationKind, type ConsolidationPayload } from '../../upkeep/consolidationJob.ts';
import type { TaskOperation } from '../operation.ts';
import type { ConfigPort } from '../ports.ts';
import { sayStarted } from '../shared/jobRecords.ts';

/** Where nobody asks for duplicates on a write, they are asked for here. */
const usualThreshold = 0.8;

export function createConsolidateMemory(
  config: Pick<ConfigPort, 'read'>,
): TaskOperation<typeof consolidateMemoryOperation> {
  const say = sayStarted('The look for what to consolidate');
  return {
    definition: consolidateMemoryOperation,

    start({ days_stale: daysStale, all_projects: all }, { project }) {
      const payload: ConsolidationPayload = {
        daysStale,
        threshold: config.read().config.duplicates.threshold || usualThreshold,
        ...(all ? {} : { projects: project ? projectKeys(project) : [null] }),
      };
      return { kind: consolidationKind, payload, project: all ? null : (project?.id ?? null) };
    },

    render: (output) => `${say(output)} get_consolidation has what it finds.`,
  };
}
