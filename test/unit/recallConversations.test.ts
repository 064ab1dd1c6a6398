import { describe, expect, it } from 'vitest';
import { isAboutConversations, isTurn } from '../../src/recall/conversationHits.ts';
import { spreadOverSessions, type Turn } from '../../src/recall/conversations.ts';
import { proseOf } from '../../src/recall/prose.ts';
import { makeMemory } from '../support/makeMemory.ts';

/** A session whose turns have these scores by themselves; ids are the session and the place. */
const session = (name: string, ...scores: number[]): Turn[] =>
  scores.map((own, place) => ({ id: `${name}${place}`, session: name, own }));
const spread = (sessions: Turn[][], mass: (name: string) => number = () => 0) => {
  const scores = spreadOverSessions(sessions, mass);
  return (id: string): number => scores.get(id) ?? Number.NaN;
};

const turn = makeMemory({ category: 'conversation', session: 's1', content: 'We painted a sunset' });
const note = makeMemory({ content: 'Use pnpm' });

describe('turns of a conversation', () => {
  it('lend their score to those around them, most to the one that answers, less with distance', () => {
    const score = spread([session('a', 0, 0, 0, 1, 0, 0, 0)]);
    expect(score('a3')).toBe(1);
    expect(score('a4')).toBeLessThan(score('a3'));
    expect(score('a4')).toBeGreaterThan(score('a2'));
    expect(score('a4')).toBeGreaterThan(score('a5'));
    expect(score('a2')).toBeGreaterThan(score('a1'));
    expect(score('a1')).toBeGreaterThan(0);
    for (const far of ['a0', 'a6']) expect(score(far)).toBe(0);
  });

  it('lend nothing to another session, though it follows', () => {
    const score = spread([session('a', 0, 1), session('b', 0, 0)]);
    expect(score('a0')).toBeGreaterThan(0);
    expect([score('b0'), score('b1')]).toEqual([0, 0]);
  });

  it('collect what several neighbours lend', () => {
    const score = spread([session('a', 1, 0, 1), session('b', 1, 0, 0)]);
    expect(score('a1')).toBeGreaterThan(score('b1'));
  });

  it('all gain where their session has the words of the question', () => {
    const score = spread([session('a', 0, 1), session('b', 0, 1)], (name) => (name === 'b' ? 2 : 0));
    expect(score('b1')).toBeGreaterThan(score('a1'));
    expect(score('b0') - score('a0')).toBeCloseTo(score('b1') - score('a1'));
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
