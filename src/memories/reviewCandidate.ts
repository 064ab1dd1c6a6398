import type { Forges } from '../core/forge/forges.ts';
import { endingOf, withEvidence } from '../core/memory/evidence.ts';
import { isQuestion } from '../core/memory/isQuestion.ts';
import type { Memory } from '../core/memory/memory.ts';
import type { Quarantine } from '../core/memory/quarantine.ts';
import { bindsOthers } from '../core/memory/review.ts';
import { linkedTo, type LinkKind } from '../core/memory/memoryLink.ts';
import { judgeAction } from '../core/memory/memoryStates.ts';
import type { MemoryChanges } from './memoryChanges.ts';
import { entitiesAfter, titleAfter } from './memoryWording.ts';
import { refusalOf } from './refusals.ts';
import { putAway, replaceWith } from './supersede.ts';

/** What a person puts otherwise while they accept a candidate. */
export interface AcceptedEdits {
  readonly content?: string | undefined;
  readonly title?: string | undefined;
  readonly category?: Memory['category'] | undefined;
  readonly why?: string | undefined;
}

/** Takes a candidate out of the Inbox for good, one way or the other, with all that follows from it. */
export async function reviewCandidate(
  before: Memory,
  action: 'accept' | 'reject',
  changes: MemoryChanges,
  edits?: AcceptedEdits,
): Promise<Memory> {
  const verdict = judgeAction(before, action, changes.context.now);
  if (verdict.kind === 'refused') throw refusalOf(before, action, verdict.reason);
  if (verdict.kind === 'unchanged') return before;
  if (action === 'reject') return changes.change(before, verdict.change, action);
  const accepted = await changes.change(
    before,
    { ...verdict.change, ...acceptedOf(before, edits, changes.context.forges) },
    action,
  );
  await replaceEarlier(before, changes);
  await putAwayEnded(before, changes);
  return accepted;
}

/** The person who accepts a candidate vouches for it. A question that is answered is no memory, and goes. */
function acceptedOf(
  before: Memory,
  edits: AcceptedEdits | undefined,
  forges: Forges | undefined,
): Partial<Memory> {
  if (isQuestion(before)) return { status: 'archived' };
  const vouched: Partial<Memory> = before.quarantine ? inForce(before, before.quarantine) : standsBehind;
  if (!edits) return vouched;
  const content = edits.content ?? before.content;
  const title = titleAfter(before, content, edits.title);
  const why = edits.why ?? before.why;
  return {
    ...vouched,
    content,
    title,
    why,
    category: edits.category ?? before.category,
    entities: entitiesAfter(before, { ...before, title, content, why }, before.entities, forges),
  };
}

const standsBehind: Partial<Memory> = { trust: 'user', confidence: 1 };

/**
 * To let a text that gives orders pass is not to say it: who reads it is told on whose word, unless it is meant for
 * everybody, where only the word of a person stands.
 */
function inForce(before: Memory, { later }: Quarantine): Partial<Memory> {
  return {
    quarantine: null,
    ...(bindsOthers(before) ? standsBehind : {}),
    ...(later === undefined ? {} : { status: later }),
  };
}

/** A record that changed after it was accepted comes as a new candidate: both texts in force would contradict each other. */
async function replaceEarlier(accepted: Memory, changes: MemoryChanges): Promise<void> {
  const earlier = await linkedMemory(accepted, 'replaces', changes);
  if (!earlier || earlier.deletedAt !== null) return;
  const verdict = judgeAction(earlier, 'supersede', changes.context.now);
  if (verdict.kind === 'allowed') await replaceWith(changes, earlier, accepted);
}

/** A memory that git says does not hold any more is put away when the person agrees. */
async function putAwayEnded(question: Memory, changes: MemoryChanges): Promise<void> {
  const ended = await linkedMemory(question, 'ends', changes);
  if (!ended || judgeAction(ended, 'supersede', changes.context.now).kind !== 'allowed') return;
  const ending = endingOf(question);
  await putAway(changes, ended, await linkedMemory(question, 'successor', changes), {
    evidence: ending ? withEvidence(ended.evidence, ending) : ended.evidence,
  });
}

async function linkedMemory(
  memory: Memory,
  kind: LinkKind,
  { unit }: MemoryChanges,
): Promise<Memory | undefined> {
  const id = linkedTo(memory, kind);
  return id === undefined ? undefined : unit.memories.get(id);
}
