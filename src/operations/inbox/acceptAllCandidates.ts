import { acceptAllCandidatesOperation } from '../../protocol/operations/inbox/acceptAllCandidates.ts';
import type { ChangeOperation } from '../operation.ts';
import { decide, sayDecided } from './decide.ts';

export const acceptAllCandidates: ChangeOperation<typeof acceptAllCandidatesOperation> = {
  definition: acceptAllCandidatesOperation,

  run: (input, context, unit) =>
    decide(input, { action: 'accept', chosen: (waiting) => waiting.list(unit) }, context, unit),

  render: (output, input, context) => sayDecided('Accepted', output, input, context),
};
