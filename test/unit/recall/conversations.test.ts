import { describe, expect, it } from 'vitest';
import { isAboutConversations, isTurn } from '../../../src/recall/conversations/conversationHits.ts';
import { scoreTurns, type Turn, type TurnScore } from '../../../src/recall/conversations/scoreTurns.ts';
import { proseOf } from '../../../src/recall/conversations/proseOf.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';

/** Two words are asked for, the second rarer. */
const masses = [2, 3];
const none: Turn = { title: [0, 0], content: [0, 0], isQuestion: false, cosine: 0 };
const first: Turn = { ...none, content: [1, 0] };
const second: Turn = { ...none, content: [0, 1] };
const lexical = (...turns: Turn[]): number[] => scoreTurns(turns, masses).map((score) => score.lexical);
const at = (scores: readonly number[], place: number): number => scores[place] ?? Number.NaN;

const turn = makeMemory({ category: 'conversation', session: 's1', content: 'We painted a sunset' });
const note = makeMemory({ content: 'Use pnpm' });

describe('turns of a conversation', () => {
  it('gain by words around them: two turns before and one after', () => {
    const scores = lexical(none, none, none, first, none, none, none, none);
    const [inSession] = scores;
    expect(at(scores, 3)).toBeGreaterThan(at(scores, 4));
    for (const near of [2, 4, 5]) expect(at(scores, near)).toBeGreaterThan(inSession ?? Number.NaN);
    for (const far of [1, 6, 7]) expect(at(scores, far)).toBe(inSession);
  });

  it('gain by different words around them, and not by the same word twice', () => {
    expect(at(lexical(first, none, second), 1)).toBeGreaterThan(at(lexical(second, none, second), 1));
    expect(at(lexical(second, none, second), 1)).toBe(at(lexical(second, none, none), 1));
  });

  it('all gain where their session has the words of the question', () => {
    const scores = lexical(first, none, none, none, none, none, none, second);
    const alone = lexical(first, none, none, none, none, none, none, none);
    expect(at(scores, 4)).toBeGreaterThan(at(alone, 4));
    expect(at(scores, 0) - at(alone, 0)).toBeCloseTo(at(scores, 4) - at(alone, 4));
  });

  it('answer the question before them', () => {
    const question = { ...second, isQuestion: true };
    const scores = lexical(none, question, none, none);
    expect(at(scores, 2)).toBeGreaterThan(at(lexical(none, second, none, none), 2));
    expect(at(scores, 3)).toBe(at(lexical(none, second, none, none), 3));
    const asker = { ...none, title: [0, 1], isQuestion: true };
    expect(at(lexical(asker, none), 1)).toBe(at(lexical({ ...asker, isQuestion: false }, none), 1));
  });

  it('gain more by rarer words, and by words of their title as by those of their text', () => {
    expect(at(lexical(second), 0)).toBeGreaterThan(at(lexical(first), 0));
    expect(lexical({ ...none, title: [1, 0] })).toEqual(lexical(first));
  });

  it('mean what the nearest around them means', () => {
    const cosines = (...given: number[]): (number | undefined)[] =>
      scoreTurns(
        given.map((cosine) => ({ ...none, cosine })),
        masses,
      ).map((score: TurnScore) => score.cosine);
    expect(cosines(0.1, 0.2, 0.9, 0, 0, 0, 0.3)).toEqual([0.2, 0.9, 0.9, 0.9, 0.9, 0.3, 0.3]);
    expect(cosines(-0.4)).toEqual([0]);
  });

  it('are short, of a session, and conversation', () => {
    expect(isTurn(turn)).toBe(true);
    expect(isTurn({ ...turn, session: null })).toBe(false);
    expect(isTurn({ ...turn, category: 'fact' })).toBe(false);
    expect(isTurn({ ...turn, content: 'word '.repeat(1_000) })).toBe(false);
  });

  it('make a question one about conversations when most of the hits are turns', () => {
    const hits = (...memories: (typeof turn)[]) =>
      memories.map((memory) => ({ memory, bm25: 1, snippet: '' }));
    expect(isAboutConversations(hits(turn, turn, note))).toBe(true);
    expect(isAboutConversations(hits(turn, note, note))).toBe(false);
    expect(isAboutConversations([])).toBe(false);
  });
});

describe('how much memories are prose', () => {
  const long = makeMemory({ content: 'word '.repeat(2_000) });
  const page = makeMemory({ content: 'word '.repeat(200) });

  it('is nothing for notes and all for long texts and turns', () => {
    expect(proseOf([])).toBe(0);
    expect(proseOf([note, note])).toBe(0);
    expect(proseOf([long])).toBe(1);
    expect(proseOf([turn])).toBe(1);
  });

  it('is in between for what is in between, and for mixtures', () => {
    expect(proseOf([page])).toBeGreaterThan(0);
    expect(proseOf([page])).toBeLessThan(1);
    expect(proseOf([note, long])).toBeCloseTo(0.5);
  });

  it('goes by the best alone', () => {
    const notes = Array.from({ length: 10 }, () => note);
    expect(proseOf([...notes, long, long, long])).toBe(0);
    expect(proseOf([long, ...notes])).toBeCloseTo(0.1);
  });
});
