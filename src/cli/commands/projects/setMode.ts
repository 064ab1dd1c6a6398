import type { ProjectMode } from '../../../core/project/projectMode.ts';
import { momentName, ownTimeZone } from '../../../core/reminder/zonedTime.ts';
import type { CliUse } from '../../../protocol/cliUse.ts';
import type { OutputOf } from '../../../protocol/operation.ts';
import { setProjectModeOperation } from '../../../protocol/operations/projects/setProjectMode.ts';
import { asDirectory } from '../../cliContext.ts';
import type { CliIo } from '../../cliIo.ts';
import { commandOf } from '../../commandOf.ts';

type Answer = OutputOf<typeof setProjectModeOperation>;

const named = {
  argument: {
    syntax: '[project]',
    help: 'a folder, an id or an alias (default: the current folder)',
    field: 'project',
  },
} as const;

/** One verb, and a word for each mode. */
const uses: Readonly<Record<ProjectMode, CliUse<'project' | 'for'>>> = {
  on: { command: 'project on', summary: 'switch memory on in a project', ...named },
  off: {
    command: 'project off',
    summary: 'switch memory off in a project',
    description:
      'Switch memory off in a project: nothing is captured there, and agents get nothing of it and write nothing to it. What is kept stays, and you can go on reading and writing it yourself.',
    ...named,
  },
  paused: {
    command: 'project pause',
    summary: 'switch memory off in a project for a while',
    ...named,
    options: [{ flags: '--for <time>', help: '30m, 2h, 3d (default: until "project on")', field: 'for' }],
    examples: ['memory-bridge project pause --for 2h'],
  },
};

const addMode = (mode: ProjectMode) =>
  commandOf({ ...setProjectModeOperation, cli: uses[mode] }, showMode, {
    complete: async ({ input, context: { io }, globals }) => ({
      ...input,
      project: input.project === undefined ? globals.project : asDirectory(input.project, io.cwd),
      mode,
    }),
  });

export const addOn = addMode('on');
export const addOff = addMode('off');
export const addPause = addMode('paused');

function showMode({ project: { id, mode, until } }: Answer, io: CliIo): void {
  if (mode === 'on') return io.print(`Memory is on in ${id}.`);
  const end = until === null ? '' : ` until ${momentName(until, ownTimeZone())}`;
  io.print(mode === 'off' ? `Memory is off in ${id}.` : `Memory is paused in ${id}${end}.`);
  io.note(
    io.paint.dim(
      'Nothing is captured there, and agents get nothing of it. On again: memory-bridge project on',
    ),
  );
}
