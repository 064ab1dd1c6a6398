import { MemoryBridgeError } from '../../core/errors.ts';
import { isQuestion } from '../../core/memory/isQuestion.ts';
import type { Memory } from '../../core/memory/memory.ts';
import { trimMemoryText } from '../../memories/memoryWording.ts';
import type { ParsedInputOf } from '../../protocol/operation.ts';
import { acceptCandidatesOperation } from '../../protocol/operations/inbox/acceptCandidates.ts';
import type { ChangeOperation } from '../operation.ts';
import { decide, namedCandidates, sayDecided } from './decide.ts';

type Input = ParsedInputOf<typeof acceptCandidatesOperation>;

export const acceptCandidates: ChangeOperation<typeof acceptCandidatesOperation, Input> = {
  definition: acceptCandidatesOperation,

  prepare: async (input) => trimMemoryText(input),

  run: (_input, context, unit, input) =>
    decide(
      input,
      {
        action: 'accept',
        edits: hasEdits(input) ? input : undefined,
        chosen: async () => {
          const candidates = await namedCandidates(unit, input.ids, 'accept');
          if (hasEdits(input)) refuseEditing(candidates);
          return candidates;
        },
      },
      context,
      unit,
    ),

  render: (output, input, context) => sayDecided('Accepted', output, input, context),
};

const hasEdits = ({ content, title, category, why }: Input): boolean =>
  [content, title, category, why].some((edit) => edit !== undefined);

function refuseEditing(candidates: readonly Memory[]): void {
  if (candidates.length !== 1)
    throw new MemoryBridgeError('invalid_input', 'Edits go with accept of exactly one candidate.');
  if (candidates.some(isQuestion))
    throw new MemoryBridgeError(
      'invalid_input',
      'This candidate asks whether a memory still holds: accept or reject it as it is.',
    );
}
