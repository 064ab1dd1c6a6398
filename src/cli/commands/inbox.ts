import type { Command } from 'commander';
import { shortId } from '../../core/shortId.ts';
import type { OutputOf } from '../../protocol/operation.ts';
import type { listInboxOperation } from '../../protocol/operations/inbox/listInbox.ts';
import { type CliContext, type GlobalOptions, globalOptionsOf } from '../cliContext.ts';
import type { CliIo } from '../cliIo.ts';
import { renderLines } from '../renderMemories.ts';
import { UsageError } from '../usageError.ts';
import { withMemory } from '../withMemory.ts';

interface InboxOptions {
  readonly allProjects?: boolean;
  readonly all?: boolean;
}

/** `memory-bridge inbox …`: what was captured and waits for a person. */
export function addInboxCommands(program: Command, { io }: CliContext): void {
  const inbox = program
    .command('inbox')
    .summary('review what was captured')
    .addHelpText(
      'after',
      '\nExamples:\n  $ memory-bridge inbox list\n  $ memory-bridge inbox accept 4f0c9a1b2d\n  $ memory-bridge inbox reject --all',
    );
  inbox
    .command('list')
    .summary('show what is waiting for review')
    .option('-a, --all-projects', 'for every project')
    .action(async (options: InboxOptions, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const result = await listed(options, globals, io);
      if (globals.json) return io.print(JSON.stringify(result, undefined, 2));
      const { memories } = result;
      if (memories.length === 0) return io.note('The Inbox is empty.');
      // All of them are candidates.
      const shown = memories.map((memory) => ({
        ...memory,
        status: 'active' as const,
        snippet: memory.content,
      }));
      io.print(renderLines(shown, io, { besides: '', snippets: true }));
      io.note(io.paint.dim('Decide: memory-bridge inbox accept <id>… or reject <id>…'));
    });
  for (const action of ['accept', 'reject'] as const) addDecision(inbox, action, io);
}

function addDecision(inbox: Command, action: 'accept' | 'reject', io: CliIo): void {
  inbox
    .command(action)
    .summary(action === 'accept' ? 'keep them as memories' : 'discard them')
    .argument('[ids...]', 'short or long ids')
    .option('--all', 'everything waiting in this project')
    .option('-a, --all-projects', 'with --all: in every project')
    .action(async (ids: string[], options: InboxOptions, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { all = false, allProjects = false } = options;
      if (all === ids.length > 0)
        throw new UsageError(
          `Name what to ${action}, or all of it with --all: memory-bridge inbox ${action} <id>…`,
        );
      const named = all ? (await listed(options, globals, io)).memories.map(({ id }) => id) : ids;
      if (named.length === 0) return io.note('The Inbox is empty.');
      const [{ acceptCandidatesOperation }, { rejectCandidatesOperation }] = await Promise.all([
        import('../../protocol/operations/inbox/acceptCandidates.ts'),
        import('../../protocol/operations/inbox/rejectCandidates.ts'),
      ]);
      const verb = action === 'accept' ? acceptCandidatesOperation : rejectCandidatesOperation;
      const { result } = await withMemory(globals, io, (client) =>
        client.call(verb, { ids: named, all_projects: allProjects }, { project: globals.project }),
      );
      if (globals.json) return io.print(JSON.stringify(result, undefined, 2));
      const { memories, changeId, remaining } = result;
      const done = action === 'accept' ? 'Accepted:' : 'Rejected:';
      io.print(changeId === null ? 'No change:' : done);
      const shown = memories.map((memory) => ({ ...memory, status: 'active' as const }));
      io.print(renderLines(shown, io, { besides: '' }));
      const undo = changeId === null ? '' : ` Undo it: memory-bridge undo ${shortId(changeId)}`;
      io.note(io.paint.dim(`${remaining === 0 ? 'The Inbox is empty now.' : `${remaining} left.`}${undo}`));
    });
}

async function listed(
  { allProjects = false }: InboxOptions,
  globals: GlobalOptions,
  io: CliIo,
): Promise<OutputOf<typeof listInboxOperation>> {
  const { listInboxOperation: operation } = await import('../../protocol/operations/inbox/listInbox.ts');
  const { result } = await withMemory(globals, io, (client) =>
    client.call(operation, { all_projects: allProjects }, { project: globals.project }),
  );
  return result;
}
