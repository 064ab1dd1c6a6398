import { resolvedWith } from '../../memories/editMemory.ts';
import { trimMemoryText } from '../../memories/memoryWording.ts';
import type { ParsedInputOf } from '../../protocol/operation.ts';
import { resolveBlockerOperation } from '../../protocol/operations/memories/resolveBlocker.ts';
import type { ChangeOperation } from '../operation.ts';
import { changeOne, sayChanged } from './changeOne.ts';

export const resolveBlocker: ChangeOperation<
  typeof resolveBlockerOperation,
  ParsedInputOf<typeof resolveBlockerOperation>
> = {
  definition: resolveBlockerOperation,
  prepare: async (input) => trimMemoryText(input),
  run: (_input, context, unit, input) =>
    changeOne(input, 'resolve', context, unit, (before) =>
      input.note ? resolvedWith(before, input.note, context.actor) : {},
    ),
  render: (output) => sayChanged('Resolved', output),
};
