import { describe, expect, it } from 'vitest';
import { hasTerm, shareOfMass, soughtWords, tellingTerms } from '../../../src/recall/words/soughtWords.ts';
import type { CountedTerm } from '../../../src/store/ports/textIndex.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';

const total = 1_000;
const covered = (content: string, ...terms: CountedTerm[]): number => {
  const words = soughtWords(total, terms);
  return shareOfMass(words.sharesIn(content), words);
};
const word = (text: string, documents = 10): CountedTerm => ({ text, documents });
const instead = (text: string, weight: number, ...standsFor: string[]): CountedTerm => ({
  text,
  weight,
  standsFor,
  documents: 10,
});

describe('coverage', () => {
  it('is the share of the rarity of the words that a memory has, by their stems', () => {
    expect(covered('deploying the api', word('deploy'), word('apis'))).toBeCloseTo(1);
    expect(covered('deploying', word('deploy'), word('api'))).toBeCloseTo(0.5);
    expect(covered('deploying', word('deploy', 1), word('api', 400))).toBeGreaterThan(0.8);
    expect(covered('deploying', word('deploys'), word('deployed'))).toBeCloseTo(1);
    expect(covered('anything', word('else'))).toBe(0);
    expect(covered('anything')).toBe(0);
  });

  it('tells whether a memory has a word, whatever the word weighs', () => {
    const memory = makeMemory({ title: 't', content: 'deploying to the user' });
    expect(hasTerm(memory, word('deployed', 999))).toBe(true);
    expect(hasTerm(memory, instead('user', 0.1, 'username'))).toBe(true);
    expect(hasTerm(memory, word('user name', 0))).toBe(false);
  });

  it('counts in part what stands for a word, and all of it together as the word at most', () => {
    const parts = [word('username', 0), instead('user', 0.4, 'username'), instead('name', 0.4, 'username')];
    expect(covered('the user', ...parts)).toBeCloseTo(0.4);
    expect(covered('the name of a user', ...parts)).toBeCloseTo(0.8);
    expect(covered('the username of a user', ...parts)).toBeCloseTo(1);
    expect(covered('the deployment', instead('deployment', 0.8, 'deplyoment'))).toBeCloseTo(0.8);
    expect(
      covered('a database', word('data'), word('base'), instead('database', 0.8, 'data', 'base')),
    ).toBeCloseTo(0.8);
  });

  it('names each word as the question has it, also one that others stand for', () => {
    const parts = [word('usernames', 0), instead('user', 0.4, 'usernames'), word('Deploying')];
    expect(soughtWords(total, parts).texts).toEqual(['usernames', 'Deploying']);
  });

  it('finds beginnings, several words, and tokens of identifiers', () => {
    expect(covered('configurator', { ...word('config'), isPrefix: true })).toBe(1);
    expect(covered('reconfigure', { ...word('config'), isPrefix: true })).toBe(0);
    expect(covered('the user name', instead('user name', 0.9, 'username'))).toBeCloseTo(0.9);
    expect(covered('parseJsonFile', word('json'))).toBe(1);
    expect(covered('in v2.3.1', word('2dot3'))).toBe(1);
  });

  it('leaves out what nearly every memory has, while something remains', () => {
    const rare = word('rare');
    const common = word('common', 900);
    expect(tellingTerms({ total, terms: [rare, common], corrections: [] })).toEqual([rare]);
    expect(tellingTerms({ total, terms: [common], corrections: [] })).toEqual([common]);
  });
});
