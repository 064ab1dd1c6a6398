import type { Turn } from '../core/conversation/turn.ts';
import type { Memory } from '../core/memory/memory.ts';
import { cutAtWord } from '../core/memory/memoryTitle.ts';
import type { Project } from '../core/project/project.ts';
import { oneLine } from '../core/text/oneLine.ts';
import { plainText } from '../core/text/plainText.ts';
import { draftMemory } from './draft.ts';
import type { MemoryChanges } from './memoryChanges.ts';
import { entitiesOf, titleOf } from './memoryWording.ts';
import { ordersWithin } from './ordersToModels.ts';

/** What is known of a conversation beside what was said in it. Texts are cleaned. */
export interface KeptConversation {
  /** Whose: `opencode`, `claude-code`, … */
  readonly system: string;
  /** As people call that. */
  readonly agent: string;
  readonly session: string;
  readonly title: string | undefined;
  readonly directory: string | undefined;
  readonly project: Project | undefined;
  /** ms */
  readonly startedAt: number;
}

/** Where the origins of conversations lie that were read from an agent's own records. */
export const conversationPlace = 'db';

/** Characters of the first turn that the record of a conversation quotes. */
const quoted = 300;

/** The memory of a conversation, and the turns that are new to it. */
export interface KeptTurns {
  readonly memory: Memory;
  /** Whether nothing of the conversation was kept before. */
  readonly isNew: boolean;
  readonly turns: readonly Turn[];
}

/**
 * Keeps turns of a conversation: in the memory that there is of it, or in a new one. Returns those that are new or were
 * changed; undefined where somebody has deleted or purged the memory, which is not brought back.
 */
export async function keepConversation(
  conversation: KeptConversation,
  turns: readonly Turn[],
  changes: MemoryChanges,
): Promise<KeptTurns | undefined> {
  const { unit, context } = changes;
  const name = { system: conversation.system, place: conversationPlace, ref: conversation.session };
  const origin = await unit.origins.get(name);
  if (origin) {
    const known = await unit.memories.get(origin.memory);
    if (!known || known.deletedAt !== null) return undefined;
    const memory = await calledNow(known, conversation, changes);
    return { memory, isNew: false, turns: await unit.turns.put(memory, turns) };
  }
  const [first] = turns;
  if (!first) return undefined;
  const memory = await changes.create(recordOf(conversation, first, changes));
  await unit.origins.put({ ...name, memory: memory.id, fingerprint: null, at: context.now });
  if (conversation.project) await unit.projects.upsert(conversation.project);
  return { memory, isNew: true, turns: await unit.turns.put(memory, turns) };
}

/** A title that a person has given stays; one that was read is replaced by the one that there is now. */
async function calledNow(
  memory: Memory,
  { title }: KeptConversation,
  changes: MemoryChanges,
): Promise<Memory> {
  const now = title === undefined ? undefined : titleOf(title, title);
  const read = memory.metadata['title'];
  // One that would have to wait in the Inbox is no name for a conversation that is read.
  if (now !== undefined && ordersWithin([now, memory.content])) return memory;
  if (now === undefined || now === read || (typeof read === 'string' && read !== memory.title)) return memory;
  return changes.change(memory, { title: now, metadata: { ...memory.metadata, title: now } }, 'edit');
}

/** What people read of a conversation before they open it. It stays as it is while the conversation goes on. */
function recordOf(
  { system, agent, session, title, directory, project, startedAt }: KeptConversation,
  first: Turn,
  { context }: MemoryChanges,
): Memory {
  const begins = cutAtWord(oneLine(plainText(first.content.slice(0, quoted * 4))), quoted);
  const place = directory === undefined ? '' : ` in ${directory}`;
  const day = new Date(startedAt).toISOString().slice(0, 10);
  const content = `Conversation with ${agent}${place}, begun on ${day}. It begins: ${begins}`;
  const called = titleOf(first.content, title);
  const memory = draftMemory(
    {
      category: 'conversation',
      scope: project ? 'project' : 'global',
      project: project?.id ?? null,
      session,
      title: called,
      content,
      entities: entitiesOf([], [called, begins], project?.id ?? null, context.forges),
      source: { kind: 'conversation', ref: `${system}:${session}`, actor: system },
      trust: 'agent',
      confidence: 0.5,
      saidAt: startedAt,
      metadata: { title: called },
    },
    context,
  );
  // It grows older from the moment at which something was said last.
  return { ...memory, updatedAt: first.saidAt };
}
