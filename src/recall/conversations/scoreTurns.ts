import { massOfShares } from '../words/soughtWords.ts';

/** A turn of a conversation as the ranking sees it. */
export interface Turn {
  /** Share of each word of the question that its title has, which tells who spoke and when; 0 to 1. */
  readonly title: readonly number[];
  /** The same of what was said. */
  readonly content: readonly number[];
  readonly isQuestion: boolean;
  /** Cosine of the question and the turn by itself; undefined when there is no vector. */
  readonly cosine: number | undefined;
}

export interface TurnScore {
  /** What its words say and those around it. Comparable among the memories of one question. */
  readonly lexical: number;
  /** Cosine of the question and the nearest of what was said around it, never negative; undefined without vectors. */
  readonly cosine: number | undefined;
}

/** What is understood from what was said shortly before, and from the reply. */
const before = 2;
const after = 1;

/** What the question's words weigh by where they are found (docs/decisions/0010-recall-fusion.md). */
const weight = { turn: 1, around: 1.5, session: 0.75, answered: 0.75 } as const;

/**
 * Who asks "what did she paint" is answered by the turn after the one that has the words, in the session that is about
 * painting. So a turn is scored by its own words and its speaker, by the words around it, by those of the question that it
 * replies to, and by those of its session; and its meaning is that of the nearest turn around it.
 *
 * @param turns Those of one session in the order in which they were said.
 * @param masses Idf mass of each word of the question, nats.
 */
export function scoreTurns(turns: readonly Turn[], masses: readonly number[]): TurnScore[] {
  const words = turns.map(({ title, content }) => unionOf([title, content]));
  const session = unionOf(words);
  return words.map((own, place) => {
    const around = [Math.max(0, place - before), place + after + 1] as const;
    const previous = turns[place - 1];
    const lexical =
      weight.turn * massOfShares(own, masses) +
      weight.around * massOfShares(unionOf(words.slice(...around)), masses) +
      weight.session * massOfShares(session, masses) +
      (previous?.isQuestion ? weight.answered * massOfShares(previous.content, masses) : 0);
    const cosines = turns.slice(...around).flatMap(({ cosine }) => cosine ?? []);
    return { lexical, cosine: cosines.length === 0 ? undefined : Math.max(0, ...cosines) };
  });
}

/** What several texts have together of each word. */
export function unionOf(texts: readonly (readonly number[])[]): number[] {
  const union: number[] = [];
  for (const shares of texts)
    for (const [word, share] of shares.entries()) union[word] = Math.max(union[word] ?? 0, share);
  return union;
}
