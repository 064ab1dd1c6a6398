import { MemoryBridgeError } from '../../core/errors.ts';
import type { Actor } from '../../core/memory/history.ts';
import type { Project } from '../../core/project/project.ts';
import { isPerson } from '../../memories/provenance.ts';

/** Refuses agents: whose memory is kept where is the person's to say. */
export function refuseProgram(actor: Actor, what: string): void {
  if (isPerson(actor)) return;
  throw new MemoryBridgeError(
    'forbidden',
    `Only a person can ${what}: in the editor, or with "memory-bridge project" at a terminal.`,
    { details: { reason: 'person_only' } },
  );
}

export function requiredProject({ project }: { readonly project: Project | undefined }): Project {
  if (project) return project;
  throw new MemoryBridgeError('invalid_input', 'project: is missing. Name a folder, an id or an alias.', {
    details: { fields: ['project'] },
  });
}
