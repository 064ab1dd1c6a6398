import { MemoryBridgeError } from '../../core/errors.ts';
import { isOff, type ModeNow, type SaidMode } from '../../core/project/projectMode.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { ProjectModes } from '../../projects/projectModes.ts';
import type { ParsedInputOf } from '../../protocol/operation.ts';
import { setProjectModeOperation } from '../../protocol/operations/projects/setProjectMode.ts';
import type { ChangeOperation } from '../operation.ts';
import type { ConfigPort } from '../ports.ts';
import { refuseProgram, requiredProject } from '../shared/personOnly.ts';
import { isKnown, unknownProject } from './moveAll.ts';
import { projectRecords } from './projectRecords.ts';

type Input = ParsedInputOf<typeof setProjectModeOperation>;

export function createSetProjectMode(
  config: Pick<ConfigPort, 'read'>,
): ChangeOperation<typeof setProjectModeOperation> {
  return {
    definition: setProjectModeOperation,

    async run(input, context, unit) {
      refuseProgram(context.actor, 'switch memory on or off in a project');
      const project = requiredProject(context);
      // A word that is mistyped would switch something that nobody works in, and leave the project as it is.
      if (!/[/:\\]/.test(project.id) && !(await isKnown(unit, project))) throw unknownProject(project.id);
      const { now } = context;
      const question = { initial: config.read().config.projects.default, now };
      const before = (await ProjectModes.read(unit, question)).of(project);
      await unit.projects.upsert(project);
      await unit.projects.setMode(project.id, saidOf(input, before, now));
      context.emit({ kind: 'projects', ids: [project.id] });
      const [record] = await projectRecords(unit, question, [project]);
      if (!record) throw new Error('A project that was just written is not there.');
      return { project: record };
    },

    render: ({ project: { id, mode, until } }) =>
      oneLine(
        mode === 'on'
          ? `Memory is on in ${id}.`
          : mode === 'off'
            ? `Memory is off in ${id}: nothing is captured there, and agents get nothing of it.`
            : `Memory is paused in ${id}${until === null ? '' : ` until ${new Date(until).toISOString()}`}.`,
      ),
  };
}

function saidOf(input: Input, before: ModeNow, now: number): SaidMode {
  const { mode } = input;
  if (mode !== 'paused' && (input.for !== undefined || input.until !== undefined))
    throw wrong(input.for === undefined ? 'until' : 'for', 'is only for mode paused');
  if (mode === 'on') return { mode, until: null, since: isOff(before) ? now : before.offBefore };
  return { mode, until: mode === 'paused' ? endOf(input, now) : null, since: null };
}

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const longest = 366 * 86_400_000;

/** When a pause ends; null when somebody ends it. */
function endOf(input: Input, now: number): number | null {
  if (input.for !== undefined && input.until !== undefined)
    throw wrong('until', 'cannot be given beside for');
  if (input.for !== undefined) {
    const [, count = '', unit = ''] = /^\s*(\d{1,5})\s*([mhdw])\s*$/i.exec(input.for) ?? [];
    const length = Number(count) * (units[unit.toLowerCase()] ?? Number.NaN);
    if (!(length > 0 && length <= longest))
      throw wrong('for', 'is a time like 30m, 2h or 3d, a year at most');
    return now + length;
  }
  if (input.until === undefined) return null;
  const isDated = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(input.until.trim());
  const end = isDated ? Date.parse(input.until.trim()) : Number.NaN;
  if (!(end > now && end <= now + longest))
    throw wrong('until', 'is a moment to come, at most a year ahead, such as 2026-11-01T18:00');
  return end;
}

const wrong = (field: string, problem: string): MemoryBridgeError =>
  new MemoryBridgeError('invalid_input', `${field}: ${problem}.`, { details: { fields: [field] } });
