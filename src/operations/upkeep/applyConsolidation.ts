import { MemoryBridgeError } from '../../core/errors.ts';
import type { Memory } from '../../core/memory/memory.ts';
import { shortId } from '../../core/shortId.ts';
import { applyToGroup, touchedBy } from '../../memories/applyFinding.ts';
import { findMemory } from '../../memories/findMemory.ts';
import { MemoryChanges } from '../../memories/memoryChanges.ts';
import { isPerson } from '../../memories/provenance.ts';
import type { ConsolidationReport, Finding } from '../../protocol/consolidationReport.ts';
import { describeReason } from '../../protocol/describeFinding.ts';
import type { OutputOf, ParsedInputOf } from '../../protocol/operation.ts';
import { applyConsolidationOperation } from '../../protocol/operations/upkeep/applyConsolidation.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import { noteUpkeep } from '../../upkeep/upkeepEntries.ts';
import type { ChangeOperation, OperationContext } from '../operation.ts';
import { counted } from '../shared/rendering.ts';
import { findReport } from './consolidationJobs.ts';

type Input = ParsedInputOf<typeof applyConsolidationOperation>;
type Done = OutputOf<typeof applyConsolidationOperation>['done'];

export const applyConsolidation: ChangeOperation<typeof applyConsolidationOperation> = {
  definition: applyConsolidationOperation,

  async run(input, context, unit) {
    if (!isPerson(context.actor))
      throw new MemoryBridgeError(
        'forbidden',
        'Only a person applies what is proposed: with "memory-bridge consolidate" at a terminal. get_consolidation shows it.',
      );
    const found = await findReport(unit, { job: input.job_id, project: context.project?.id ?? null });
    const groups = chosen(input, found?.report);
    const changes = new MemoryChanges(unit, context);
    const done: Done[number][] = [];
    let left = 0;
    for (const group of groups) {
      const { memories, changed } = await fresh(unit, group, new Set(done.map(({ id }) => id)));
      left += changed;
      const keep = await keptOf(unit, group, input.keep_id, memories);
      const action = keep ? 'supersede' : group.action;
      if (action === 'none' || isBroken(group, memories)) continue;
      if (input.dry_run) {
        const meant = await touchedBy(unit, { action, memories, keep });
        done.push(...meant.map(({ id }) => ({ id, action, group: group.group })));
        continue;
      }
      // It stands with each of them by itself.
      const reason = describeReason(group, 1);
      const acted = await applyToGroup(changes, { action, memories, keep, reason });
      done.push(...acted.map(({ id }) => ({ id, action, group: group.group })));
    }
    if (changes.size > 0) await note(unit, context, changes, done);
    changes.announce();
    return { done, left, changeId: changes.size === 0 ? '' : changes.groupId };
  },

  render({ done, left, changeId }, { dry_run: isDry }) {
    const what = counted(done.length, 'memory', 'memories');
    return [
      done.length === 0
        ? 'Nothing to do.'
        : isDry
          ? `Would change ${what}.`
          : `Changed ${what} (undo ${shortId(changeId)}).`,
      ...(left === 0 ? [] : [`${counted(left, 'memory', 'memories')} left: changed since the look.`]),
    ].join('\n');
  },
};

function chosen({ groups, all, keep_id: keep }: Input, report: ConsolidationReport | undefined): Finding[] {
  if (!report) return [];
  if (keep !== undefined && groups?.length !== 1)
    throw new MemoryBridgeError('invalid_input', 'keep_id: goes with one group. Name it with groups.', {
      details: { field: 'keep_id' },
    });
  if (all) return [...report.groups];
  if (!groups)
    throw new MemoryBridgeError(
      'invalid_input',
      'groups: is missing. Name groups by their numbers, or say all.',
      {
        details: { field: 'groups' },
      },
    );
  return groups.map((number) => {
    const group = report.groups.find((each) => each.group === number);
    if (group) return group;
    throw new MemoryBridgeError('not_found', `There is no group ${number} in this report.`);
  });
}

/** Those that are as they were looked at. What one group has changed is not for the next one. */
async function fresh(
  unit: UnitOfWork,
  { memories: reported }: Finding,
  done: ReadonlySet<string>,
): Promise<{ memories: Memory[]; changed: number }> {
  const revisions = new Map(reported.map(({ id, revision }) => [id, revision]));
  const found = await unit.memories.getMany([...revisions.keys()]);
  const memories = found.filter(
    ({ id, revision, deletedAt }) => !done.has(id) && deletedAt === null && revisions.get(id) === revision,
  );
  return { memories, changed: reported.length - memories.length };
}

/** Which one stays: the proposed one, or the one that a person has named of two that exclude each other. */
async function keptOf(
  unit: UnitOfWork,
  group: Finding,
  named: string | undefined,
  memories: readonly Memory[],
): Promise<Memory | undefined> {
  const id = named === undefined ? group.keep : (await findMemory(unit, named)).id;
  if (id === null) return undefined;
  const keep = memories.find((memory) => memory.id === id);
  if (!keep && named !== undefined)
    throw new MemoryBridgeError('invalid_input', `keep_id: [${shortId(id)}] is none of this group.`, {
      details: { field: 'keep_id' },
    });
  return keep;
}

/** Two sides need both of them, and what is replaced needs what replaces it. */
function isBroken({ action, keep }: Finding, memories: readonly Memory[]): boolean {
  if (action === 'link') return memories.length < 2;
  return action === 'supersede' && !memories.some(({ id }) => id === keep);
}

async function note(
  unit: UnitOfWork,
  { actor, ids, now }: OperationContext,
  changes: MemoryChanges,
  done: Done,
): Promise<void> {
  const counts: Record<string, number> = {};
  for (const { action } of done) counts[pastOf[action]] = (counts[pastOf[action]] ?? 0) + 1;
  await noteUpkeep(unit.keyValues, {
    id: ids.next(),
    kind: 'consolidation',
    at: now,
    by: { kind: actor.kind, ...(actor.name === undefined ? {} : { name: actor.name }) },
    counts,
    changeId: changes.groupId,
  });
}

const pastOf = {
  archive: 'archived',
  supersede: 'superseded',
  link: 'linked',
  restore: 'restored',
  resolve: 'resolved',
  none: 'left',
} as const;
