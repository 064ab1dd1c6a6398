import type { Category, Memory, Status } from './memory.ts';
import { acceptedExpiry } from './ownExpiry.ts';

/** What a person or an agent does to one memory. */
export const updateActions = [
  'edit',
  'resolve',
  'reopen',
  'pin',
  'unpin',
  'archive',
  'restore',
  'delete',
  'supersede',
] as const;

/** What is done around a memory, and leaves its words and its state as they are. */
export const besideActions = ['remind', 'unremind', 'review', 'link', 'unlink'] as const;

/** What can be done to a memory that exists. `accept` and `reject` are for candidates, in the review inbox. */
export const memoryActions = [...updateActions, ...besideActions, 'accept', 'reject'] as const;
export type MemoryAction = (typeof memoryActions)[number];

/** Why an action does not fit. Texts for people are made where they are shown. */
export type ActionRefusal =
  | 'deleted'
  | 'not_a_blocker'
  | 'not_a_procedure'
  | 'not_a_candidate'
  | 'in_review'
  | 'wrong_status';

export type ActionVerdict =
  | { readonly kind: 'allowed'; readonly change: Partial<Memory> }
  /** The memory is already as the action would leave it. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly reason: ActionRefusal };

const refused = (reason: ActionRefusal): ActionVerdict => ({ kind: 'refused', reason });
const unchanged: ActionVerdict = { kind: 'unchanged' };

/** Statuses in which a memory takes part in daily work. */
const living: ReadonlySet<Status> = new Set(['active', 'resolved']);

/** Whether a memory of this state holds, deleted or not. */
export const inForce = (status: Status): boolean => living.has(status);

/**
 * The state machine of a memory: whether `action` fits its state and what it changes there. `edit`, `supersede` and what
 * is done around it say only whether they may; their callers know the rest.
 */
export function judgeAction(memory: Memory, action: MemoryAction, now: number): ActionVerdict {
  if (memory.deletedAt !== null) return judgeDeleted(action);
  switch (action) {
    case 'edit':
    case 'link':
    case 'unlink':
      return { kind: 'allowed', change: {} };
    case 'remind':
    case 'review':
      return judgeFuture(memory, action);
    case 'unremind':
      return memory.reminder ? { kind: 'allowed', change: { reminder: null } } : unchanged;
    case 'resolve':
    case 'reopen':
      return judgeBlocker(memory, action, now);
    case 'pin':
      return memory.pinned ? unchanged : { kind: 'allowed', change: { pinned: true } };
    case 'unpin':
      return memory.pinned ? { kind: 'allowed', change: { pinned: false } } : unchanged;
    case 'archive':
      if (memory.status === 'archived') return unchanged;
      if (memory.status === 'candidate') return refused('in_review');
      return { kind: 'allowed', change: { status: 'archived' } };
    case 'restore':
      if (living.has(memory.status)) return unchanged;
      if (memory.status === 'candidate') return refused('in_review');
      // A candidate that was superseded has an expiry still, and what is in force has none.
      return {
        kind: 'allowed',
        change: { status: restoredStatus(memory), supersededBy: null, expiresAt: null },
      };
    case 'delete':
      return { kind: 'allowed', change: { deletedAt: now } };
    case 'supersede':
      if (memory.status === 'superseded' || memory.status === 'rejected') return refused('wrong_status');
      return { kind: 'allowed', change: { status: 'superseded' } };
    case 'accept':
    case 'reject':
      return judgeCandidate(memory, action);
  }
}

function judgeDeleted(action: MemoryAction): ActionVerdict {
  if (action === 'restore') return { kind: 'allowed', change: { deletedAt: null } };
  return action === 'delete' ? unchanged : refused('deleted');
}

/** Nobody is to think again of what is put away. */
function judgeFuture({ category, status }: Memory, action: 'remind' | 'review'): ActionVerdict {
  if (action === 'review' && category !== 'procedure') return refused('not_a_procedure');
  if (status === 'candidate') return refused('in_review');
  return living.has(status) ? { kind: 'allowed', change: {} } : refused('wrong_status');
}

function judgeBlocker(memory: Memory, action: 'resolve' | 'reopen', now: number): ActionVerdict {
  if (memory.category !== 'blocker') return refused('not_a_blocker');
  if (memory.status === 'candidate') return refused('in_review');
  if (!living.has(memory.status)) return refused('wrong_status');
  if (action === 'resolve')
    return memory.status === 'resolved'
      ? unchanged
      : { kind: 'allowed', change: { status: 'resolved', resolvedAt: now } };
  return memory.status === 'active'
    ? unchanged
    : { kind: 'allowed', change: { status: 'active', resolvedAt: null } };
}

function judgeCandidate(memory: Memory, action: 'accept' | 'reject'): ActionVerdict {
  if (memory.status === (action === 'accept' ? 'active' : 'rejected')) return unchanged;
  if (memory.status !== 'candidate') return refused('not_a_candidate');
  return {
    kind: 'allowed',
    change:
      action === 'accept'
        ? { status: 'active', ...acceptedExpiry(memory) }
        : { status: 'rejected', expiresAt: null },
  };
}

/** A resolved blocker that was archived comes back as resolved. */
function restoredStatus(memory: { category: Category; resolvedAt: number | null }): Status {
  return memory.category === 'blocker' && memory.resolvedAt !== null ? 'resolved' : 'active';
}
