import { MemoryBridgeError } from '../../core/errors.ts';
import type { Memory } from '../../core/memory/memory.ts';
import { nameOf } from '../../core/memory/memoryLine.ts';
import { findMemory } from '../../memories/findMemory.ts';
import { MemoryChanges } from '../../memories/memoryChanges.ts';
import { isPerson } from '../../memories/provenance.ts';
import { type AcceptedEdits, reviewCandidate } from '../../memories/reviewCandidate.ts';
import { whereToReview } from '../../memories/whoMay.ts';
import type { OutputOf } from '../../protocol/operation.ts';
import type { rejectCandidatesOperation } from '../../protocol/operations/inbox/rejectCandidates.ts';
import { toMemoryRecord } from '../../recall/memoryRecords.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { OperationContext, QueryContext } from '../operation.ts';
import { type InboxScope, sayRemaining, Waiting, withScopeNote } from './waiting.ts';

type Decided = OutputOf<typeof rejectCandidatesOperation>;

export interface Decision {
  readonly action: 'accept' | 'reject';
  /** What it is about. */
  readonly chosen: (waiting: Waiting) => Promise<readonly Memory[]>;
  readonly edits?: AcceptedEdits | undefined;
}

/** Takes candidates out of the Inbox, all as one change. */
export async function decide(
  scope: InboxScope,
  { action, chosen, edits }: Decision,
  context: OperationContext,
  unit: UnitOfWork,
): Promise<Decided> {
  if (!isPerson(context.actor))
    throw new MemoryBridgeError(
      'forbidden',
      `Only a person decides what is in the Inbox: ${whereToReview}. Tell the person what waits there.`,
      { details: { reason: 'person_only' } },
    );
  const waiting = new Waiting(scope, context);
  const changes = new MemoryChanges(unit, context);
  const decided: Memory[] = [];
  for (const before of await chosen(waiting))
    decided.push(await reviewCandidate(before, action, changes, edits));
  changes.announce();
  return {
    memories: decided.map((memory) => toMemoryRecord(memory, context.now)),
    changeId: changes.size > 0 ? changes.groupId : null,
    remaining: await waiting.count(unit),
  };
}

/** The candidates that a caller names, each once. */
export async function namedCandidates(
  unit: UnitOfWork,
  ids: readonly string[] | undefined,
  action: Decision['action'],
): Promise<Memory[]> {
  if (!ids || ids.length === 0)
    throw new MemoryBridgeError('invalid_input', `ids: is missing. Name the candidates to ${action}.`, {
      details: { field: 'ids' },
    });
  const memories = new Map<string, Memory>();
  for (const id of ids) {
    const memory = await findMemory(unit, id);
    memories.set(memory.id, memory);
  }
  return [...memories.values()];
}

export function sayDecided(
  verb: string,
  { memories, remaining }: Decided,
  scope: InboxScope,
  context: QueryContext,
): string {
  const left = sayRemaining(remaining);
  const said =
    memories.length === 0
      ? `Nothing to decide. ${left}`
      : [`${verb}:`, ...memories.map((memory) => `- ${nameOf(memory)}`), left].join('\n');
  return withScopeNote(said, scope, context);
}
