import { MemoryBridgeError } from '../core/errors.ts';
import type { Actor } from '../core/memory/history.ts';
import type { Memory } from '../core/memory/memory.ts';
import type { MemoryAction } from '../core/memory/memoryStates.ts';
import { bindsOthers } from '../core/memory/review.ts';
import { shortId } from '../core/shortId.ts';
import { isPerson } from './provenance.ts';

/** Where a person decides; what an agent is told when it may not. */
export const whereToReview = 'in the editor, or with "memory-bridge inbox accept" at a terminal';

/** A directive or a global memory that an agent states binds nobody until a person has accepted it. */
export function waitsForReview(memory: Pick<Memory, 'category' | 'scope'>, actor: Actor): boolean {
  return !isPerson(actor) && bindsOthers(memory);
}

/** What a person has said to everybody, or wants in front of everybody. Agents leave it as it is. */
const isKept = (memory: Memory): boolean => memory.trust === 'user' && (bindsOthers(memory) || memory.pinned);

/** A blocker that is gone is gone, whoever wrote it; and what a memory is to others changes no word of it. */
const harmless: ReadonlySet<MemoryAction> = new Set(['resolve', 'reopen', 'link', 'unlink']);

/**
 * Refuses what only a person may do to a memory: decide on a candidate, bring back what was rejected, change or remove
 * what the person has said to everybody or pinned, and put in force what nobody has accepted.
 */
export function refuseAgents(memory: Memory, action: MemoryAction, actor: Actor): void {
  if (isPerson(actor)) return;
  const id = `[${shortId(memory.id)}]`;
  if (memory.status === 'candidate')
    throw forbidden(`${id} waits in the Inbox, where only a person decides: ${whereToReview}.`, memory);
  if (memory.status === 'rejected' && action === 'restore')
    throw forbidden(`${id} was rejected, and only a person can restore it.`, memory);
  if (isKept(memory) && !harmless.has(action))
    throw forbidden(
      `${id} is ${keptAs(memory)} the person, and only a person can change it. Propose another with remember; it waits in the Inbox.`,
      memory,
    );
  if (action === 'pin' && memory.trust === 'user')
    throw forbidden(`${id} was written by a person, and only a person can pin it.`, memory);
  if ((action === 'restore' || action === 'reopen') && bindsOthers(memory) && memory.trust !== 'user')
    throw forbidden(
      `${id} is a ${memory.category} for everyone that no person has accepted, so only a person can bring it back.`,
      memory,
    );
}

/** The same as a question. */
export function mayAct(memory: Memory, action: MemoryAction, actor: Actor): boolean {
  try {
    refuseAgents(memory, action, actor);
    return true;
  } catch (error) {
    if (MemoryBridgeError.is(error, 'forbidden')) return false;
    throw error;
  }
}

function keptAs(memory: Memory): string {
  if (memory.pinned) return 'pinned by';
  return memory.category === 'directive' ? 'a directive of' : 'a global memory of';
}

export function forbidden(message: string, { id, status }: Pick<Memory, 'id' | 'status'>): MemoryBridgeError {
  return new MemoryBridgeError('forbidden', message, {
    details: { memoryId: id, status, reason: 'person_only' },
  });
}
