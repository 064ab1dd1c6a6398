import type { Memory } from '../core/memory/memory.ts';
import { searchableText } from '../core/memory/searchableText.ts';
import { memoize } from '../core/memoize.ts';
import { leastRelevance } from '../core/ranking/bounds.ts';
import type { WordWeights } from '../core/ranking/wordWeights.ts';
import { proseOf } from './conversations/proseOf.ts';
import type { Found } from './find.ts';
import type { Inquiry } from './inquiry.ts';
import { shareOfMass, soughtWords, type SoughtWords } from './words/soughtWords.ts';

/** By what all possible answers to one question are weighed alike. */
export interface Scale {
  /** The words of the question that tell what it is about. */
  readonly words: SoughtWords;
  /** Share of each of those words that a memory has. */
  readonly sharesOf: (memory: Memory) => readonly number[];
  /** Share of their idf mass that a memory has, 0 to 1. */
  readonly coverageOf: (memory: Memory) => number;
  /** Share of it that the title has. */
  readonly titledOf: (memory: Memory) => number;
  readonly weights: WordWeights;
  /** The relevance from which on an answer counts as one. */
  readonly least: number;
}

/** From what was found follows how far words are to be trusted. */
export function makeScale({ answers, expanded, terms, prose }: Found, { question, vectors }: Inquiry): Scale {
  const words = soughtWords(expanded.total, terms);
  // By the object: a conversation may be read at several turns.
  const sharesOf = memoize((memory: Memory) => words.sharesIn(searchableText(memory)));
  const sharesOfTitle = memoize(({ title }: Memory) => words.sharesIn(title));
  const coverageOf = (memory: Memory) => shareOfMass(sharesOf(memory), words);
  const all = answers.all;
  const weights: WordWeights = {
    prose: prose ?? proseOf(answers.found.map(({ memory }) => memory)),
    bestCoverage: Math.max(0, ...all.map(({ memory }) => coverageOf(memory))),
    mass: words.mass,
    words: question.terms.filter(({ standsFor }) => standsFor === undefined).length,
    hasVectors: all.some(({ cosine, modelCosine }) => (cosine ?? modelCosine) !== undefined),
    ...(vectors.fit ? { model: vectors.fit, memories: expanded.total } : {}),
    ...(question.isForeign ? { isForeign: true } : {}),
  };
  return {
    words,
    sharesOf,
    coverageOf,
    // Of notes the title counts for nothing.
    titledOf: (memory) => (weights.prose > 0 ? shareOfMass(sharesOfTitle(memory), words) : 0),
    weights,
    least: leastRelevance(expanded.total, weights),
  };
}
