import type { Memory } from './memory.ts';

export const changeActions = [
  'create',
  'bump',
  'edit',
  'resolve',
  'reopen',
  'pin',
  'unpin',
  'archive',
  'restore',
  'delete',
  'supersede',
  'accept',
  'reject',
  'expire',
  'undo',
] as const;
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

export const actorKinds = ['user', 'agent', 'editor', 'cli', 'system'] as const;
export type ActorKind = (typeof actorKinds)[number];

/** Who acts. `name` is what the client calls itself, e.g. `opencode` or `vscode`. */
export interface Actor {
  readonly kind: ActorKind;
  readonly name?: string | undefined;
}
