import { MemoryBridgeError } from '../core/errors.ts';
import type { Memory } from '../core/memory/memory.ts';
import type { ActionRefusal, MemoryAction } from '../core/memory/memoryStates.ts';
import { shortId } from '../core/shortId.ts';

/** Why an action does not fit a memory, and what would. */
export function refusalOf(memory: Memory, action: MemoryAction, reason: ActionRefusal): MemoryBridgeError {
  const id = `[${shortId(memory.id)}]`;
  const details = { memoryId: memory.id, status: memory.status, reason };
  return new MemoryBridgeError(codeOf(reason), sentence(memory, id, action, reason), { details });
}

const codeOf = (reason: ActionRefusal): 'invalid_input' | 'conflict' =>
  reason === 'not_a_blocker' || reason === 'not_a_procedure' ? 'invalid_input' : 'conflict';

function sentence(memory: Memory, id: string, action: MemoryAction, reason: ActionRefusal): string {
  switch (reason) {
    case 'deleted':
      return `${id} is deleted. Use restore first.`;
    case 'not_a_blocker':
      return `${id} is a ${memory.category}; only blockers can be resolved or reopened. Use archive or restore instead.`;
    case 'not_a_procedure':
      return `${id} is a ${memory.category}; only procedures are reviewed. Use set_reminder instead.`;
    case 'not_a_candidate':
      return `${id} is ${memory.status} and no longer in the Inbox, so there is nothing to ${action}.`;
    case 'in_review':
      return `${id} is a candidate in the Inbox. Accept or reject it with review_inbox first.`;
    case 'wrong_status':
      return memory.status === 'superseded' && memory.supersededBy
        ? `${id} was superseded by [${shortId(memory.supersededBy)}]. Use that one, or restore this one first.`
        : `${id} is ${memory.status}. Use restore first.`;
  }
}
