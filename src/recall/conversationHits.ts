import type { Memory } from '../core/memory.ts';
import type { LexicalHit, MemoryFilter, MemoryRepository } from '../store/repositories.ts';
import { spreadOverSessions } from './conversations.ts';

/** Turns that are looked at when a question is about conversations: the answer seldom has the words of the question. */
const turnsSought = 300;
/** With this share of turns among the best hits, a question is about conversations. */
const turnsShare = 0.5;

/** A longer one is a whole conversation in one memory, in characters. */
const longestTurn = 1_200;

/** What one person said in a conversation whose other turns are memories as well. */
export function isTurn({
  category,
  session,
  content,
}: Pick<Memory, 'category' | 'session' | 'content'>): boolean {
  return category === 'conversation' && session !== null && content.length <= longestTurn;
}

export function isAboutConversations(hits: readonly LexicalHit[]): boolean {
  return hits.length > 0 && hits.filter(({ memory }) => isTurn(memory)).length >= turnsShare * hits.length;
}

export interface ConversationSearch {
  /** All hits there are, up to `limit`. */
  readonly search: (limit: number) => Promise<LexicalHit[]>;
  readonly memories: MemoryRepository;
  readonly filter: MemoryFilter;
  /** Idf mass of the question's words in a text. */
  readonly massOf: (memory: Memory) => number;
}

/** Turns by their words, their neighbours and their session; other memories by their words. Best first. */
export async function searchConversations(
  { search, memories, filter, massOf }: ConversationSearch,
  limit: number,
): Promise<{ memory: Memory; bm25: number; match: LexicalHit | undefined }[]> {
  const hits = await search(turnsSought);
  const matches = new Map(hits.map((hit) => [hit.memory.id, hit]));
  const bySession = grouped(
    hits.filter(({ memory }) => isTurn(memory)),
    ({ memory }) => memory.session ?? '',
  );
  const masses = new Map([...bySession].map(([session, turns]) => [session, massOf(joined(turns))]));
  const turns = await memories.turnsOf([...bySession.keys()], filter);
  const sessions = grouped(
    turns.map(({ id, session }) => ({ id, session, own: matches.get(id)?.bm25 ?? 0 })),
    ({ session }) => session,
  );
  const scores = spreadOverSessions([...sessions.values()], (session) => masses.get(session) ?? 0);
  for (const { memory, bm25 } of hits) if (!scores.has(memory.id)) scores.set(memory.id, bm25);
  const best = [...scores].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, limit);
  const unread = best.filter(([id]) => !matches.has(id)).map(([id]) => id);
  const read = new Map((await memories.getMany(unread)).map((memory) => [memory.id, memory]));
  return best.flatMap(([id, bm25]) => {
    const match = matches.get(id);
    const memory = match?.memory ?? read.get(id);
    return memory ? [{ memory, bm25, match }] : [];
  });
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** A session as one text, as far as its turns were hit. */
function joined(turns: readonly LexicalHit[]): Memory {
  const [first] = turns;
  if (!first) throw new Error('A session has turns');
  return {
    ...first.memory,
    title: turns.map(({ memory }) => memory.title).join('\n'),
    content: turns.map(({ memory }) => memory.content).join('\n'),
  };
}
