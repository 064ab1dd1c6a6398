import type { Actor } from '../core/memory/history.ts';
import type { Memory } from '../core/memory/memory.ts';
import { judgeAction, type MemoryAction } from '../core/memory/memoryStates.ts';
import { bindsOthers } from '../core/memory/review.ts';
import type { MemoryChanges } from './memoryChanges.ts';
import { isPerson } from './provenance.ts';
import { refusalOf } from './refusals.ts';
import { refuseAgents } from './whoMay.ts';

/**
 * Does one thing to one memory: who may, whether it fits, and what it changes. `details` says what the action changes
 * beyond the state, and is asked only when it fits. Returns the memory as it was when there is nothing to change.
 */
export async function actOn(
  before: Memory,
  action: MemoryAction,
  changes: MemoryChanges,
  details: () => Partial<Memory> | Promise<Partial<Memory>> = () => ({}),
): Promise<Memory> {
  const { actor, now } = changes.context;
  refuseAgents(before, action, actor);
  const verdict = judgeAction(before, action, now);
  if (verdict.kind === 'refused') throw refusalOf(before, action, verdict.reason);
  if (verdict.kind === 'unchanged') return before;
  const patch = { ...verdict.change, ...(await details()) };
  if (!differs(before, patch)) return before;
  return changes.change(before, { ...patch, ...vouched(before, patch, actor) }, action);
}

/** The same to many. Of a selection that has several kinds, those are meant that the action fits: it has to fit one. */
export async function actOnAll(
  memories: readonly Memory[],
  action: MemoryAction,
  changes: MemoryChanges,
): Promise<void> {
  const { actor, now } = changes.context;
  let refused: Error | undefined;
  for (const before of memories) {
    refuseAgents(before, action, actor);
    const verdict = judgeAction(before, action, now);
    if (verdict.kind === 'refused') refused ??= refusalOf(before, action, verdict.reason);
    else await actOn(before, action, changes);
  }
  if (changes.size === 0 && refused) throw refused;
}

/** What a person puts in front of everybody, by whatever action, they stand behind. */
function vouched(before: Memory, patch: Partial<Memory>, actor: Actor): Partial<Memory> {
  const after = { ...before, ...patch };
  return isPerson(actor) && after.status === 'active' && after.deletedAt === null && bindsOthers(after)
    ? { trust: 'user', confidence: 1 }
    : {};
}

function differs(before: Memory, patch: Partial<Memory>): boolean {
  return Object.entries(patch).some(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field as keyof Memory]),
  );
}
