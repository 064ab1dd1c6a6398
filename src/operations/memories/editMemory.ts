import { editOf } from '../../memories/editMemory.ts';
import { trimMemoryText } from '../../memories/memoryWording.ts';
import type { ParsedInputOf } from '../../protocol/operation.ts';
import { editMemoryOperation } from '../../protocol/operations/memories/editMemory.ts';
import type { ChangeOperation } from '../operation.ts';
import { changeOne, sayChanged } from './changeOne.ts';

export const editMemory: ChangeOperation<
  typeof editMemoryOperation,
  ParsedInputOf<typeof editMemoryOperation>
> = {
  definition: editMemoryOperation,
  prepare: async (input) => trimMemoryText(input),
  run: (_input, context, unit, input) =>
    changeOne(input, 'edit', context, unit, async (before) => {
      const patch = editOf(before, input, context);
      if (context.project && patch.project === context.project.id)
        await unit.projects.upsert(context.project);
      return patch;
    }),
  render: (output) => sayChanged('Edited', output),
};
