import type { Language } from '../../../core/text/language.ts';
import { isLikelySlip } from '../../../core/text/oneEdit.ts';
import { gramLength } from '../../../core/text/stretches.ts';
import { isFunctionWord } from '../../../core/text/words.ts';
import type { Correction, CountedTerm, ExpandedTerms, LexicalTerm } from '../../ports/textIndex.ts';
import type { Lexicon } from './lexicon.ts';
import { termExpression } from './matchExpression.ts';
import type { TermFrequency } from './textStatistics.ts';
import { WordFamilies } from './wordFamilies.ts';

/** A shorter fragment has to be half of a name. */
const tellingFragment = 5;
const leastFragment = 4;
/** Any word may be typed only in part, but then the part has to tell something. */
const leastBeginning = 5;
const leastSplit = 3;
const leastSyllables = 2;
/** No word is longer. */
const mostSyllables = 16;
/** Japanese writes endings in hiragana, Korean in the letters of the word. */
const changesForm = /[\p{Script=Hiragana}\p{Script=Hangul}]/u;
const hangul = /^\p{Script=Hangul}+$/u;
const mostReadings = 3;
/** What so many memories write as one word is hardly written as two. */
const commonWord = 100;
/** How much another reading counts beside the word itself. Chosen by hand. */
const weights = { joined: 0.8, split: 0.9, typo: 0.8, fragment: 0.5 } as const;

interface Reading {
  readonly text: string;
  readonly weight: number;
  readonly documents: number;
}

/** Other ways to write the words of a question, where the memories have them. */
export class QueryExpansion {
  readonly #lexicon: Lexicon;
  readonly #statistics: TermFrequency;
  readonly #families: WordFamilies;

  constructor(lexicon: Lexicon, statistics: TermFrequency) {
    this.#lexicon = lexicon;
    this.#statistics = statistics;
    this.#families = new WordFamilies(lexicon);
  }

  expand(given: readonly LexicalTerm[], language?: Language): ExpandedTerms {
    const terms = given.filter((term) => !this.#isNeedlessPart(term));
    const { total, counts } = this.#statistics.frequencies(terms.map(termExpression), (each) => each);
    const expanded: CountedTerm[] = [];
    const forms: CountedTerm[] = [];
    const corrections: Correction[] = [];
    for (const term of terms) {
      const documents = counts.get(termExpression(term)) ?? 0;
      const isOwnWord = term.standsFor === undefined && term.isPrefix !== true;
      // A name that was taken apart has its parts to be found by.
      const hasVariants =
        gramLength(term.text) === 0 && terms.some(({ standsFor = [] }) => standsFor.includes(term.text));
      const relatives = isOwnWord ? this.#relativesOf(term.text, language) : [];
      forms.push(...relatives);
      const isUnknown = documents === 0 && isOwnWord && !hasVariants && relatives.length === 0;
      const readings = isUnknown ? this.#readingsOf(term.text) : [];
      if (readings.length === 0) expanded.push({ ...term, documents });
      for (const { text, weight, documents: found } of readings) {
        expanded.push({
          text,
          weight: weight * (term.weight ?? 1),
          standsFor: [term.text],
          documents: found,
        });
        corrections.push({ from: term.text, to: text });
      }
    }
    return {
      total,
      terms: [...expanded, ...forms, ...this.#joined(terms), ...this.#apart(expanded)],
      corrections,
    };
  }

  /**
   * Parts of a word without blanks are for what has it in another form or in another spelling. Where memories have a word
   * that does not change its form, the parts only find others.
   */
  #isNeedlessPart({ text, standsFor = [] }: LexicalTerm): boolean {
    const [word = ''] = standsFor;
    if (gramLength(text) === 0 || gramLength(word) === 0 || changesForm.test(word)) return false;
    return this.#documents(word) > 0;
  }

  /** Other forms of a word, where memories have them. */
  #relativesOf(word: string, language: Language | undefined): CountedTerm[] {
    return this.#families
      .of(word, language)
      .map(({ text, weight }) => ({ text, weight, standsFor: [word], documents: this.#documents(text) }))
      .filter(({ documents }) => documents > 0);
  }

  /** Neighbours that are known as one word: `data base` as `database`. */
  #joined(terms: readonly LexicalTerm[]): CountedTerm[] {
    const pairs = terms.flatMap((term, at) => {
      const next = terms[at + 1];
      if (!next || [term, next].some(({ isPrefix, standsFor }) => isPrefix === true || standsFor)) return [];
      return [{ text: term.text + next.text, standsFor: [term.text, next.text] }];
    });
    const written = new Set(terms.map(({ text }) => text));
    const known = this.#lexicon.known(pairs.map(({ text }) => text));
    return pairs
      .filter(({ text }) => known.has(text) && !written.has(text))
      .map((pair) => ({ ...pair, weight: weights.joined, documents: this.#documents(pair.text) }))
      .filter(({ documents }) => documents > 0);
  }

  /** Known words that are also written as two: `username` as `user name`. */
  #apart(expanded: readonly CountedTerm[]): CountedTerm[] {
    return expanded.flatMap(({ text, isPrefix, standsFor, documents }) =>
      documents === 0 || documents > commonWord || isPrefix === true || standsFor
        ? []
        : this.#split(text).map((reading) => ({ ...reading, standsFor: [text] })),
    );
  }

  /** What a word that no memory has may have meant: the likeliest kind of reading that there is, best first. */
  #readingsOf(word: string): Reading[] {
    if (gramLength(word) > 0) return this.#spaced(word);
    const kinds = [() => this.#split(word), () => this.#typos(word), () => this.#wholes(word)];
    for (const kind of kinds) {
      const readings = kind();
      if (readings.length > 0) return readings;
    }
    return [];
  }

  /** `username` as `user name`, where the two stand side by side in some memory. */
  #split(word: string): Reading[] {
    if (word.length < 2 * leastSplit) return [];
    const cuts = Array.from(
      { length: word.length - 2 * leastSplit + 1 },
      (_, at) => [word.slice(0, at + leastSplit), word.slice(at + leastSplit)] as const,
    );
    const known = this.#lexicon.known(cuts.flat());
    return this.#found(
      cuts.filter(([head, tail]) => known.has(head) && known.has(tail)).map((pair) => pair.join(' ')),
      weights.split,
    );
  }

  /** Korean words that are written as one or as two: `연결풀` as `연결 풀`. Of the memories with both those are looked for. */
  #spaced(word: string): Reading[] {
    const syllables = hangul.test(word) ? Array.from(word).slice(0, mostSyllables) : [];
    const cuts = syllables.slice(leastSyllables).map((_, at) => {
      const place = at + leastSyllables;
      return `${syllables.slice(0, place).join('')} ${syllables.slice(place).join('')}`;
    });
    return this.#found(cuts, weights.split).slice(0, 1);
  }

  /** Whoever misses a word of grammar asks for nothing. */
  #typos(word: string): Reading[] {
    const meant = this.#lexicon.oneEditFrom(word);
    return this.#found(
      meant.filter((known) => isLikelySlip(word, known) && !isFunctionWord(known)),
      weights.typo,
    );
  }

  /** Words that begin with it, and names that contain it. */
  #wholes(word: string): Reading[] {
    const begun = word.length >= leastBeginning ? this.#lexicon.beginningWith(word) : [];
    const names = word.length >= leastFragment ? this.#lexicon.namesContaining(word) : [];
    const containing = names.filter(
      (name) => word.length >= tellingFragment || 2 * word.length >= name.length,
    );
    return this.#found([...new Set([...begun, ...containing])], weights.fragment);
  }

  /** Those that memories have, the commonest first. */
  #found(texts: readonly string[], weight: number): Reading[] {
    return texts
      .slice(0, 4 * mostReadings)
      .map((text) => ({ text, weight, documents: this.#documents(text) }))
      .filter(({ documents }) => documents > 0)
      .toSorted((left, right) => right.documents - left.documents)
      .slice(0, mostReadings);
  }

  #documents(text: string): number {
    const expression = termExpression({ text });
    return this.#statistics.frequencies([expression], (each) => each).counts.get(expression) ?? 0;
  }
}
