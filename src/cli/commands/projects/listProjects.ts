import { spokenNames } from '../../../core/project/spokenNames.ts';
import { ageLabel } from '../../../core/text/ageLabel.ts';
import { oneLine } from '../../../core/text/oneLine.ts';
import { listProjectsOperation } from '../../../protocol/operations/projects/listProjects.ts';
import type { ProjectRecord } from '../../../protocol/operations/projects/projectRecord.ts';
import type { Paint } from '../../cliIo.ts';
import { commandOf } from '../../commandOf.ts';
import { plain } from '../../renderMemories.ts';

/** All of them, and which one the command was called in. */
export const addListProjects = commandOf(listProjectsOperation, ({ projects, current, initial }, io) => {
  if (projects.length === 0) io.note('No project is known yet.');
  else io.print(renderProjects(projects, current, io.paint));
  if (initial === 'off')
    io.note(io.paint.dim('Memory is off in projects that are not switched on (setting projects.default).'));
});

/** One line each, the one of the working folder with a star before it. */
function renderProjects(projects: readonly ProjectRecord[], here: string | null, paint: Paint): string {
  const now = Date.now();
  const counts = projects.map(({ memories }) => String(memories));
  const wide = Math.max(...counts.map(({ length }) => length));
  return projects
    .map(({ id, mode, lastActivity, aliases, root }, index) => {
      const state = mode === 'on' ? 'on    ' : paint.yellow(mode.padEnd(6));
      const age = paint.dim((lastActivity === null ? '' : ageLabel(lastActivity, now)).padStart(4));
      const more = [...spokenNames(aliases), ...(root === null ? [] : [root])]
        .map((each) => oneLine(plain(each)))
        .join(', ');
      const line = `${id === here ? paint.green('*') : ' '} ${state}  ${(counts[index] ?? '').padStart(wide)}  ${age}  ${paint.cyan(oneLine(plain(id)))}`;
      return more === '' ? line : `${line}\n${' '.repeat(wide + 18)}${paint.dim(more)}`;
    })
    .join('\n');
}
