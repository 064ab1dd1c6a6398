import type { Memory } from '../core/memory/memory.ts';
import { projectKeys, type Project } from '../core/project/project.ts';

/** Keys of the memories that a caller in this project sees: its own and the global ones. */
export function visibleProjects(project: Project | undefined): (string | null)[] {
  return project ? [...projectKeys(project), null] : [null];
}

/** What one session noted for itself is nothing to another one. */
export function isVisibleIn(memory: Memory, sessionId: string | undefined): boolean {
  return memory.scope !== 'session' || (sessionId !== undefined && memory.session === sessionId);
}
