import { rejectAllCandidatesOperation } from '../../protocol/operations/inbox/rejectAllCandidates.ts';
import type { ChangeOperation } from '../operation.ts';
import { decide, sayDecided } from './decide.ts';

export const rejectAllCandidates: ChangeOperation<typeof rejectAllCandidatesOperation> = {
  definition: rejectAllCandidatesOperation,

  run: (input, context, unit) =>
    decide(input, { action: 'reject', chosen: (waiting) => waiting.list(unit) }, context, unit),

  render: (output, input, context) => sayDecided('Rejected', output, input, context),
};
