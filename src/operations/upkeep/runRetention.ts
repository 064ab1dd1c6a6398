import { projectKeys } from '../../core/project/project.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import { isPerson } from '../../memories/provenance.ts';
import { runRetentionOperation } from '../../protocol/operations/upkeep/runRetention.ts';
import { retentionKind, type RetentionPayload } from '../../upkeep/retentionJob.ts';
import type { TaskOperation } from '../operation.ts';
import type { ConfigPort } from '../ports.ts';
import { sayStarted } from '../shared/jobRecords.ts';

export function createRunRetention(
  config: Pick<ConfigPort, 'read'>,
): TaskOperation<typeof runRetentionOperation> {
  return {
    definition: runRetentionOperation,

    start({ dry_run: dryRun, as_of: asOf, all_projects: all, ...input }, { actor, now, project }) {
      if (!dryRun && !isPerson(actor))
        throw new MemoryBridgeError(
          'forbidden',
          'Only a person deletes memories by their age: with "memory-bridge cleanup" at a terminal. An agent can look with dry_run.',
        );
      const { retention } = config.read().config;
      const payload: RetentionPayload = {
        dryRun,
        asOf: asOf ?? now,
        rules: {
          resolvedBlockerDays: input.resolved_blockers_days ?? retention.resolvedBlockerDays,
          conversationDays: input.conversations_days ?? retention.conversationDays,
          purgeDays: retention.purgeDays,
        },
        by: actor.name === undefined ? { kind: actor.kind } : { kind: actor.kind, name: actor.name },
        ...(all ? {} : { projects: project ? projectKeys(project) : [null] }),
      };
      return { kind: retentionKind, payload, project: null };
    },

    render: sayStarted('Retention'),
  };
}
