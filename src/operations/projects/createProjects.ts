import type { projectOperations } from '../../protocol/operations/projects/projectOperations.ts';
import type { Group } from '../operation.ts';
import type { ConfigPort } from '../ports.ts';
import { createListProjects } from './listProjects.ts';
import { mergeProjects } from './mergeProjects.ts';
import { moveProject } from './moveProject.ts';
import { createSetProjectAlias } from './setProjectAlias.ts';
import { createSetProjectMode } from './setProjectMode.ts';
import { undoProjectMove } from './undoProjectMove.ts';

export interface ProjectsPorts {
  readonly config: Pick<ConfigPort, 'read'>;
}

export function createProjects({ config }: ProjectsPorts): Group<typeof projectOperations> {
  return {
    list_projects: createListProjects(config),
    set_project_mode: createSetProjectMode(config),
    set_project_alias: createSetProjectAlias(config),
    merge_projects: mergeProjects,
    move_project: moveProject,
    undo_project_move: undoProjectMove,
  };
}
