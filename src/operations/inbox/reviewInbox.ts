import { MemoryBridgeError } from '../../core/errors.ts';
import type { Memory } from '../../core/memory/memory.ts';
import { nameOf } from '../../core/memory/memoryLine.ts';
import { judgeAction } from '../../core/memory/memoryStates.ts';
import { deriveTitle } from '../../core/memory/memoryTitle.ts';
import { limits } from '../../protocol/memoryRecord.ts';
import type { ParsedInputOf } from '../../protocol/operation.ts';
import { reviewInboxOperation } from '../../protocol/operations/inbox/reviewInbox.ts';
import { toMemoryRecord } from '../../recall/memoryRecords.ts';
import { visibleProjects } from '../../recall/visibility.ts';
import type { MemoryFilter } from '../../store/ports/memoryFilter.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import { findMemory } from '../../memories/findMemory.ts';
import { leadsTo } from '../../memories/leadsTo.ts';
import { MemoryChanges } from '../../memories/memoryChanges.ts';
import { trimMemoryText, entitiesOf } from '../../memories/memoryWording.ts';
import type { Operation, OperationContext } from '../operation.ts';
import { isPerson } from '../../memories/provenance.ts';
import { refusalOf } from '../../memories/refusals.ts';
import { counted, renderRecords, withProjectNote } from '../shared/rendering.ts';
import { whereToReview } from '../../memories/whoMay.ts';

type Input = ParsedInputOf<typeof reviewInboxOperation>;

/** Candidates of one answer; `accept_all` takes as many, and says how many remain. */
const maxCandidates = 500;

export const reviewInbox: Operation<typeof reviewInboxOperation, Input> = {
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
      input.action === 'list'
        ? await listed(unit, filter)
        : await decided(unit, filter, input, changes, context);
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
  context: OperationContext,
): Promise<Memory[]> {
  const action = input.action === 'reject' ? 'reject' : 'accept';
  const chosen =
    input.action === 'accept_all' ? await listed(unit, filter) : await named(unit, input.ids, input.action);
  if (hasEdits(input) && (input.action !== 'accept' || chosen.length !== 1))
    throw new MemoryBridgeError('invalid_input', 'Edits go with accept of exactly one candidate.');
  if (hasEdits(input) && chosen.some((memory) => endedBy(memory) !== undefined))
    throw new MemoryBridgeError(
      'invalid_input',
      'This candidate asks whether a memory still holds: accept or reject it as it is.',
    );
  const results: Memory[] = [];
  for (const before of chosen) {
    const verdict = judgeAction(before, action, context.now);
    if (verdict.kind === 'refused') throw refusalOf(before, action, verdict.reason);
    if (verdict.kind === 'unchanged') results.push(before);
    else {
      const patch = { ...verdict.change, ...(action === 'accept' ? acceptedOf(before, input) : {}) };
      results.push(await changes.change(before, patch, action));
      if (action === 'accept') await supersedeEarlier(before, unit, changes, context);
      if (action === 'accept') await supersedeEnded(before, unit, changes, context);
    }
  }
  return results;
}

/** A record that changed after it was accepted comes as a new candidate: both texts in force would contradict each other. */
async function supersedeEarlier(
  accepted: Memory,
  unit: UnitOfWork,
  changes: MemoryChanges,
  context: OperationContext,
): Promise<void> {
  const { replaces } = accepted.metadata;
  const earlier = typeof replaces === 'string' ? await unit.memories.get(replaces) : undefined;
  if (!earlier || earlier.deletedAt !== null) return;
  const verdict = judgeAction(earlier, 'supersede', context.now);
  if (verdict.kind === 'allowed')
    await changes.change(earlier, { ...verdict.change, supersededBy: accepted.id }, 'supersede');
}

/** The memory that a candidate asks about, when it is no statement of its own. */
const endedBy = ({ metadata }: Memory): string | undefined =>
  typeof metadata['ends'] === 'string' ? metadata['ends'] : undefined;

/** A memory that git says does not hold any more is put away. The question itself is no memory: it goes with the answer. */
async function supersedeEnded(
  accepted: Memory,
  unit: UnitOfWork,
  changes: MemoryChanges,
  context: OperationContext,
): Promise<void> {
  const id = endedBy(accepted);
  const ended = id === undefined ? undefined : await unit.memories.get(id);
  if (!ended) return;
  const verdict = judgeAction(ended, 'supersede', context.now);
  if (verdict.kind !== 'allowed') return;
  const { successor } = accepted.metadata;
  const next = typeof successor === 'string' ? await unit.memories.get(successor) : undefined;
  const supersededBy = next && !(await leadsTo(next, ended, unit)) ? next.id : null;
  const metadata = { ...ended.metadata, ended: accepted.metadata['ended'] };
  await changes.change(ended, { ...verdict.change, supersededBy, metadata }, 'supersede');
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

/** The person who accepts a candidate vouches for it. */
function acceptedOf(before: Memory, input: Input): Partial<Memory> {
  if (endedBy(before) !== undefined) return { status: 'archived' };
  const vouched: Partial<Memory> = { trust: 'user', confidence: 1 };
  if (!hasEdits(input)) return vouched;
  const content = input.content ?? before.content;
  const derived = before.title === deriveTitle(before.content) ? deriveTitle(content) : before.title;
  const title = input.title?.replaceAll(/\s+/g, ' ').slice(0, limits.title) ?? derived;
  const why = input.why ?? before.why;
  return {
    ...vouched,
    content,
    title,
    why,
    category: input.category ?? before.category,
    entities: entitiesOf(before.entities, [title, content, why], before.project),
  };
}
