import type { Anchor } from '../core/memory/anchor.ts';
import type { Category, Memory, Scope } from '../core/memory/memory.ts';
import { judgeAction } from '../core/memory/memoryStates.ts';
import type { UnitOfWork } from '../store/ports/unitOfWork.ts';
import { actOn } from './act.ts';
import { draftMemory } from './draft.ts';
import { findSame, saidAgain } from './duplicates.ts';
import { MemoryChanges } from './memoryChanges.ts';
import { entitiesOf } from './memoryWording.ts';
import { confidenceOf, isPerson, sourceOf, trustOf } from './provenance.ts';
import { refusalOf } from './refusals.ts';
import { replaceWith } from './supersede.ts';
import { withNewQuarantine } from './ordersToModels.ts';
import { refuseAgents, waitsForReview } from './whoMay.ts';
import type { Speaker } from './writeContext.ts';

/** What somebody says, its texts trimmed and cleaned. */
export interface Said {
  readonly category: Category;
  readonly scope: Scope;
  readonly title?: string | undefined;
  readonly content: string;
  readonly what?: string | undefined;
  readonly why?: string | undefined;
  readonly learned?: string | undefined;
  readonly entities?: readonly string[] | undefined;
  readonly anchors?: readonly Anchor[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly metadata?: Memory['metadata'] | undefined;
  readonly reminder?: Memory['reminder'] | undefined;
  /** Place among the directives. */
  readonly position?: number | undefined;
}

/** The memory that keeps what was said. `changeId` is empty when nothing changed. */
export interface Remembered {
  readonly memory: Memory;
  /** False when it was there already. */
  readonly created: boolean;
  readonly changeId: string;
}

export interface RememberOptions {
  readonly replaced?: Memory | undefined;
  readonly candidateExpiry: number;
  /** Those of an act that keeps several memories, and announces them itself. */
  readonly changes?: MemoryChanges | undefined;
}

/**
 * Keeps what a person or an agent says: as a new memory, or as the one that says so already. What an agent may only
 * propose waits in the Inbox until `candidateExpiry` (ms), and replaces nothing before a person has accepted it.
 */
export async function remember(
  unit: UnitOfWork,
  said: Said,
  speaker: Speaker,
  { replaced, candidateExpiry, changes: shared }: RememberOptions,
): Promise<Remembered> {
  const changes = shared ?? new MemoryChanges(unit, speaker);
  const known = await findSame(unit, said, speaker);
  if (replaced && replaced.id !== known?.id) checkReplaceable(replaced);
  const drafted = newMemory(said, speaker, undefined);
  const waits =
    waitsForReview(said, speaker.actor) ||
    (!known && withNewQuarantine(drafted, speaker).quarantine !== null);
  const replaces = waits ? undefined : replaced;
  if (replaces) refuseAgents(replaces, 'supersede', speaker.actor);
  if (replaces && known?.status === 'candidate' && !isPerson(speaker.actor))
    throw refusalOf(known, 'supersede', 'in_review');

  const memory = known
    ? await sayAgain(known, said, changes, speaker)
    : await changes.create(waits ? newMemory(said, speaker, { replaced, candidateExpiry }) : drafted);
  if (replaces && replaces.id !== memory.id && memory.status !== 'candidate')
    await replaceWith(changes, replaces, memory);
  if (speaker.project && memory.project !== null) await unit.projects.upsert(speaker.project);
  if (!shared) changes.announce();
  return { memory, created: known?.id !== memory.id, changeId: changes.size > 0 ? changes.groupId : '' };
}

async function sayAgain(
  known: Memory,
  said: Said,
  changes: MemoryChanges,
  speaker: Speaker,
): Promise<Memory> {
  const patch = saidAgain(known, said, speaker);
  const memory = patch ? await changes.change(known, patch, 'bump') : known;
  const { reminder } = said;
  return reminder ? actOn(memory, 'remind', changes, () => ({ reminder })) : memory;
}

function checkReplaceable(memory: Memory): void {
  const verdict = judgeAction(memory, 'supersede', 0);
  if (verdict.kind === 'refused') throw refusalOf(memory, 'supersede', verdict.reason);
}

function newMemory(
  said: Said,
  speaker: Speaker,
  review: { replaced: Memory | undefined; candidateExpiry: number } | undefined,
): Memory {
  const { actor, project, sessionId, forges } = speaker;
  const projectId = said.scope === 'global' ? null : (project?.id ?? null);
  const texts = [said.title, said.content, said.what, said.why, said.learned];
  return draftMemory(
    {
      ...said,
      project: projectId,
      session: sessionId,
      entities: entitiesOf(said.entities ?? [], texts, projectId, forges),
      source: sourceOf(actor, said.anchors ?? []),
      trust: trustOf(actor),
      confidence: confidenceOf(actor),
      review: review && { expiresAt: review.candidateExpiry },
      links: review?.replaced ? [{ kind: 'replaces', to: review.replaced.id }] : [],
    },
    speaker,
  );
}
