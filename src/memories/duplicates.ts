import { contentKey } from '../core/memory/contentKey.ts';
import type { Memory, Status } from '../core/memory/memory.ts';
import { bindsOthers } from '../core/memory/review.ts';
import { projectKeys } from '../core/project/project.ts';
import type { ReadUnit } from '../store/ports/readUnit.ts';
import type { UnitOfWork } from '../store/ports/unitOfWork.ts';
import { entitiesOf, tagsOf } from './memoryWording.ts';
import { confirmedConfidence, isPerson } from './provenance.ts';
import type { Said } from './remember.ts';
import type { Speaker } from './writeContext.ts';

/** The memory that says the same already, under the first of the projects' keys that has one. */
export async function findSameText(
  { memories }: ReadUnit,
  { category, content }: Pick<Memory, 'category' | 'content'>,
  keys: readonly (string | null)[],
  fits: (memory: Memory) => boolean = () => true,
): Promise<Memory | undefined> {
  const key = contentKey(content);
  for (const project of keys) {
    const same = await memories.findDuplicate(category, project, key);
    if (same && fits(same)) return same;
  }
  return undefined;
}

/** What was superseded, archived or rejected was taken back on purpose: saying it again makes a new memory. */
export const repeatable: ReadonlySet<Status> = new Set(['active', 'resolved', 'candidate']);

/** The memory that says the same already to the same ears: of one scope, and of one session where that is the scope. */
export async function findSame(
  unit: UnitOfWork,
  said: Pick<Said, 'category' | 'content' | 'scope'>,
  { project, sessionId }: Pick<Speaker, 'project' | 'sessionId'>,
): Promise<Memory | undefined> {
  const keys = said.scope === 'global' || !project ? [null] : projectKeys(project);
  return findSameText(unit, said, keys, ({ status, scope, session }) => {
    if (!repeatable.has(status) || scope !== said.scope) return false;
    return scope !== 'session' || session === (sessionId ?? null);
  });
}

/** How a memory stands when somebody says it again. */
const reopened: Partial<Memory> = { status: 'active', resolvedAt: null, expiresAt: null, quarantine: null };

/** Nothing of an agent's stands under a person's name. */
const isOfPerson = ({ trust }: Memory): boolean => trust === 'user';

/**
 * Whoever says it again vouches for it: what was resolved or in review is in force again. An agent vouches for nothing
 * that waits for a person or that a person has said: undefined, when its words change nothing.
 */
export function saidAgain(
  known: Memory,
  said: Said,
  { actor, project, forges }: Speaker,
): Partial<Memory> | undefined {
  if (!isPerson(actor) && (known.status === 'candidate' || bindsOthers(known) || isOfPerson(known)))
    return known.status === 'resolved' && !bindsOthers(known) ? reopened : undefined;
  return {
    ...reopened,
    confidence: confirmedConfidence(known.confidence, actor),
    trust: isPerson(actor) ? 'user' : known.trust,
    what: said.what ?? known.what,
    why: said.why ?? known.why,
    learned: said.learned ?? known.learned,
    tags: tagsOf(known.tags, said.tags),
    metadata: { ...known.metadata, ...said.metadata },
    entities: entitiesOf(
      [...known.entities, ...(said.entities ?? [])],
      [said.what, said.why, said.learned],
      project?.id ?? null,
      forges,
    ),
    anchors: known.anchors.length > 0 ? known.anchors : (said.anchors ?? []),
  };
}
