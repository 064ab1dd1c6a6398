import { nameOf } from '../../core/memory/memoryLine.ts';
import { shortId } from '../../core/shortId.ts';
import { undoChanges } from '../../memories/undo.ts';
import { describeBeside } from '../../protocol/describeUndoneImport.ts';
import { undoOperation } from '../../protocol/operations/memories/undo.ts';
import { toMemoryRecord } from '../../recall/memoryRecords.ts';
import { importsBeside, takeBackBeside } from '../../transfer/importing/broughtBeside.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { TakenBackBeside } from '../../protocol/transferResults.ts';
import type { ChangeOperation, OperationContext } from '../operation.ts';
import { refuseImportAtWork } from '../shared/refuseImportAtWork.ts';
import { counted } from '../shared/rendering.ts';

/** In the answer, which is kept for whoever sends the call again. */
const mostShown = 1_000;
/** In words. */
const mostSaid = 100;

export const undo: ChangeOperation<typeof undoOperation> = {
  definition: undoOperation,

  async run(input, context, unit) {
    const { memories, ...undone } = await undoChanges(unit, context, input.change_id);
    const [first] = memories;
    if (undone.action === 'import' && first)
      await refuseImportAtWork(
        unit,
        (await unit.history.ofMemory(first.id)).map(({ groupId }) => groupId),
      );
    const beside =
      undone.action === 'import' && input.change_id !== undefined
        ? await besideOf(unit, input.change_id, context)
        : undefined;
    return {
      memories: memories.slice(0, mostShown).map((memory) => toMemoryRecord(memory, context.now)),
      ...undone,
      ...(beside ? { beside } : {}),
    };
  },

  render({ memories, undone, changeId, beside }) {
    const lines = memories
      .slice(0, mostSaid)
      .map((memory) => `- ${nameOf(memory)} (${memory.deletedAt === null ? memory.status : 'deleted'})`);
    const left = undone - lines.length;
    return [
      `Undid ${counted(undone, 'change')} (undo ${shortId(changeId)} takes this back):`,
      ...lines,
      ...(memories.length > lines.length ? [`and ${left} more`] : []),
      ...(beside ? describeBeside(beside) : []),
    ].join('\n');
  },
};

/** As many as an import may bring that is undone in one step. */
const mostBeside = 5_000;

/** What a whole import has brought beside memories. One of its changes alone takes back nothing else. */
async function besideOf(
  unit: UnitOfWork,
  reference: string,
  context: OperationContext,
): Promise<TakenBackBeside | undefined> {
  const [groupId] = await importsBeside(unit.keyValues, reference, context.now);
  if (groupId === undefined) return undefined;
  const { taken } = await takeBackBeside(unit, groupId, { now: context.now, most: mostBeside });
  context.afterCommit(() => context.projects.forget());
  return taken;
}
