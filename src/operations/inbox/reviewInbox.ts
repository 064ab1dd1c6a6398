import { MemoryBridgeError } from '../../core/errors.ts';
import { isQuestion } from '../../core/memory/isQuestion.ts';
import type { Memory } from '../../core/memory/memory.ts';
import { nameOf } from '../../core/memory/memoryLine.ts';
import { findMemory } from '../../memories/findMemory.ts';
import { MemoryChanges } from '../../memories/memoryChanges.ts';
import { trimMemoryText } from '../../memories/memoryWording.ts';
import { isPerson } from '../../memories/provenance.ts';
import { reviewCandidate } from '../../memories/reviewCandidate.ts';
import { whereToReview } from '../../memories/whoMay.ts';
import type { ParsedInputOf } from '../../protocol/operation.ts';
import { reviewInboxOperation } from '../../protocol/operations/inbox/reviewInbox.ts';
import { toMemoryRecord } from '../../recall/memoryRecords.ts';
import { visibleProjects } from '../../recall/visibility.ts';
import type { MemoryFilter } from '../../store/ports/memoryFilter.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { ChangeOperation } from '../operation.ts';
import { counted, renderRecords, withProjectNote } from '../shared/rendering.ts';

type Input = ParsedInputOf<typeof reviewInboxOperation>;

/** Candidates of one answer; `accept_all` takes as many, and says how many remain. */
const maxCandidates = 500;

export const reviewInbox: ChangeOperation<typeof reviewInboxOperation, Input> = {
  definition: reviewInboxOperation,

  prepare: async (input) => trimMemoryText(input),

  async run(_input, context, unit, input) {
    const filter: MemoryFilter = {
      statuses: ['candidate'],
      ...(input.all_projects ? {} : { projects: visibleProjects(context.project) }),
    };
    if (input.action !== 'list' && !isPerson(context.actor))
      throw new MemoryBridgeError(
        'forbidden',
        `Only a person decides what is in the Inbox: ${whereToReview}. Tell the person what waits there.`,
        { details: { reason: 'person_only' } },
      );
    const changes = new MemoryChanges(unit, context);
    const memories =
      input.action === 'list' ? await listed(unit, filter) : await decided(unit, filter, input, changes);
    changes.announce();
    const { total } = await unit.memories.list(filter, { limit: 1 });
    return {
      memories: memories.map((memory) => toMemoryRecord(memory, context.now)),
      changeId: changes.size > 0 ? changes.groupId : null,
      remaining: total,
    };
  },

  render({ memories, remaining }, input, context) {
    const note = (text: string): string => (input.all_projects ? text : withProjectNote(text, context));
    const left = remaining === 0 ? 'The Inbox is empty.' : `${counted(remaining, 'candidate')} in the Inbox.`;
    if (input.action === 'list')
      return note(memories.length === 0 ? left : `${left}\n${renderRecords(memories, context.now)}`);
    const verb = input.action === 'reject' ? 'Rejected' : 'Accepted';
    if (memories.length === 0) return note(`Nothing to decide. ${left}`);
    return note([`${verb}:`, ...memories.map((memory) => `- ${nameOf(memory)}`), left].join('\n'));
  },
};

async function listed(unit: UnitOfWork, filter: MemoryFilter): Promise<Memory[]> {
  return (await unit.memories.list(filter, { limit: maxCandidates })).memories;
}

async function decided(
  unit: UnitOfWork,
  filter: MemoryFilter,
  input: Input,
  changes: MemoryChanges,
): Promise<Memory[]> {
  const action = input.action === 'reject' ? 'reject' : 'accept';
  const chosen =
    input.action === 'accept_all' ? await listed(unit, filter) : await named(unit, input.ids, input.action);
  if (hasEdits(input) && (input.action !== 'accept' || chosen.length !== 1))
    throw new MemoryBridgeError('invalid_input', 'Edits go with accept of exactly one candidate.');
  if (hasEdits(input) && chosen.some(isQuestion))
    throw new MemoryBridgeError(
      'invalid_input',
      'This candidate asks whether a memory still holds: accept or reject it as it is.',
    );
  const edits = hasEdits(input) ? input : undefined;
  const results: Memory[] = [];
  for (const before of chosen) results.push(await reviewCandidate(before, action, changes, edits));
  return results;
}

async function named(
  unit: UnitOfWork,
  ids: readonly string[] | undefined,
  action: string,
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

const hasEdits = ({ content, title, category, why }: Input): boolean =>
  [content, title, category, why].some((edit) => edit !== undefined);
