import { oneLine } from '../../core/text/oneLine.ts';
import { listProjectsOperation } from '../../protocol/operations/projects/listProjects.ts';
import type { QueryOperation } from '../operation.ts';
import type { ConfigPort } from '../ports.ts';
import { counted } from '../shared/rendering.ts';
import { projectRecords } from './projectRecords.ts';

export function createListProjects(
  config: Pick<ConfigPort, 'read'>,
): QueryOperation<typeof listProjectsOperation> {
  return {
    definition: listProjectsOperation,

    async run(input, { project, now }, unit) {
      const initial = config.read().config.projects.default;
      const isOne = input.project !== undefined && project !== undefined;
      return {
        projects: await projectRecords(unit, { initial, now }, isOne ? [project] : undefined),
        current: project?.id ?? null,
        initial,
      };
    },

    render: ({ projects }) =>
      projects.length === 0
        ? 'No project is known yet.'
        : projects
            .map(
              ({ id, mode, memories }) =>
                `Project ${id}: ${mode}, ${counted(memories, 'memory', 'memories')}`,
            )
            .map(oneLine)
            .join('\n'),
  };
}
