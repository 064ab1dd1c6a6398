import { contentKey } from '../../core/memory/contentKey.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { Memory, Scope, Status } from '../../core/memory/memory.ts';
import { nameOf } from '../../core/memory/memoryLine.ts';
import { judgeAction } from '../../core/memory/memoryStates.ts';
import { deriveTitle } from '../../core/memory/memoryTitle.ts';
import { projectKeys } from '../../core/project/project.ts';
import { bindsOthers } from '../../core/memory/review.ts';
import { shortId } from '../../core/shortId.ts';
import { limits, type MemoryRecord } from '../../protocol/memoryRecord.ts';
import type { OutputOf, ParsedInputOf } from '../../protocol/operation.ts';
import { rememberOperation } from '../../protocol/operations/memories/remember.ts';
import { toMemoryRecord } from '../../recall/memoryRecords.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import { findMemory } from '../../memories/findMemory.ts';
import { MemoryChanges } from '../../memories/memoryChanges.ts';
import { trimMemoryText, entitiesOf, tagsOf } from '../../memories/memoryWording.ts';
import type { Operation, OperationContext } from '../operation.ts';
import type { ConfigPort } from '../ports.ts';
import { confidenceOf, confirmedConfidence, isPerson, sourceOf, trustOf } from '../../memories/provenance.ts';
import { refusalOf } from '../../memories/refusals.ts';
import { refuseAgents, waitsForReview, whereToReview } from '../../memories/whoMay.ts';

type Input = ParsedInputOf<typeof rememberOperation>;

/** @param config Says for how long what an agent proposes waits in the Inbox. */
export function createRemember(config: Pick<ConfigPort, 'read'>): Operation<typeof rememberOperation, Input> {
  return {
    ...remember,
    run: (_input, context, unit, input) =>
      rememberIn(unit, input, context, context.now + config.read().config.candidateExpiryDays * day),
  };
}

const day = 24 * 60 * 60_000;

const remember: Omit<Operation<typeof rememberOperation, Input>, 'run'> = {
  definition: rememberOperation,

  prepare: async (input) => trimMemoryText(input),

  render(output, input) {
    const { memory, created } = output;
    if (memory.status === 'candidate') return sayWaiting(memory, created, input);
    const said = [
      created
        ? `Remembered ${nameOf(memory)}`
        : `Already remembered, so it was confirmed and not stored again: ${nameOf(memory)}`,
    ];
    if (memory.scope === 'session') said.push('For this session only.');
    else if (memory.project === null && input.scope !== 'global')
      said.push('No project is known for this call, so it is global: every project sees it.');
    if (input.supersedes !== undefined && input.supersedes !== memory.id)
      said.push(`It replaces [${shortId(input.supersedes)}].`);
    return said.join('\n');
  },
};

async function rememberIn(
  unit: UnitOfWork,
  input: Input,
  context: OperationContext,
  candidateExpiry: number,
): Promise<OutputOf<typeof rememberOperation>> {
  const changes = new MemoryChanges(unit, context);
  const scope = scopeOf(input, context);
  const replaced = input.supersedes === undefined ? undefined : await findMemory(unit, input.supersedes);
  const known = await findSame(unit, input, scope, context);
  if (replaced && replaced.id !== known?.id) checkReplaceable(replaced);
  const waits = waitsForReview({ category: input.category, scope }, context.actor);
  // What a person has to accept replaces nothing before that.
  const replaces = waits ? undefined : replaced;
  if (replaces) refuseAgents(replaces, 'supersede', context.actor);
  if (replaces && known?.status === 'candidate' && !isPerson(context.actor))
    throw refusalOf(known, 'supersede', 'in_review');

  const patch = known && sameAgain(known, input, context);
  const memory = known
    ? patch
      ? await changes.change(known, patch, 'bump')
      : known
    : await changes.create({
        ...newMemory(input, scope, context),
        ...(waits ? { status: 'candidate', expiresAt: candidateExpiry } : {}),
        ...(waits && replaced ? { metadata: { replaces: replaced.id } } : {}),
      });
  if (replaces && replaces.id !== memory.id)
    await changes.change(replaces, { status: 'superseded', supersededBy: memory.id }, 'supersede');
  if (context.project && memory.project !== null) await unit.projects.upsert(context.project);
  changes.announce();
  return {
    memory: toMemoryRecord(memory, context.now),
    created: known === undefined,
    changeId: changes.size > 0 ? changes.groupId : '',
    redacted: [...context.redacted],
  };
}

/** An agent has to know that nobody follows what it has just said. */
function sayWaiting(memory: MemoryRecord, created: boolean, input: Input): string {
  const said = [
    created
      ? `Proposed, not in force: ${nameOf(memory)}`
      : `This waits in the Inbox already, and saying it again changes nothing: ${nameOf(memory)}`,
  ];
  if (created && memory.category === 'directive')
    said.push(`A directive of an agent waits in the Inbox until a person accepts it: ${whereToReview}.`);
  else if (created)
    said.push(`A global memory of an agent waits in the Inbox until a person accepts it: ${whereToReview}.`);
  if (created && memory.project === null && input.scope !== 'global')
    said.push('It is global because no project is known for this call. Name one with "project".');
  if (created && input.supersedes !== undefined)
    said.push(`When it is accepted, it replaces [${shortId(input.supersedes)}], which holds until then.`);
  return said.join('\n');
}

function scopeOf(input: Input, { project, sessionId }: OperationContext): Scope {
  const scope = input.scope ?? (project ? 'project' : 'global');
  if (scope === 'session' && sessionId === undefined)
    throw new MemoryBridgeError(
      'invalid_input',
      'scope: session needs a session, and none is known for this call. Use scope project.',
      { details: { field: 'scope' } },
    );
  if (scope === 'project' && !project)
    throw new MemoryBridgeError(
      'invalid_input',
      'scope: project needs a project, and none is known for this call. Name it with "project", or use scope global.',
      { details: { field: 'scope' } },
    );
  return scope;
}

/** What was superseded, archived or rejected was taken back on purpose: saying it again makes a new memory. */
const repeatable: ReadonlySet<Status> = new Set(['active', 'resolved', 'candidate']);

/** The memory that says the same already. */
async function findSame(
  unit: UnitOfWork,
  input: Input,
  scope: Scope,
  { project, sessionId }: OperationContext,
): Promise<Memory | undefined> {
  const keys = scope === 'global' || !project ? [null] : projectKeys(project);
  for (const key of keys) {
    const same = await unit.memories.findDuplicate(input.category, key, contentKey(input.content));
    if (!same || !repeatable.has(same.status)) continue;
    if (same.scope === scope && (scope !== 'session' || same.session === (sessionId ?? null))) return same;
  }
  return undefined;
}

function checkReplaceable(memory: Memory): void {
  const verdict = judgeAction(memory, 'supersede', 0);
  if (verdict.kind === 'refused') throw refusalOf(memory, 'supersede', verdict.reason);
}

/**
 * Whoever says it again vouches for it: what was resolved or in review is in force again. An agent vouches for nothing
 * that waits for a person or that a person has said: undefined, when its words change nothing.
 */
function sameAgain(
  known: Memory,
  input: Input,
  { actor, project }: OperationContext,
): Partial<Memory> | undefined {
  if (!isPerson(actor) && (known.status === 'candidate' || bindsOthers(known) || isOfPerson(known)))
    return known.status === 'resolved' && !bindsOthers(known) ? reopened : undefined;
  return {
    status: 'active',
    resolvedAt: null,
    expiresAt: null,
    confidence: confirmedConfidence(known.confidence, actor),
    trust: isPerson(actor) ? 'user' : known.trust,
    what: input.what ?? known.what,
    why: input.why ?? known.why,
    learned: input.learned ?? known.learned,
    tags: tagsOf(known.tags, input.tags),
    entities: entitiesOf(
      [...known.entities, ...(input.entities ?? [])],
      [input.what, input.why, input.learned],
      project?.id ?? null,
    ),
    anchors: known.anchors.length > 0 ? known.anchors : (input.anchors ?? []),
  };
}

const reopened: Partial<Memory> = { status: 'active', resolvedAt: null, expiresAt: null };

/** Nothing of an agent's stands under a person's name. */
const isOfPerson = ({ trust }: Memory): boolean => trust === 'user';

function newMemory(input: Input, scope: Scope, context: OperationContext): Memory {
  const { actor, ids, now, project, sessionId } = context;
  const projectId = scope === 'global' ? null : (project?.id ?? null);
  const anchors = input.anchors ?? [];
  const title = (input.title ?? deriveTitle(input.content)).replaceAll(/\s+/g, ' ').slice(0, limits.title);
  return {
    id: ids.next(),
    category: input.category,
    scope,
    project: projectId,
    session: sessionId ?? null,
    title,
    content: input.content,
    what: input.what ?? null,
    why: input.why ?? null,
    learned: input.learned ?? null,
    entities: entitiesOf(
      input.entities ?? [],
      [input.title, input.content, input.what, input.why, input.learned],
      projectId,
    ),
    anchors,
    tags: tagsOf(input.tags),
    source: sourceOf(actor, anchors),
    trust: trustOf(actor),
    confidence: confidenceOf(actor),
    pinned: false,
    status: 'active',
    supersededBy: null,
    createdAt: now,
    updatedAt: now,
    resolvedAt: null,
    expiresAt: null,
    deletedAt: null,
    lastRecalledAt: null,
    recallCount: 0,
    revision: 1,
    metadata: {},
  };
}
