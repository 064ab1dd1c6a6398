import { isConversation } from '../../core/conversation/conversationMemory.ts';
import type { Memory } from '../../core/memory/memory.ts';
import { searchableText } from '../../core/memory/searchableText.ts';
import type { LexicalHit } from '../../store/ports/textIndex.ts';
import type { MemoryFilter } from '../../store/ports/memoryFilter.ts';
import type { MemoryReader } from '../../store/ports/memoryRepository.ts';
import { scoreTurns, type Turn, type TurnScore, unionOf } from './scoreTurns.ts';
import { massOfShares, type SoughtWords } from '../words/soughtWords.ts';

/** Turns that are looked at when a question is about conversations: the answer seldom has the words of the question. */
const turnsSought = 100;
/** Sessions that are read whole, those with most of the question's words, and how many of their turns at most. */
const sessionsRead = 24;
const turnsRead = 2_000;
/** With this share of turns among the best hits, a question is about conversations. */
const turnsShare = 0.5;

/** A longer one is a whole conversation in one memory, in characters. */
const longestTurn = 1_200;

/** What one person said in a conversation whose other turns are memories as well. */
export function isTurn({
  category,
  session,
  content,
  source,
}: Pick<Memory, 'category' | 'session' | 'content' | 'source'>): boolean {
  // A conversation with turns of its own is none of another.
  if (isConversation({ category, source })) return false;
  return category === 'conversation' && session !== null && content.length <= longestTurn;
}

export function isAboutConversations(hits: readonly LexicalHit[]): boolean {
  return hits.length > 0 && hits.filter(({ memory }) => isTurn(memory)).length >= turnsShare * hits.length;
}

export interface ConversationSearch {
  /** All hits there are, up to `limit`. */
  readonly search: (limit: number) => Promise<LexicalHit[]>;
  readonly memories: MemoryReader;
  readonly filter: MemoryFilter;
  readonly words: SoughtWords;
  /** Cosines of the question and these memories, as far as they have vectors. */
  readonly cosinesOf: (ids: readonly string[]) => Promise<ReadonlyMap<string, number>>;
}

export interface ConversationHit extends TurnScore {
  readonly memory: Memory;
  readonly match: LexicalHit | undefined;
}

/** Turns by what is said in and around them, other memories by their words. Best first. */
export async function searchConversations(
  search: ConversationSearch,
  limit: number,
): Promise<ConversationHit[]> {
  const { memories, filter, words, cosinesOf } = search;
  const hits = await search.search(turnsSought);
  const matches = new Map(hits.map((hit) => [hit.memory.id, hit]));
  const turns = await memories.turnsOf(sessionsOf(hits, words), filter, turnsRead);
  const cosines = await cosinesOf(turns.map(({ id }) => id));
  const scores = new Map<string, TurnScore>();
  for (const session of grouped(turns, (turn) => turn.session).values()) {
    const scored = scoreTurns(
      session.map((turn) => asTurn(turn, words, cosines.get(turn.id))),
      words.masses,
    );
    for (const [place, { id }] of session.entries()) scores.set(id, scored[place] ?? nothing);
  }
  // What belongs to no conversation says by itself all that it says.
  for (const { memory } of hits)
    if (!scores.has(memory.id))
      scores.set(memory.id, scoreTurns([asTurn(textsOf(memory), words)], words.masses)[0] ?? nothing);
  const mostLexical = Math.max(Number.MIN_VALUE, ...[...scores.values()].map(({ lexical }) => lexical));
  const rank = ({ lexical, cosine = 0 }: TurnScore) => lexical / mostLexical + cosine;
  const best = [...scores]
    .toSorted(([idA, a], [idB, b]) => rank(b) - rank(a) || (idA < idB ? -1 : 1))
    .slice(0, limit);
  const unread = best.filter(([id]) => !matches.has(id)).map(([id]) => id);
  const read = new Map((await memories.getMany(unread)).map((memory) => [memory.id, memory]));
  return best.flatMap(([id, score]) => {
    const match = matches.get(id);
    const memory = match?.memory ?? read.get(id);
    return memory ? [{ memory, match, ...score }] : [];
  });
}

const textsOf = (memory: Memory) => ({ title: memory.title, content: searchableText(memory) });

const nothing: TurnScore = { lexical: 0, cosine: undefined };

/** The sessions whose turns have most of the question's words together. */
function sessionsOf(hits: readonly LexicalHit[], { masses, sharesIn }: SoughtWords): string[] {
  const turns = hits.flatMap(({ memory }) =>
    isTurn(memory) && memory.session !== null
      ? [{ session: memory.session, shares: sharesIn(searchableText(memory)) }]
      : [],
  );
  return [...grouped(turns, ({ session }) => session)]
    .map(([session, found]) => ({
      session,
      mass: massOfShares(unionOf(found.map(({ shares }) => shares)), masses),
    }))
    .toSorted((left, right) => right.mass - left.mass)
    .slice(0, sessionsRead)
    .map(({ session }) => session);
}

function asTurn(
  { title, content }: Pick<Memory, 'title' | 'content'>,
  { sharesIn }: SoughtWords,
  cosine?: number,
): Turn {
  return { title: sharesIn(title), content: sharesIn(content), isQuestion: asks(content), cosine };
}

/** Whether what was said ends in asking. */
export function asks(content: string): boolean {
  return content.trimEnd().endsWith('?');
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
