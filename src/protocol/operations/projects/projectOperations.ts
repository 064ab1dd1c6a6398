import { listProjectsOperation } from './listProjects.ts';
import { mergeProjectsOperation } from './mergeProjects.ts';
import { moveProjectOperation } from './moveProject.ts';
import { setProjectAliasOperation } from './setProjectAlias.ts';
import { setProjectModeOperation } from './setProjectMode.ts';
import { undoProjectMoveOperation } from './undoProjectMove.ts';

export const projectOperations = [
  listProjectsOperation,
  setProjectModeOperation,
  setProjectAliasOperation,
  mergeProjectsOperation,
  moveProjectOperation,
  undoProjectMoveOperation,
] as const;
