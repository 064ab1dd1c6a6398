import { MemoryBridgeError } from '../../core/errors.ts';
import { findMemory } from '../../memories/findMemory.ts';
import { refuseSuccessor } from '../../memories/supersede.ts';
import { supersedeMemoryOperation } from '../../protocol/operations/memories/supersedeMemory.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { ChangeOperation } from '../operation.ts';
import { changeOne, sayChanged } from './changeOne.ts';

export const supersedeMemory: ChangeOperation<typeof supersedeMemoryOperation> = {
  definition: supersedeMemoryOperation,
  run: (input, context, unit) =>
    changeOne(input, 'supersede', context, unit, async () => ({
      supersededBy: await successorOf(input.superseded_by, unit),
    })),
  render: (output) => sayChanged('Superseded', output),
};

/** That no chain comes back to where it begins is the store's to see to, for every door alike. */
async function successorOf(id: string | undefined, unit: UnitOfWork): Promise<string> {
  if (id === undefined)
    throw new MemoryBridgeError(
      'invalid_input',
      'superseded_by: is missing. Name the memory that replaces this one, or use archive.',
      { details: { field: 'superseded_by' } },
    );
  const successor = await findMemory(unit, id);
  refuseSuccessor(successor);
  return successor.id;
}
