import { claimItemOperation } from '../../../protocol/operations/sessions/claimItem.ts';
import { logSessionOperation } from '../../../protocol/operations/sessions/logSession.ts';
import { sessionEndOperation } from '../../../protocol/operations/sessions/sessionEnd.ts';
import { sessionWrapUpOperation } from '../../../protocol/operations/sessions/sessionWrapUp.ts';
import { plainCommandOf } from '../../commandOf.ts';
import type { CliIo } from '../../cliIo.ts';
import { readText } from '../../readText.ts';
import { UsageError } from '../../usageError.ts';

/** The summary of a session, which may come from standard input. */
async function withSummary<I extends { summary?: string | undefined }>(input: I, io: CliIo): Promise<I> {
  return input.summary === '-' ? { ...input, summary: await readText(io) } : input;
}

export const addSessionEnd = plainCommandOf(sessionEndOperation, {
  complete: ({ input, context }) => withSummary(input, context.io),
});

export const addSessionWrapUp = plainCommandOf(sessionWrapUpOperation, {
  complete: ({ input, context }) => withSummary(input, context.io),
});

export const addSessionLog = plainCommandOf(logSessionOperation, {
  mayBegin: true,
  complete: async ({ input, context: { io } }) => {
    const typed: { readonly summary?: string } = input;
    if (typed.summary === undefined && io.stdinIsTerminal)
      throw new UsageError('Say what came of it: memory-bridge session log "text".');
    const said = await withSummary({ ...input, summary: typed.summary ?? '-' }, io);
    if (said.summary === '')
      throw new UsageError('Standard input was empty, so there is nothing to remember.');
    return said;
  },
});

/** What somebody else holds is no success for a script. */
export const addSessionClaim = plainCommandOf(claimItemOperation, {
  isFailure: ({ granted }) => !granted,
});
