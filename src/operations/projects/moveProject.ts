import { MemoryBridgeError } from '../../core/errors.ts';
import type { Project } from '../../core/project/project.ts';
import { moveProjectOperation } from '../../protocol/operations/projects/moveProject.ts';
import type { ChangeOperation } from '../operation.ts';
import { isKnown, moveAll, sayMoved, unknownProject } from './moveAll.ts';
import { refuseProgram } from '../shared/personOnly.ts';

interface Named {
  readonly from: Project;
  readonly to: Project;
}

export const moveProject: ChangeOperation<typeof moveProjectOperation, Named> = {
  definition: moveProjectOperation,

  async prepare(input, { actor, projects }) {
    refuseProgram(actor, 'move a project');
    return { from: await projects.resolve(input.from), to: await projects.resolve(input.to) };
  },

  async run(input, context, unit, { from, to }) {
    if (!(await isKnown(unit, from))) throw unknownProject(input.from);
    if (from.id === to.id)
      throw new MemoryBridgeError(
        'conflict',
        `"${input.to}" leads to that project already. To add a name, use "memory-bridge project alias".`,
      );
    if (await isKnown(unit, to))
      throw new MemoryBridgeError(
        'conflict',
        `"${input.to}" is a project already. To make one of the two, use "memory-bridge project merge".`,
      );
    return moveAll(unit, context, { kind: 'move', from, to, isDry: input.dry_run });
  },

  render: (output) => sayMoved(output, 'Moved'),
};
