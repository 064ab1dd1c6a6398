import { MemoryBridgeError } from '../../core/errors.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { parseIdReference } from '../../core/shortId.ts';
import { undoProjectMoveOperation } from '../../protocol/operations/projects/undoProjectMove.ts';
import type { ProjectMove } from '../../store/ports/projectRepository.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import type { ChangeOperation } from '../operation.ts';
import { announceMove } from './moveAll.ts';
import { refuseProgram } from '../shared/personOnly.ts';

export const undoProjectMove: ChangeOperation<typeof undoProjectMoveOperation> = {
  definition: undoProjectMoveOperation,

  async run(input, context, unit) {
    refuseProgram(context.actor, 'take a merge or a move of projects back');
    const move = await findMove(unit, input.change_id);
    await refuseUnderLater(unit, move);
    await unit.projects.moveBack(move.id, context.now);
    announceMove(context, [move.from, move.to]);
    return { from: move.from, to: move.to, kind: move.kind, changeId: move.id };
  },

  render: ({ from, to, kind }) =>
    oneLine(kind === 'merge' ? `Two projects again: ${from} and ${to}.` : `Project ${to} is ${from} again.`),
};

async function findMove(unit: ReadUnit, changeId: string | undefined): Promise<ProjectMove> {
  if (changeId === undefined) {
    const last = (await unit.projects.moves()).find(({ undoneAt }) => undoneAt === null);
    if (last) return last;
    throw new MemoryBridgeError('not_found', 'No merge or move of projects is left to take back.');
  }
  const parsed = parseIdReference(changeId);
  const [found, other] = parsed ? await unit.projects.moves('id' in parsed ? parsed.id : parsed.tail) : [];
  if (!found)
    throw new MemoryBridgeError('not_found', `There is no merge or move of projects "${changeId}".`);
  if (other)
    throw new MemoryBridgeError('conflict', `Several moves end in "${changeId}". Give the whole id.`);
  if (found.undoneAt !== null)
    throw new MemoryBridgeError('conflict', 'This merge or move is taken back already.');
  return found;
}

/** What a later one has taken along is no longer where this one has put it. */
async function refuseUnderLater(unit: ReadUnit, move: ProjectMove): Promise<void> {
  const later = (await unit.projects.moves()).find(
    ({ id, from, to, undoneAt }) =>
      undoneAt === null && id > move.id && [from, to].some((each) => each === move.from || each === move.to),
  );
  if (later)
    throw new MemoryBridgeError(
      'conflict',
      `${later.from} was moved to ${later.to} after that. Take that back first: memory-bridge project undo ${later.id}`,
    );
}
