import { shortId } from '../../../core/shortId.ts';
import type { OutputOf } from '../../../protocol/operation.ts';
import { acceptCandidatesOperation } from '../../../protocol/operations/inbox/acceptCandidates.ts';
import { listInboxOperation } from '../../../protocol/operations/inbox/listInbox.ts';
import { rejectCandidatesOperation } from '../../../protocol/operations/inbox/rejectCandidates.ts';
import type { CliIo } from '../../cliIo.ts';
import { type CommandRun, commandOf } from '../../commandOf.ts';
import { renderLines } from '../../renderMemories.ts';
import { UsageError } from '../../usageError.ts';
import { withMemory } from '../../withMemory.ts';

type Verb = typeof acceptCandidatesOperation | typeof rejectCandidatesOperation;

export const addAccept = commandOf(
  acceptCandidatesOperation,
  (result, io) => showDecided('Accepted:', result, io),
  { complete: (run) => named('accept', run) },
);

export const addReject = commandOf(
  rejectCandidatesOperation,
  (result, io) => showDecided('Rejected:', result, io),
  { complete: (run) => named('reject', run) },
);

/** The candidates that are meant, each by its id. */
async function named<V extends Verb>(action: 'accept' | 'reject', run: CommandRun<V>) {
  const { input, options, globals, callOptions, context } = run;
  const all = options['all'] === true;
  const ids = input.ids ?? [];
  if (all === ids.length > 0)
    throw new UsageError(
      `Name what to ${action}, or all of it with --all: memory-bridge inbox ${action} <id>…`,
    );
  if (!all) return input;
  const { all_projects = false } = input;
  const { result } = await withMemory(globals, context.io, (client) =>
    client.call(listInboxOperation, { all_projects }, callOptions),
  );
  if (result.memories.length > 0) return { ...input, ids: result.memories.map(({ id }) => id) };
  const nothing: OutputOf<Verb> = { memories: [], changeId: null, remaining: 0 };
  if (globals.json) context.io.print(JSON.stringify(nothing, undefined, 2));
  else context.io.note('The Inbox is empty.');
  return undefined;
}

function showDecided(done: string, { memories, changeId, remaining }: OutputOf<Verb>, io: CliIo): void {
  io.print(changeId === null ? 'No change:' : done);
  const shown = memories.map((memory) => ({ ...memory, status: 'active' as const }));
  io.print(renderLines(shown, io, { besides: '' }));
  const undo = changeId === null ? '' : ` Undo it: memory-bridge undo ${shortId(changeId)}`;
  io.note(io.paint.dim(`${remaining === 0 ? 'The Inbox is empty now.' : `${remaining} left.`}${undo}`));
}
