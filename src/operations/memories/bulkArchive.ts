import { MemoryBridgeError } from '../../core/errors.ts';
import { withArchiveReason } from '../../core/memory/archiveReason.ts';
import type { Memory, Status } from '../../core/memory/memory.ts';
import { shortId } from '../../core/shortId.ts';
import { actOn } from '../../memories/act.ts';
import { findMemory } from '../../memories/findMemory.ts';
import { MemoryChanges } from '../../memories/memoryChanges.ts';
import { mayAct } from '../../memories/whoMay.ts';
import { projectKeys } from '../../core/project/project.ts';
import type { ParsedInputOf } from '../../protocol/operation.ts';
import { bulkArchiveOperation } from '../../protocol/operations/memories/bulkArchive.ts';
import { toMemoryRow } from '../../recall/memoryRecords.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { ChangeOperation, OperationContext } from '../operation.ts';
import { counted, renderRows } from '../shared/rendering.ts';

type Input = ParsedInputOf<typeof bulkArchiveOperation>;

const day = 24 * 60 * 60_000;
/** In one unit of work, so that nobody waits long behind it. */
const most = 500;
/** Candidates are for the Inbox, and what was rejected is put away already. */
const fitting: readonly Status[] = ['active', 'resolved', 'superseded'];

export const bulkArchive: ChangeOperation<typeof bulkArchiveOperation> = {
  definition: bulkArchiveOperation,

  async run(input, context, unit) {
    const { memories, total } = await chosen(input, context, unit);
    const some = memories.filter((memory) => !memory.pinned && mayAct(memory, 'archive', context.actor));
    const kept = memories.length - some.length;
    const changes = new MemoryChanges(unit, context);
    if (!input.dry_run)
      for (const memory of some)
        await actOn(memory, 'archive', changes, () => ({
          metadata: withArchiveReason(memory.metadata, input.reason.trim()),
        }));
    changes.announce();
    return {
      rows: (input.dry_run ? some : changes.changed).map(toMemoryRow),
      archived: changes.size,
      kept,
      remaining: total - memories.length,
      changeId: changes.size === 0 ? '' : changes.groupId,
    };
  },

  render({ rows, archived, kept, remaining, changeId }, { dry_run: isLook }, { now }) {
    const what = counted(rows.length, 'memory', 'memories');
    const head =
      rows.length === 0
        ? 'There is nothing to archive.'
        : isLook
          ? `Would archive ${what}:`
          : `Archived ${counted(archived, 'memory', 'memories')} (undo ${shortId(changeId)}):`;
    return [
      head,
      ...(rows.length === 0 ? [] : [renderRows(rows, now)]),
      ...(kept === 0
        ? []
        : [`${counted(kept, 'memory', 'memories')} left: pinned, or for a person to change.`]),
      ...(remaining === 0 ? [] : [`${remaining} more fit. Call again for those.`]),
    ].join('\n');
  },
};

async function chosen(
  { memory_ids: ids, category, older_than_days: days }: Input,
  { now, project }: OperationContext,
  unit: UnitOfWork,
): Promise<{ memories: Memory[]; total: number }> {
  const until = days === undefined ? undefined : now - days * day;
  if (ids) {
    const found = new Map<string, Memory>();
    for (const id of ids) {
      const memory = await findMemory(unit, id);
      found.set(memory.id, memory);
    }
    const memories = [...found.values()].filter(
      (memory) =>
        memory.deletedAt === null &&
        fitting.includes(memory.status) &&
        (category === undefined || memory.category === category) &&
        (until === undefined || memory.createdAt < until),
    );
    return { memories, total: memories.length };
  }
  if (category === undefined && until === undefined)
    throw new MemoryBridgeError(
      'invalid_input',
      'memory_ids: is missing. Name memories, a category, or how many days old they are at least with older_than_days.',
      { details: { field: 'memory_ids' } },
    );
  return unit.memories.list(
    {
      projects: project ? projectKeys(project) : [null],
      statuses: fitting,
      pinned: false,
      ...(category === undefined ? {} : { categories: [category] }),
      ...(until === undefined ? {} : { until }),
    },
    { limit: most, order: 'oldest' },
  );
}
