import { rejectCandidatesOperation } from '../../protocol/operations/inbox/rejectCandidates.ts';
import type { ChangeOperation } from '../operation.ts';
import { decide, namedCandidates, sayDecided } from './decide.ts';

export const rejectCandidates: ChangeOperation<typeof rejectCandidatesOperation> = {
  definition: rejectCandidatesOperation,

  run: (input, context, unit) =>
    decide(
      input,
      { action: 'reject', chosen: () => namedCandidates(unit, input.ids, 'reject') },
      context,
      unit,
    ),

  render: (output, input, context) => sayDecided('Rejected', output, input, context),
};
