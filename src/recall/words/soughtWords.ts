import { tokensBeginningWith } from '../../core/text/identifiers.ts';
import type { Memory } from '../../core/memory/memory.ts';
import { headOfStem } from '../../core/text/porterStem.ts';
import { idf, isStopTerm } from '../../core/ranking/rarity.ts';
import { memoize } from '../../core/memoize.ts';
import { searchableText } from '../../core/memory/searchableText.ts';
import { stemOf } from '../../core/text/stemOf.ts';
import { soughtWord, wholeWordsOf, wordsBeginningWith } from '../../core/text/words.ts';
import type { CountedTerm, ExpandedTerms } from '../../store/ports/textIndex.ts';

/** Without those that nearly every memory has, while others remain. */
export function tellingTerms({ total, terms }: ExpandedTerms): CountedTerm[] {
  const telling = terms.filter(({ documents }) => !isStopTerm(total, documents));
  return telling.length > 0 ? telling : [...terms];
}

/** One word of the question: what it weighs, and what counts as having it. */
interface Wanted {
  /** As the question has it. */
  readonly text: string;
  documents: number | undefined;
  readonly ways: Way[];
}

interface Way {
  readonly stems: readonly string[];
  /** For each of these, any word that begins so. */
  readonly prefixes: readonly string[];
  readonly weight: number;
}

/** The words of a question, as they are looked for in texts. */
export interface SoughtWords {
  /** As the question has them. */
  readonly texts: readonly string[];
  /** Idf mass of each word, nats. */
  readonly masses: readonly number[];
  /** Of all together, nats. */
  readonly mass: number;
  /**
   * Share of each word that a text has, 0 to 1. A word is there by its stem, or in part by what stands for it; several such
   * ways add up to at most the word itself.
   */
  readonly sharesIn: (text: string) => number[];
}

export function soughtWords(total: number, terms: readonly CountedTerm[]): SoughtWords {
  const wanted = [...wantedWords(terms).values()];
  const allWays = wanted.flatMap(({ ways }) => ways);
  const prefixes = [...new Set(allWays.flatMap((way) => way.prefixes))];
  // Stemming changes endings only: a word that begins otherwise need not be stemmed at all.
  const heads = [...new Set([...allWays.flatMap(({ stems }) => stems.map(headOfStem)), ...prefixes])];
  const wordsWithHead = wordsBeginningWith(heads);
  const tokensWithHead = tokensBeginningWith(heads);
  const knownStem = memoize(stemOf);
  const masses = wanted.map(({ documents = 0 }) => idf(total, documents));
  return {
    texts: wanted.map(({ text }) => text),
    masses,
    mass: masses.reduce((sum, each) => sum + each, 0),
    sharesIn: (text) => {
      const present = new Set<string>();
      const add = (word: string) => {
        present.add(knownStem(word));
        for (const prefix of prefixes) if (word.startsWith(prefix)) present.add(`${prefix}*`);
      };
      for (const word of wordsWithHead(text)) add(word);
      for (const token of tokensWithHead(text)) add(token);
      return wanted.map(({ ways }) =>
        Math.min(
          1,
          ways.reduce((sum, way) => (isPresent(way, present) ? sum + way.weight : sum), 0),
        ),
      );
    },
  };
}

/** Share of the idf mass of the question's words that a text has, 0 to 1. */
export function shareOfMass(shares: readonly number[], { masses, mass }: SoughtWords): number {
  return mass === 0 ? 0 : massOfShares(shares, masses) / mass;
}

/** Whether a memory has a word in whatever form, or what stands for it, however common it is. */
export function hasTerm(memory: Memory, term: CountedTerm): boolean {
  return soughtWords(1, [term])
    .sharesIn(searchableText(memory))
    .some((share) => share > 0);
}

/** Idf mass of what a text has of the sought words, nats. */
export function massOfShares(shares: readonly number[], masses: readonly number[]): number {
  return shares.reduce((sum, share, index) => sum + share * (masses[index] ?? 0), 0);
}

const isPresent = ({ stems, prefixes }: Way, present: ReadonlySet<string>): boolean =>
  stems.every((stem) => present.has(stem)) && prefixes.every((prefix) => present.has(`${prefix}*`));

function wantedWords(terms: readonly CountedTerm[]): Map<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const { text, isPrefix = false, weight = 1, standsFor, documents } of terms) {
    const way = wayOf(text, isPrefix, weight);
    for (const word of standsFor ?? [text]) {
      const key = standsFor ? stemOf(word) : isPrefix ? `${text}*` : stemOf(text);
      const each = wanted.get(key) ?? { text: word, documents: undefined, ways: [] };
      // A word that no memory has is as rare as what stands for it.
      if (!standsFor || each.documents === undefined || each.documents === 0)
        each.documents = Math.max(documents, each.documents ?? 0);
      if (!each.ways.some((other) => isSameWay(other, way))) each.ways.push(way);
      wanted.set(key, each);
    }
  }
  return wanted;
}

function wayOf(text: string, isPrefix: boolean, weight: number): Way {
  const sought = wholeWordsOf(text).map(soughtWord);
  const words = sought.flatMap((each) => each.words);
  const beginnings = sought.flatMap(({ beginning }) => beginning ?? []);
  const last = isPrefix ? words.splice(-1) : [];
  return { stems: words.map(stemOf), prefixes: [...beginnings, ...last], weight };
}

const isSameWay = (left: Way, right: Way): boolean =>
  left.prefixes.join(' ') === right.prefixes.join(' ') && left.stems.join(' ') === right.stems.join(' ');
