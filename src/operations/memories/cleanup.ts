import { MemoryBridgeError } from '../../core/errors.ts';
import { decidedStatuses, type Memory } from '../../core/memory/memory.ts';
import { projectKeys } from '../../core/project/project.ts';
import { shortId } from '../../core/shortId.ts';
import { actOnAll } from '../../memories/act.ts';
import { findMemory } from '../../memories/findMemory.ts';
import { MemoryChanges } from '../../memories/memoryChanges.ts';
import type { ParsedInputOf } from '../../protocol/operation.ts';
import { cleanupOperation } from '../../protocol/operations/memories/cleanup.ts';
import { toMemoryRow } from '../../recall/memoryRecords.ts';
import type { MemoryFilter } from '../../store/ports/memoryFilter.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { ChangeOperation, OperationContext } from '../operation.ts';
import { counted, renderRows } from '../shared/rendering.ts';

type Input = ParsedInputOf<typeof cleanupOperation>;

const day = 24 * 60 * 60_000;
const pageLength = 1_000;
/** How many memories one cleanup deletes at most. */
const mostCleaned = 5_000;

export const cleanup: ChangeOperation<typeof cleanupOperation> = {
  definition: cleanupOperation,

  async run(input, context, unit) {
    const meant =
      input.only_ids === undefined ? await selected(input, context, unit) : await named(input, context, unit);
    const memories = meant.slice(0, mostCleaned);
    const changes = new MemoryChanges(unit, context);
    if (!input.dry_run) {
      await actOnAll(memories, 'delete', changes);
      changes.announce();
    }
    return {
      memories: memories.map(toMemoryRow),
      total: meant.length,
      project: context.project?.id ?? null,
      changeId: changes.size === 0 ? '' : changes.groupId,
    };
  },

  render({ memories, total, changeId }, input, { now }) {
    if (total === 0) return 'Nothing to delete.';
    const left = total - memories.length;
    const said = input.dry_run
      ? `Would delete ${counted(memories.length, 'memory', 'memories')}.`
      : `Deleted ${counted(memories.length, 'memory', 'memories')} (undo ${shortId(changeId)}).`;
    const rest = left === 0 ? '' : ` ${left} are left: call it again.`;
    return `${said}${rest}\n${renderRows(memories, now)}`;
  },
};

/** Those that are named and that everything else applies to that is said. */
async function named(
  { only_ids: ids = [], ...input }: Input,
  context: OperationContext,
  unit: UnitOfWork,
): Promise<Memory[]> {
  const meant = new Map<string, Memory>();
  for (const id of ids) {
    const memory = await findMemory(unit, id);
    meant.set(memory.id, memory);
  }
  const { projects, categories, statuses, scope, until } = filterOf(input, context);
  return [...meant.values()].filter(
    (memory) =>
      memory.deletedAt === null &&
      statuses?.includes(memory.status) &&
      // An id says which memory is meant, whosever it is, unless a project is named besides.
      (input.project === undefined || projects?.includes(memory.project)) &&
      (categories === undefined || categories.includes(memory.category)) &&
      (scope === undefined || memory.scope === scope) &&
      (until === undefined || memory.createdAt < until),
  );
}

/** The oldest first, and without what is pinned: nobody pins what may go unasked. */
async function selected(input: Input, context: OperationContext, unit: UnitOfWork): Promise<Memory[]> {
  const { older_than_days: age, category, status, scope, all } = input;
  if (!all && [age, category, status, scope].every((each) => each === undefined))
    throw new MemoryBridgeError(
      'invalid_input',
      'Say what to delete: older_than_days, only_ids, category, status or scope, or all for everything in the project.',
    );
  if (context.project === undefined && scope !== 'global')
    throw new MemoryBridgeError(
      'invalid_input',
      'No project is known for this call. Name one with project, or use scope global.',
    );
  const filter = filterOf(input, context);
  const found: Memory[] = [];
  let cursor: string | null = null;
  do {
    const page = await unit.memories.list(filter, {
      limit: pageLength,
      ...(cursor === null ? {} : { cursor }),
    });
    found.push(...page.memories.filter(({ pinned }) => !pinned));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found.toReversed();
}

/** Everything that is said applies. Memories for all projects are nobody's to clean up by the way. */
function filterOf(
  { category, status, scope, older_than_days: age }: Omit<Input, 'only_ids'>,
  { project, now }: OperationContext,
): MemoryFilter {
  return {
    projects: scope === 'global' ? [null] : project === undefined ? [] : projectKeys(project),
    statuses: status ?? decidedStatuses,
    ...(category === undefined ? {} : { categories: category }),
    ...(scope === undefined ? {} : { scope }),
    ...(age === undefined ? {} : { until: now - age * day }),
  };
}
