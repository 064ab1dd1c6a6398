import * as z from 'zod';
import type { Turn } from '../../core/conversation/turn.ts';
import type { Memory } from '../../core/memory/memory.ts';
import type { Project } from '../../core/project/project.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import { turnsWithin } from './extraction.ts';

/** A piece of a conversation that no model has read. */
export interface Excerpt {
  readonly memory: Memory;
  readonly project: Project;
  readonly turns: readonly Turn[];
  /** Turns of the conversation that are read with it. */
  readonly readTurns: number;
}

export interface ExcerptWish {
  /** Conversations that began before are left alone, ms. */
  readonly since: number;
  /** The last word of a conversation was said before, ms: what goes on is read when it rests. */
  readonly restedBefore: number;
  readonly isOff: (project: Project) => boolean;
}

const feed = 'model-extraction';
const cursorSchema = z.object({ turns: z.number().int().min(0) });
const mostConversations = 100;
const mostTurns = 30;
/** Characters of an excerpt. */
const excerptLength = 12_000;

/** The next piece to be read, of the newest conversation that has one. */
export async function nextExcerpt(unit: ReadUnit, wish: ExcerptWish): Promise<Excerpt | undefined> {
  const { memories } = await unit.memories.list(
    { categories: ['conversation'], since: wish.since },
    { limit: mostConversations },
  );
  const kept = memories.filter(({ source }) => source.kind === 'conversation');
  const counts = await unit.turns.countMany(kept.map(({ id }) => id));
  for (const memory of kept) {
    const count = counts.get(memory.id);
    if (!count || memory.project === null || (count.last ?? Infinity) > wish.restedBefore) continue;
    const place = await unit.feeds.get(feed, memory.id);
    const offset = cursorSchema.safeParse(place?.cursor).data?.turns ?? 0;
    if (offset >= count.turns) continue;
    const project = (await unit.projects.findByReference(memory.project)) ?? {
      id: memory.project,
      name: memory.project,
      aliases: [],
    };
    if (wish.isOff(project)) continue;
    const turns = turnsWithin(await unit.turns.list(memory.id, { offset, limit: mostTurns }), excerptLength);
    if (turns.length > 0) return { memory, project, turns, readTurns: offset + turns.length };
  }
  return undefined;
}

/** No model is asked about it again. */
export async function markRead(unit: UnitOfWork, { memory, readTurns }: Excerpt, now: number): Promise<void> {
  await unit.feeds.set({ feed, source: memory.id, cursor: { turns: readTurns }, readAt: now });
}
