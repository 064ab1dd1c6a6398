import type { Memory } from './memory.ts';
import { memoryActions } from './memoryStates.ts';

/**
 * What a history entry can say: `bump` is a duplicate that was said again, `expire` a candidate that nobody reviewed, `import`
 * that it came from elsewhere, as a new memory or as what became of one that was here.
 */
export const changeActions = ['create', 'bump', ...memoryActions, 'expire', 'undo', 'import'] as const;
export type ChangeAction = (typeof changeActions)[number];

/** One change of one memory: who, when, and the memory as it was before (null for its creation). */
export interface Change {
  /** UUIDv7, so changes sort by time. */
  readonly id: string;
  /** Changes made by one act share a group; `undo` takes either id. */
  readonly groupId: string;
  readonly memoryId: string;
  readonly action: ChangeAction;
  readonly actor: Actor;
  readonly at: number;
  readonly before: Memory | null;
  /** Revision that the change produced. */
  readonly revision: number;
  /** Id of the change that undid this one. */
  readonly undoneBy: string | null;
}

/** What the command line calls itself as an agent, where no terminal says that a person is there. */
export const scriptName = 'cli';

export const actorKinds = ['user', 'agent', 'editor', 'cli', 'system'] as const;
export type ActorKind = (typeof actorKinds)[number];

/** Who acts. `name` is what the client calls itself, e.g. `opencode` or `vscode`. */
export interface Actor {
  readonly kind: ActorKind;
  readonly name?: string | undefined;
}
