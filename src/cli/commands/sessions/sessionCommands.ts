import { claimItemOperation } from '../../../protocol/operations/sessions/claimItem.ts';
import { logSessionOperation } from '../../../protocol/operations/sessions/logSession.ts';
import { plainCommandOf } from '../../commandOf.ts';
import { typedText } from '../../typedText.ts';

export const addSessionLog = plainCommandOf(logSessionOperation, {
  mayBegin: true,
  complete: async ({ input, context: { io } }) => {
    const typed: { readonly summary?: string } = input;
    const missing = 'Say what came of it: memory-bridge session log "text".';
    return { ...input, summary: await typedText(typed.summary, io, { missing, verb: 'remember' }) };
  },
});

/** What somebody else holds is no success for a script. */
export const addSessionClaim = plainCommandOf(claimItemOperation, {
  isFailure: ({ granted }) => !granted,
});
