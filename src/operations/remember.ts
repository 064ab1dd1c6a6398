import { contentKey } from '../core/contentKey.ts';
import { MemoryBridgeError } from '../core/errors.ts';
import type { Memory, Scope, Status } from '../core/memory.ts';
import { judgeAction } from '../core/memoryStates.ts';
import { deriveTitle } from '../core/memoryTitle.ts';
import { projectKeys } from '../core/project.ts';
import { shortId } from '../core/shortId.ts';
import { limits } from '../protocol/memoryView.ts';
import type { ParsedInputOf } from '../protocol/operation.ts';
import { rememberOperation } from '../protocol/operations/remember.ts';
import { toMemoryView } from '../recall/memoryViews.ts';
import type { UnitOfWork } from '../store/repositories.ts';
import { findMemory } from './findMemory.ts';
import { MemoryChanges } from './memoryChanges.ts';
import { trimMemoryText, entitiesOf, tagsOf } from './memoryText.ts';
import type { Operation, OperationContext } from './operation.ts';
import { confidenceOf, confirmedConfidence, higherTrust, sourceOf, trustOf } from './provenance.ts';
import { refusalOf } from './refusals.ts';
import { nameOf } from './rendering.ts';

type Input = ParsedInputOf<typeof rememberOperation>;

export const remember: Operation<typeof rememberOperation, Input> = {
  definition: rememberOperation,

  prepare: async (input) => trimMemoryText(input),

  async run(_input, context, unit, input) {
    const changes = new MemoryChanges(unit, context);
    const scope = scopeOf(input, context);
    const replaced = input.supersedes === undefined ? undefined : await findMemory(unit, input.supersedes);
    const known = await findSame(unit, input, scope, context);
    if (replaced && replaced.id !== known?.id) checkReplaceable(replaced);

    const memory = known
      ? await changes.change(known, sameAgain(known, input, context), 'bump')
      : await changes.create(newMemory(input, scope, context));
    if (replaced && replaced.id !== memory.id)
      await changes.change(replaced, { status: 'superseded', supersededBy: memory.id }, 'supersede');
    if (context.project && memory.project !== null) await unit.projects.upsert(context.project);
    changes.announce();
    return {
      memory: toMemoryView(memory, context.now),
      created: known === undefined,
      changeId: changes.groupId,
      redacted: [...context.redacted],
    };
  },

  render(output, input) {
    const { memory, created } = output;
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

/** Whoever says it again vouches for it: what was resolved or in review is in force again. */
function sameAgain(known: Memory, input: Input, { actor, project }: OperationContext): Partial<Memory> {
  return {
    status: 'active',
    resolvedAt: null,
    expiresAt: null,
    confidence: confirmedConfidence(known.confidence, actor),
    trust: higherTrust(known.trust, trustOf(actor)),
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
