import { archiveReasonOf, withArchiveReason } from '../../core/memory/archiveReason.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { archiveMemoryOperation } from '../../protocol/operations/memories/archiveMemory.ts';
import type { ChangeOperation } from '../operation.ts';
import { changeOne, sayChanged } from './changeOne.ts';

export const archiveMemory: ChangeOperation<typeof archiveMemoryOperation> = {
  definition: archiveMemoryOperation,

  run: (input, context, unit) =>
    changeOne(input, 'archive', context, unit, ({ metadata }) => ({
      metadata: withArchiveReason(metadata, input.reason?.trim()),
    })),

  render(output) {
    const reason = archiveReasonOf(output.memory);
    const said = sayChanged('Archived', output);
    return reason === undefined ? said : `${said}\nReason: ${oneLine(reason)}`;
  },
};
