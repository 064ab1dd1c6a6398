import { MemoryBridgeError } from '../core/errors.ts';
import type { Actor } from '../core/memory/history.ts';
import type { Memory } from '../core/memory/memory.ts';
import { oneLine } from '../core/text/oneLine.ts';
import { placeAfter, projectAfter } from './memoryScope.ts';
import { entitiesAfter, tagsOf, titleAfter } from './memoryWording.ts';
import { lowerTrust, trustOf } from './provenance.ts';
import { forbidden, waitsForReview } from './whoMay.ts';
import type { Speaker } from './writeContext.ts';

/** What of a memory can be put otherwise. */
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
  'metadata',
  'position',
] as const;

/**
 * What somebody puts otherwise, its texts trimmed and cleaned. Null empties a part, undefined leaves it. `project` is
 * there where somebody named one: that of the call is where the memory belongs then.
 */
export type MemoryEdit = {
  readonly [Part in (typeof editable)[number]]?: Memory[Part] | undefined;
} & { readonly project?: string | undefined };

/** What an edit changes. Refuses an empty one, and what an agent may only propose. */
export function editOf(before: Memory, edit: MemoryEdit, speaker: Speaker): Partial<Memory> {
  if (edit.project === undefined && editable.every((part) => edit[part] === undefined))
    throw new MemoryBridgeError('invalid_input', `An edit needs one of ${editable.join(', ')}.`);
  const content = edit.content ?? before.content;
  const text = {
    content,
    title: titleAfter(before, content, edit.title),
    what: edit.what === undefined ? before.what : edit.what,
    why: edit.why === undefined ? before.why : edit.why,
    learned: edit.learned === undefined ? before.learned : edit.learned,
  };
  const saysOtherwise = (Object.keys(text) as (keyof typeof text)[]).some(
    (part) => text[part] !== before[part],
  );
  const scope = edit.scope ?? before.scope;
  const category = edit.category ?? before.category;
  const actsOtherwise = category !== before.category || scope !== before.scope;
  if (actsOtherwise && waitsForReview({ category, scope }, speaker.actor))
    throw forbidden(
      'Only a person makes a memory a directive or a global one. Say it with remember under that category or scope; it then waits in the Inbox.',
      before,
    );
  return {
    ...text,
    ...placeAfter(before, scope, speaker),
    ...(edit.project === undefined ? {} : projectAfter(before, scope, speaker)),
    ...categoryAfter(before, category),
    tags: edit.tags === undefined ? before.tags : tagsOf(edit.tags),
    entities: entitiesAfter(before, text, edit.entities, speaker.forges),
    metadata: mergedMetadata(before.metadata, edit.metadata),
    position: edit.position === undefined ? before.position : edit.position,
    trust: saysOtherwise || actsOtherwise ? lowerTrust(before.trust, trustOf(speaker.actor)) : before.trust,
  };
}

/** How a blocker was resolved is what it taught. An agent's note does not stand among a person's words without its name. */
export function resolvedWith(before: Memory, note: string, actor: Actor): Pick<Memory, 'learned'> {
  const isOwn = lowerTrust(before.trust, trustOf(actor)) === before.trust;
  const signed = isOwn ? note : `${oneLine(`${actor.kind} ${actor.name ?? ''}`)}: ${oneLine(note)}`;
  return { learned: [before.learned, signed].filter(Boolean).join('\n') };
}

/** Null takes a key out. */
function mergedMetadata(before: Memory['metadata'], edit: MemoryEdit['metadata']): Memory['metadata'] {
  if (edit === undefined) return before;
  return Object.fromEntries(Object.entries({ ...before, ...edit }).filter(([, value]) => value !== null));
}

function categoryAfter(before: Memory, category: Memory['category']): Partial<Memory> {
  if (category === before.category) return {};
  // Only procedures are reviewed, and only blockers are resolved: as anything else it is simply in force.
  return {
    category,
    ...(before.category === 'procedure' ? { review: null } : {}),
    ...(before.status === 'resolved' ? { status: 'active', resolvedAt: null } : {}),
  };
}
