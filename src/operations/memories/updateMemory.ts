import { MemoryBridgeError } from '../../core/errors.ts';
import type { Actor } from '../../core/memory/history.ts';
import type { Memory } from '../../core/memory/memory.ts';
import { nameOf } from '../../core/memory/memoryLine.ts';
import { judgeAction } from '../../core/memory/memoryStates.ts';
import { deriveTitle } from '../../core/memory/memoryTitle.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { bindsOthers } from '../../core/memory/review.ts';
import { shortId } from '../../core/shortId.ts';
import { limits } from '../../protocol/memoryRecord.ts';
import type { ParsedInputOf } from '../../protocol/operation.ts';
import { updateMemoryOperation } from '../../protocol/operations/memories/updateMemory.ts';
import { toMemoryRecord } from '../../recall/memoryRecords.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import { findMemory } from '../../memories/findMemory.ts';
import { MemoryChanges } from '../../memories/memoryChanges.ts';
import { trimMemoryText, entitiesOf, tagsOf } from '../../memories/memoryWording.ts';
import type { Operation, OperationContext } from '../operation.ts';
import { isPerson, lowerTrust, trustOf } from '../../memories/provenance.ts';
import { refusalOf } from '../../memories/refusals.ts';
import { forbidden, refuseAgents, waitsForReview } from '../../memories/whoMay.ts';

type Input = ParsedInputOf<typeof updateMemoryOperation>;

export const updateMemory: Operation<typeof updateMemoryOperation, Input> = {
  definition: updateMemoryOperation,

  prepare: async (input) => trimMemoryText(input),

  async run(_input, context, unit, input) {
    const before = await findMemory(unit, input.memory_id);
    checkRevision(before, input.revision);
    refuseAgents(before, input.action, context.actor);
    const verdict = judgeAction(before, input.action, context.now);
    if (verdict.kind === 'refused') throw refusalOf(before, input.action, verdict.reason);
    const patch =
      verdict.kind === 'unchanged'
        ? {}
        : { ...verdict.change, ...(await detailsOf(before, input, context, unit)) };
    if (!differs(before, patch))
      return { memory: toMemoryRecord(before, context.now), changeId: '', changed: false };
    const changes = new MemoryChanges(unit, context);
    const memory = await changes.change(
      before,
      { ...patch, ...vouched(before, patch, context.actor) },
      input.action,
    );
    changes.announce();
    return { memory: toMemoryRecord(memory, context.now), changeId: changes.groupId, changed: true };
  },

  render({ memory, changed, changeId }, { action }) {
    if (!changed) return `Nothing to change: ${nameOf(memory)} is ${stateOf(memory)}.`;
    const text = `${done[action]}: ${nameOf(memory)}`;
    return action === 'delete' ? `${text}\nUndo with action restore, or undo ${shortId(changeId)}.` : text;
  },
};

/** What a person puts in front of everybody, by whatever action, they stand behind. */
function vouched(before: Memory, patch: Partial<Memory>, actor: Actor): Partial<Memory> {
  const after = { ...before, ...patch };
  return isPerson(actor) && after.status === 'active' && after.deletedAt === null && bindsOthers(after)
    ? { trust: 'user', confidence: 1 }
    : {};
}

const done: Readonly<Record<Input['action'], string>> = {
  edit: 'Edited',
  resolve: 'Resolved',
  reopen: 'Reopened',
  pin: 'Pinned',
  unpin: 'Unpinned',
  archive: 'Archived',
  restore: 'Restored',
  delete: 'Deleted',
  supersede: 'Superseded',
};

function stateOf({ status, pinned, deletedAt }: Pick<Memory, 'status' | 'pinned' | 'deletedAt'>): string {
  return [deletedAt === null ? status : 'deleted', ...(pinned ? ['pinned'] : [])].join(' and ');
}

function checkRevision(memory: Memory, expected: number | undefined): void {
  if (expected === undefined || expected === memory.revision) return;
  throw new MemoryBridgeError(
    'conflict',
    `[${shortId(memory.id)}] has changed since you read it (revision ${memory.revision}, you have ${expected}). Read it again with get_memory and decide again.`,
    { details: { memoryId: memory.id, revision: memory.revision } },
  );
}

/** What an action changes beyond the state. */
async function detailsOf(
  before: Memory,
  input: Input,
  context: OperationContext,
  unit: UnitOfWork,
): Promise<Partial<Memory>> {
  if (input.action === 'edit') return editOf(before, input, context);
  if (input.action === 'supersede') return { supersededBy: await successorOf(input, unit) };
  // How a blocker was resolved is what it taught.
  if (input.action === 'resolve' && input.note)
    return {
      learned: [before.learned, signed(input.note, before, context.actor)].filter(Boolean).join('\n'),
    };
  return {};
}

/** What an agent learned does not stand among the words of a person without its name. */
function signed(note: string, { trust }: Memory, actor: Actor): string {
  if (lowerTrust(trust, trustOf(actor)) === trust) return note;
  return `${oneLine(`${actor.kind} ${actor.name ?? ''}`)}: ${oneLine(note)}`;
}

/** That no chain comes back to where it begins is the store's to see to, for every door alike. */
async function successorOf(input: Input, unit: UnitOfWork): Promise<string> {
  if (input.superseded_by === undefined)
    throw new MemoryBridgeError(
      'invalid_input',
      'superseded_by: is missing. Name the memory that replaces this one, or use archive.',
      { details: { field: 'superseded_by' } },
    );
  const successor = await findMemory(unit, input.superseded_by);
  if (successor.deletedAt !== null) throw refusalOf(successor, 'supersede', 'deleted');
  // What waits for a person replaces nothing yet.
  if (successor.status === 'candidate') throw refusalOf(successor, 'supersede', 'in_review');
  return successor.id;
}

const editable = [
  'content',
  'title',
  'category',
  'scope',
  'what',
  'why',
  'learned',
  'tags',
  'entities',
] as const;

function editOf(before: Memory, input: Input, context: OperationContext): Partial<Memory> {
  if (editable.every((field) => input[field] === undefined))
    throw new MemoryBridgeError('invalid_input', `An edit needs one of ${editable.join(', ')}.`);
  const content = input.content ?? before.content;
  const text = {
    content,
    title: input.title?.replaceAll(/\s+/g, ' ').slice(0, limits.title) ?? titleAfter(before, content),
    what: input.what === undefined ? before.what : input.what,
    why: input.why === undefined ? before.why : input.why,
    learned: input.learned === undefined ? before.learned : input.learned,
  };
  const saysOtherwise = (Object.keys(text) as (keyof typeof text)[]).some(
    (part) => text[part] !== before[part],
  );
  const scope = input.scope ?? before.scope;
  const category = input.category ?? before.category;
  const tags = input.tags === undefined ? before.tags : tagsOf(input.tags);
  const actsOtherwise = category !== before.category || scope !== before.scope;
  if (actsOtherwise && waitsForReview({ category, scope }, context.actor))
    throw forbidden(
      'Only a person makes a memory a directive or a global one. Say it with remember under that category or scope; it then waits in the Inbox.',
      before,
    );
  return {
    ...text,
    ...placeAfter(before, scope, context),
    ...categoryAfter(before, input),
    tags,
    entities: entitiesAfter(before, text, input.entities),
    trust: saysOtherwise || actsOtherwise ? lowerTrust(before.trust, trustOf(context.actor)) : before.trust,
  };
}

/** A title that was made from the text follows the text. */
function titleAfter(before: Memory, content: string): string {
  return before.title === deriveTitle(before.content) ? deriveTitle(content) : before.title;
}

function categoryAfter(before: Memory, { category }: Input): Partial<Memory> {
  if (category === undefined || category === before.category) return {};
  // Only blockers are resolved; as anything else it is simply in force.
  return before.status === 'resolved' ? { category, status: 'active', resolvedAt: null } : { category };
}

function placeAfter(before: Memory, scope: Memory['scope'], context: OperationContext): Partial<Memory> {
  if (scope === before.scope) return {};
  if (scope === 'global') return { scope, project: null };
  const project = before.project ?? context.project?.id ?? null;
  if (scope === 'project' && project === null)
    throw new MemoryBridgeError(
      'invalid_input',
      'scope: project needs a project, and none is known for this call.',
      { details: { field: 'scope' } },
    );
  const session = before.session ?? context.sessionId ?? null;
  if (scope === 'session' && session === null)
    throw new MemoryBridgeError(
      'invalid_input',
      'scope: session needs a session, and none is known for this call.',
      { details: { field: 'scope' } },
    );
  return { scope, project, session };
}

type Text = Pick<Memory, 'title' | 'content' | 'what' | 'why' | 'learned'>;

/** References that the old text had and the new one has not are gone; those that somebody named stay. */
function entitiesAfter(before: Memory, text: Text, given: readonly string[] | undefined): string[] {
  const partsOf = (each: Text) => [each.title, each.content, each.what, each.why, each.learned];
  const fromText = new Set(entitiesOf([], partsOf(before), before.project));
  const named = given ?? before.entities.filter((entity) => !fromText.has(entity));
  return entitiesOf(named, partsOf(text), before.project);
}

function differs(before: Memory, patch: Partial<Memory>): boolean {
  return Object.entries(patch).some(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field as keyof Memory]),
  );
}
