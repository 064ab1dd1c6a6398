import type { Memory } from '../../core/memory/memory.ts';
import { cutAtWord } from '../../core/memory/memoryTitle.ts';
import type { MemoryFilter } from '../../store/ports/memoryFilter.ts';
import type { LexicalHit, LexicalQuery } from '../../store/ports/textIndex.ts';
import type { PlacedTurn, TurnReader } from '../../store/ports/turnRepository.ts';
import { splitText } from '../embedding/splitText.ts';
import { massOfShares, type SoughtWords } from '../words/soughtWords.ts';

/** Conversations that are weighed for their turns. */
const mostConversations = 24;
/** Turns that are shown before and after the one that was found. */
const reach = 1;
/** Turns that an excerpt has at most. */
export const mostShown = 2 * reach + 1;
/** Characters of it, and of each of those. */
const shownOfTurn = 900;
const shownAround = 300;

/** A conversation read at the turn that answers: a memory that says this turn and those beside it, and nothing else. */
export interface TurnAnswer {
  readonly memory: Memory;
  readonly match: LexicalHit;
  readonly lexical: number;
}

export interface TurnSearch {
  readonly turns: TurnReader;
  readonly query: LexicalQuery;
  readonly filter: MemoryFilter;
  readonly words: SoughtWords;
}

/** Conversations by what was said in them, best first. None is ever handed on whole. */
export async function searchTurns({ turns, query, filter, words }: TurnSearch): Promise<TurnAnswer[]> {
  const answers: TurnAnswer[] = [];
  for (const { memory, turn, bm25, snippet } of await turns.search(query, filter, mostConversations)) {
    const around = await turns.around(memory.id, turn, reach);
    const read = readAt(memory, turn, around, words);
    const match = { memory: read, bm25, snippet: `${turn.speaker}: ${snippet}` };
    answers.push({ memory: read, match, lexical: bm25 });
  }
  return answers;
}

/** A conversation as it is shown where one of its turns was found. It is as old as what was said. */
function readAt(
  memory: Memory,
  turn: PlacedTurn,
  around: readonly PlacedTurn[],
  words?: SoughtWords,
): Memory {
  const lines = around.map((each) => {
    const isFound = each.seq === turn.seq;
    const text = isFound ? bestPart(each.content, words) : cutAtWord(each.content, shownAround);
    return `${labelOf(each)}\n${text}`;
  });
  return { ...memory, content: lines.join('\n\n'), createdAt: turn.saidAt };
}

/** Who said it and when: `user, 2026-11-30 10:15 UTC:` */
export function labelOf({ speaker, saidAt }: Pick<PlacedTurn, 'speaker' | 'saidAt'>): string {
  return `${speaker}, ${new Date(saidAt).toISOString().slice(0, 16).replace('T', ' ')} UTC:`;
}

/** Of what is long, the part with most of the question's words. */
function bestPart(content: string, words: SoughtWords | undefined): string {
  if (content.length <= shownOfTurn) return content;
  const parts = splitText(content, shownOfTurn);
  const masses = parts.map((part) => (words ? massOfShares(words.sharesIn(part), words.masses) : 0));
  const best = masses.indexOf(Math.max(...masses));
  return `${best > 0 ? '… ' : ''}${parts[best] ?? ''}${best < parts.length - 1 ? ' …' : ''}`;
}
