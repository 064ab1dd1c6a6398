import type { MemoryClient } from '../../../client/memoryClient.ts';
import type { Command } from 'commander';
import { shortId } from '../../../core/shortId.ts';
import { oneLine } from '../../../core/text/oneLine.ts';
import type { CliUse } from '../../../protocol/cliUse.ts';
import type { OutputOf } from '../../../protocol/operation.ts';
import { mergeProjectsOperation } from '../../../protocol/operations/projects/mergeProjects.ts';
import { moveProjectOperation } from '../../../protocol/operations/projects/moveProject.ts';
import { asDirectory, type CliContext, globalOptionsOf } from '../../cliContext.ts';
import { confirmed, isForced } from '../../confirm.ts';
import { describeCommand } from '../../describeCommand.ts';
import { exitCodes } from '../../exitCodes.ts';
import { withMemory } from '../../withMemory.ts';

type Moved = OutputOf<typeof mergeProjectsOperation>;

const options = [
  { flags: '--dry-run', help: 'only count what would move' },
  { flags: '--force', help: 'do not ask' },
] as const;

const uses: Readonly<Record<'merge' | 'move', CliUse>> = {
  merge: {
    command: 'project merge',
    summary: 'make one project of two',
    description:
      'Make one project of two: the first becomes a part of the second, and its id leads there. "project undo" takes it back.',
    options,
    examples: ['memory-bridge project merge github.com/me/app gitlab.com/team/app --dry-run'],
  },
  move: {
    command: 'project move',
    summary: 'give a project another id',
    description:
      'Give a project another id, such as the place of its renamed remote. The old one still leads to it. "project undo" takes it back.',
    options,
    examples: ['memory-bridge project move gitlab.com/old/app gitlab.com/new/app'],
  },
};

export const addMerge = (program: Command, context: CliContext): void => addMove('merge', program, context);
export const addMoveProject = (program: Command, context: CliContext): void =>
  addMove('move', program, context);

type MoveOptions = { readonly dryRun?: boolean; readonly force?: boolean; readonly yes?: boolean };

/** Two projects are named, which is more than the command of a verb takes. */
function addMove(kind: 'merge' | 'move', program: Command, context: CliContext): void {
  const { io } = context;
  const command = describeCommand(program, uses[kind]);
  command.argument(kind === 'merge' ? '<from>' : '<old>', 'the project: a folder, an id or an alias');
  command.argument(
    kind === 'merge' ? '<into>' : '<new>',
    kind === 'merge' ? 'the project that stays' : 'the new id, or the address of the repository',
  );
  command.action(async (from: string, to: string, typed: MoveOptions) => {
    const globals = globalOptionsOf(command, io);
    const [source, target] = [from, to].map((each) => asDirectory(each, io.cwd));
    const moved = await withMemory(globals, io, async (client) => {
      const call = callOf(client, kind, source ?? from, target ?? to);
      const preview = await call(true);
      if (typed.dryRun) return preview;
      if (!globals.json && !isForced(typed)) io.note(describe(preview, kind, 'would'));
      const question = kind === 'merge' ? 'Make one project of the two?' : 'Give it this id?';
      if (await confirmed(question, typed, globals, io)) return call(false);
      context.exitCode = exitCodes.failed;
      io.note('Nothing was changed.');
      return undefined;
    });
    if (!moved) return;
    if (globals.json) return io.print(JSON.stringify(moved, undefined, 2));
    if (moved.changeId === '') return io.print(describe(moved, kind, 'would'));
    io.print(describe(moved, kind, 'did'));
    io.note(io.paint.dim(`Undo: memory-bridge project undo ${shortId(moved.changeId)}`));
  });
}

function callOf(client: MemoryClient, kind: 'merge' | 'move', from: string, to: string) {
  return async (dry_run: boolean): Promise<Moved> => {
    const { result } =
      kind === 'merge'
        ? await client.call(mergeProjectsOperation, { from, into: to, dry_run })
        : await client.call(moveProjectOperation, { from, to, dry_run });
    return result;
  };
}

function describe({ from, to, counts }: Moved, kind: 'merge' | 'move', how: 'would' | 'did'): string {
  const { memories, deleted, sessions, claims, jobs } = counts;
  const rows: [number, string][] = [
    [memories, memories === 1 ? 'memory' : 'memories'],
    [deleted, 'deleted'],
    [sessions, sessions === 1 ? 'session' : 'sessions'],
    [claims, claims === 1 ? 'claim' : 'claims'],
    [jobs, jobs === 1 ? 'job' : 'jobs'],
  ];
  const what = rows
    .filter(([count], index) => index === 0 || count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
  const verb =
    how === 'did' ? (kind === 'merge' ? 'Merged' : 'Moved') : kind === 'merge' ? 'Merges' : 'Moves';
  return oneLine(`${verb} ${from} ${kind === 'merge' ? 'into' : 'to'} ${to}: ${what}.`);
}
