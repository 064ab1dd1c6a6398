import { MemoryBridgeError } from '../core/errors.ts';
import type { Memory, Scope } from '../core/memory/memory.ts';
import { projectKeys } from '../core/project/project.ts';
import type { Speaker } from './writeContext.ts';

type Place = Pick<Speaker, 'project' | 'sessionId'>;

/** The scope of what is said: the one that was asked for, else the usual one as far as the place has it. */
export function scopeOf(asked: Scope | undefined, place: Place, usual: Scope = 'project'): Scope {
  const { project, sessionId } = place;
  const scope = asked ?? usualScope(usual, place);
  if (scope === 'session' && sessionId === undefined) throw missing('session', ' Use scope project.');
  if (scope === 'project' && !project)
    throw missing('project', ' Name it with "project", or use scope global.');
  return scope;
}

function usualScope(usual: Scope, { project, sessionId }: Place): Scope {
  if (usual === 'session' && sessionId !== undefined) return 'session';
  return usual === 'global' || !project ? 'global' : 'project';
}

/** What changes with a memory that gets another scope. */
export function placeAfter(before: Memory, scope: Scope, speaker: Place): Partial<Memory> {
  if (scope === before.scope) return {};
  if (scope === 'global') return { scope, project: null };
  const project = before.project ?? speaker.project?.id ?? null;
  if (scope === 'project' && project === null) throw missing('project');
  const session = before.session ?? speaker.sessionId ?? null;
  if (scope === 'session' && session === null) throw missing('session');
  return { scope, project, session };
}

/** What changes with a memory that somebody puts into the project of the call. What is for all projects stays so. */
export function projectAfter(before: Memory, scope: Scope, { project }: Place): Partial<Memory> {
  const isThere = before.project !== null && project && projectKeys(project).includes(before.project);
  return scope === 'global' || !project || isThere ? {} : { project: project.id };
}

function missing(what: 'project' | 'session', advice = ''): MemoryBridgeError {
  return new MemoryBridgeError(
    'invalid_input',
    `scope: ${what} needs a ${what}, and none is known for this call.${advice}`,
    { details: { field: 'scope' } },
  );
}
