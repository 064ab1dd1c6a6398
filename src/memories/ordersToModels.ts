import { MemoryBridgeError } from '../core/errors.ts';
import { keepingOwnExpiry } from '../core/memory/ownExpiry.ts';
import { type Quarantine, reasonsText } from '../core/memory/quarantine.ts';
import type { Memory } from '../core/memory/memory.ts';
import { ordersIn } from '../safety/poison/ordersIn.ts';
import { titleOf } from './memoryWording.ts';
import { isPerson } from './provenance.ts';
import type { WriteContext } from './writeContext.ts';

type Context = Pick<WriteContext, 'actor' | 'takesIn'>;

/**
 * A new memory, or the same as a candidate where it gives orders to a model and no person has said it. What came in as over
 * stands so again once a person has accepted it.
 */
export function withNewQuarantine(memory: Memory, { takesIn }: Context): Memory {
  if (isTheirWord(memory, takesIn)) return memory;
  const quarantine = ordersIn(wordsOf(memory)) ?? memory.quarantine;
  if (!quarantine || memory.status === 'rejected') return { ...memory, quarantine };
  if (memory.status === 'candidate') return { ...memory, quarantine };
  const later = memory.status === 'active' ? {} : { later: memory.status };
  return keepingOwnExpiry({ ...memory, status: 'candidate', quarantine: { ...quarantine, ...later } });
}

/** What a person has said is not judged, and what waits in an export of theirs waits here for the same reasons. */
function isTheirWord({ trust, source, status, quarantine }: Memory, takesIn: Context['takesIn']): boolean {
  const isHeld = quarantine !== null && (status === 'candidate' || status === 'rejected');
  if (takesIn === 'export') return trust === 'user' || isHeld;
  return trust === 'user' && source.kind !== 'import' && takesIn !== 'import';
}

/** Why a change of a memory may not be in force before a person has accepted it; undefined for one that may. */
export function quarantineOfChange(
  before: Memory,
  after: Memory,
  { actor, takesIn }: Context,
): Memory['quarantine'] | undefined {
  const isSaidByTrust = takesIn === 'commits' || takesIn === 'export';
  const isTheirs = isSaidByTrust ? after.trust === 'user' : isPerson(actor);
  if (isTheirs && takesIn !== 'import') return undefined;
  const known = new Set(wordsOf(before));
  const words = wordsOf(after);
  const said = words.filter((text) => !known.has(text));
  if (said.length === 0) return undefined;
  // Two harmless parts may be an order together; what a person has accepted is none because of them.
  return ordersIn(said) ?? (ordersIn(wordsOf(before)) ? undefined : ordersIn(words));
}

/** What a person has put in force is in no quarantine any more: nobody else can. */
export function released(memory: Memory): Memory {
  const isInForce = memory.status === 'active' || memory.status === 'resolved';
  return isInForce && memory.quarantine ? { ...memory, quarantine: null } : memory;
}

/** What a memory said before, as it is put back with its history: words that give orders are shown to no agent there either. */
export function withJudgedPast(past: Memory, { takesIn }: Context): Memory {
  return isTheirWord(past, takesIn)
    ? past
    : { ...past, quarantine: ordersIn(wordsOf(past)) ?? past.quarantine };
}

/** Whether texts and names within a value of any shape give orders to a model, taken together. */
export function ordersWithin(value: unknown): Quarantine | undefined {
  const texts = textsWithin(value).filter((text) => text !== '');
  return texts.length === 0 ? undefined : ordersIn(texts);
}

/** Why words that stand beside a memory are not kept with it. */
export function ordersRefused(quarantine: Quarantine): MemoryBridgeError {
  return new MemoryBridgeError(
    'forbidden',
    `This reads as an order to a model (${reasonsText(quarantine)}), so it is not kept here. Say it with remember: it then waits in the Inbox until a person accepts it.`,
    { details: { reason: 'orders' } },
  );
}

/** Why what is shown to whoever comes next, and waits in no Inbox, is not kept at all. */
export function ordersNotKept(quarantine: Quarantine): MemoryBridgeError {
  return new MemoryBridgeError(
    'forbidden',
    `This reads as an order to a model (${reasonsText(quarantine)}), and what is kept here is shown to other agents, so it is not kept. Say it in other words, or say it with remember: it then waits in the Inbox until a person accepts it. A person may keep it here as it is.`,
    { details: { reason: 'orders' } },
  );
}

/** Everything of a memory that a model may come to read, in reading order. */
export function wordsOf(memory: Memory): string[] {
  const { title, content, what, why, learned, tags, entities, source, anchors, evidence, links } = memory;
  return [
    // One that is only how the text begins would say it twice.
    title === titleOf(content) ? null : title,
    content,
    what,
    why,
    learned,
    ...tags,
    ...entities,
    source.ref,
    source.actor,
    ...anchors.map(({ path }) => path),
    ...evidence.flatMap(({ excerpt, place }) => [excerpt, place]),
    ...links.map(({ reason }) => reason),
    ...textsWithin(memory.metadata),
  ].filter((text): text is string => typeof text === 'string' && text !== '');
}

/** Names and texts of a value of any shape. */
function textsWithin(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsWithin);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => [name, ...textsWithin(each)]);
}
