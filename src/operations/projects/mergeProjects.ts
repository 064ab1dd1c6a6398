import { MemoryBridgeError } from '../../core/errors.ts';
import type { Project } from '../../core/project/project.ts';
import { mergeProjectsOperation } from '../../protocol/operations/projects/mergeProjects.ts';
import type { ChangeOperation } from '../operation.ts';
import { isKnown, moveAll, sayMoved, unknownProject } from './moveAll.ts';
import { refuseProgram } from '../shared/personOnly.ts';

interface Named {
  readonly from: Project;
  readonly into: Project;
}

export const mergeProjects: ChangeOperation<typeof mergeProjectsOperation, Named> = {
  definition: mergeProjectsOperation,

  async prepare(input, { actor, projects }) {
    refuseProgram(actor, 'merge projects');
    return { from: await projects.resolve(input.from), into: await projects.resolve(input.into) };
  },

  async run(input, context, unit, { from, into }) {
    if (!(await isKnown(unit, from))) throw unknownProject(input.from);
    if (!(await isKnown(unit, into))) throw unknownProject(input.into);
    if (from.id === into.id)
      throw new MemoryBridgeError('conflict', `"${input.from}" and "${input.into}" are one project already.`);
    return moveAll(unit, context, { kind: 'merge', from, to: into, isDry: input.dry_run });
  },

  render: (output) => sayMoved(output, 'Merged'),
};
