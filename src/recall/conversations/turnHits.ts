import type { Memory } from '../../core/memory/memory.ts';
import { cutAtWord } from '../../core/memory/memoryTitle.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import type { MemoryFilter } from '../../store/ports/memoryFilter.ts';
import type { LexicalHit, LexicalQuery } from '../../store/ports/textIndex.ts';
import type { PassageHit } from '../../store/ports/turnVectors.ts';
import type { PlacedTurn, TurnReader } from '../../store/ports/turnRepository.ts';
import { splitText } from '../embedding/splitText.ts';
import { tellsNothing } from '../embedding/tellsNothing.ts';
import type { QuestionWords } from '../recallRequest.ts';
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
const snippetLength = 160;

/** A conversation read at the turn that answers: a memory that says this turn and those beside it, and nothing else. */
export interface TurnAnswer {
  readonly memory: Memory;
  readonly match: LexicalHit;
  readonly lexical: number;
  /** Its number. */
  readonly turn: number;
}

/** The same, found by what it means. */
export interface NearTurn extends Omit<TurnAnswer, 'lexical'> {
  readonly cosine: number;
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
    const read = readAt(memory, turn, around, bestPart(turn.content, words));
    const match = { memory: read, bm25, snippet: `${turn.speaker}: ${snippet}` };
    answers.push({ memory: read, match, lexical: bm25, turn: turn.seq });
  }
  return answers;
}

/** Conversations as they are shown where a passage of them is near to a question, at the turn of it that says most. */
export async function turnsNearby(
  turns: TurnReader,
  hits: readonly PassageHit[],
  { words, known }: { readonly words: SoughtWords; readonly known: QuestionWords | undefined },
): Promise<NearTurn[]> {
  const answers: NearTurn[] = [];
  for (const { memory, first, last, begins, cosine } of hits) {
    const isOne = first.seq === last.seq || begins !== undefined;
    const together = isOne ? [last] : await turns.around(memory.id, first, 0, last);
    const told = nearestOf(together, words, known) ?? last;
    const shown = begins === undefined ? bestPart(told.content, words) : partFrom(told.content, begins);
    const around = await turns.around(memory.id, told, reach);
    const read = readAt(memory, told, around, shown);
    const snippet = `${told.speaker}: ${cutAtWord(oneLine(shown), snippetLength)}`;
    const match = { memory: read, bm25: 0, snippet };
    answers.push({ memory: read, match, cosine, turn: told.seq });
  }
  return answers;
}

/** Of turns that were read together, the one whose words are nearest to those of the question. */
function nearestOf(
  turns: readonly PlacedTurn[],
  words: SoughtWords,
  known: QuestionWords | undefined,
): PlacedTurn | undefined {
  const telling = turns.filter(({ content }) => !tellsNothing(content));
  if (telling.length < 2) return telling[0];
  const nearness = telling.map(({ content }) =>
    words.texts.reduce((sum, text) => sum + (known?.nearnessIn(text, content) ?? 0), 0),
  );
  return telling[nearness.indexOf(Math.max(...nearness))];
}

/** A conversation as it is shown where one of its turns was found. It is as old as what was said. */
function readAt(memory: Memory, found: PlacedTurn, around: readonly PlacedTurn[], shown: string): Memory {
  const lines = around.map((each) => {
    const text = each.seq === found.seq ? shown : cutAtWord(each.content, shownAround);
    return `${labelOf(each)}\n${text}`;
  });
  return { ...memory, content: lines.join('\n\n'), createdAt: found.saidAt };
}

/** Who said it and when: `user, 2026-11-30 10:15 UTC:` */
export function labelOf({ speaker, saidAt }: Pick<PlacedTurn, 'speaker' | 'saidAt'>): string {
  return `${speaker}, ${new Date(saidAt).toISOString().slice(0, 16).replace('T', ' ')} UTC:`;
}

/** Of what is long, the part with most of the question's words. */
function bestPart(content: string, words: SoughtWords): string {
  if (content.length <= shownOfTurn) return content;
  const parts = splitText(content, shownOfTurn);
  const masses = parts.map((part) => massOfShares(words.sharesIn(part), words.masses));
  const best = masses.indexOf(Math.max(...masses));
  return `${best > 0 ? '… ' : ''}${parts[best] ?? ''}${best < parts.length - 1 ? ' …' : ''}`;
}

/** Of what is long, the part that begins there. */
function partFrom(content: string, begins: number): string {
  const part = content.slice(begins);
  return `${begins > 0 ? '… ' : ''}${cutAtWord(part, shownOfTurn)}`;
}
