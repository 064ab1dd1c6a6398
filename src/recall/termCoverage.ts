import { identifierTokens } from '../core/identifiers.ts';
import type { Memory } from '../core/memory.ts';
import { headOfStem, porterStem } from '../core/porterStem.ts';
import { idf, isStopTerm } from '../core/recallRanking.ts';
import { remembered } from '../core/remembered.ts';
import { searchableText } from '../core/searchableText.ts';
import { wordsBeginningWith, wordsOf } from '../core/words.ts';
import type { CountedTerm, ExpandedTerms } from '../store/repositories.ts';

/** Without those that nearly every memory has, while others remain. */
export function tellingTerms({ total, terms }: ExpandedTerms): CountedTerm[] {
  const telling = terms.filter(({ documents }) => !isStopTerm(total, documents));
  return telling.length > 0 ? telling : [...terms];
}

/** One word of the question: what it weighs, and what counts as having it. */
interface Wanted {
  documents: number | undefined;
  readonly ways: Way[];
}

interface Way {
  readonly stems: readonly string[];
  /** Any word that begins so. */
  readonly prefix: string | undefined;
  readonly weight: number;
}

/**
 * Share of the idf mass of the question's words that a memory contains, 0 to 1. A word is there by its stem, or in part
 * by what stands for it; several such ways add up to at most the word itself.
 */
export function coverageBy(total: number, terms: readonly CountedTerm[]): (memory: Memory) => number {
  const wanted = [...wantedWords(terms).values()].map(({ documents = 0, ways }) => ({
    mass: idf(total, documents),
    ways,
  }));
  const mass = wanted.reduce((sum, each) => sum + each.mass, 0);
  const allWays = wanted.flatMap(({ ways }) => ways);
  const prefixes = allWays.flatMap(({ prefix }) => prefix ?? []);
  // Stemming changes endings only: a word that begins otherwise need not be stemmed at all.
  const heads = [...new Set([...allWays.flatMap(({ stems }) => stems.map(headOfStem)), ...prefixes])];
  const wordsWithHead = wordsBeginningWith(heads);
  const stemOf = remembered(porterStem);
  return (memory) => {
    if (mass === 0) return 0;
    const text = searchableText(memory);
    const present = new Set<string>();
    const add = (word: string) => {
      present.add(stemOf(word));
      for (const prefix of prefixes) if (word.startsWith(prefix)) present.add(`${prefix}*`);
    };
    for (const word of wordsWithHead(text)) add(word);
    for (const token of identifierTokens(text)) if (heads.some((head) => token.startsWith(head))) add(token);
    const shareOf = (ways: readonly Way[]): number =>
      ways.reduce((sum, way) => (isPresent(way, present) ? sum + way.weight : sum), 0);
    const covered = wanted.reduce((sum, each) => sum + each.mass * Math.min(1, shareOf(each.ways)), 0);
    return covered / mass;
  };
}

/** Idf mass of the question's words, nats. */
export function massOf(total: number, terms: readonly CountedTerm[]): number {
  return [...wantedWords(terms).values()].reduce((sum, { documents = 0 }) => sum + idf(total, documents), 0);
}

/** Idf mass of the question's words that a memory contains, nats. */
export function massBy(total: number, terms: readonly CountedTerm[]): (memory: Memory) => number {
  const mass = massOf(total, terms);
  const coverageOf = coverageBy(total, terms);
  return (memory) => mass * coverageOf(memory);
}

const isPresent = ({ stems, prefix }: Way, present: ReadonlySet<string>): boolean =>
  prefix === undefined ? stems.every((stem) => present.has(stem)) : present.has(`${prefix}*`);

function wantedWords(terms: readonly CountedTerm[]): Map<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const { text, isPrefix = false, weight = 1, standsFor, documents } of terms) {
    const way: Way = {
      stems: isPrefix ? [] : wordsOf(text).map(porterStem),
      prefix: isPrefix ? text : undefined,
      weight,
    };
    for (const word of standsFor ?? [text]) {
      const key = standsFor ? porterStem(word) : isPrefix ? `${text}*` : porterStem(text);
      const each = wanted.get(key) ?? { documents: undefined, ways: [] };
      // A word that no memory has is as rare as what stands for it.
      if (!standsFor || each.documents === undefined || each.documents === 0)
        each.documents = Math.max(documents, each.documents ?? 0);
      if (!each.ways.some((other) => isSameWay(other, way))) each.ways.push(way);
      wanted.set(key, each);
    }
  }
  return wanted;
}

const isSameWay = (left: Way, right: Way): boolean =>
  left.prefix === right.prefix && left.stems.join(' ') === right.stems.join(' ');
