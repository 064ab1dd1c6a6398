import { type Language, stemIn } from '../../../core/text/language.ts';
import { gramLength } from '../../../core/text/stretches.ts';
import { stemOf } from '../../../core/text/stemOf.ts';
import type { Lexicon } from './lexicon.ts';

/** A word in another form, or a word with it inside. */
export interface Relative {
  readonly text: string;
  readonly weight: number;
}

/** How much a relative counts beside the word itself (docs/decisions/0011-words-of-every-script.md). */
const weights = { sameStem: 0.9, joined: 0.9, alike: 0.7, compound: 0.5 } as const;
const leastLetters = 4;
const mostLetters = 64;
/** Endings of this length and less are another form of the word and not another word, when the most of it is the same. */
const longestEnding = 3;
const leastShared = 0.6;
/** Languages that write words together, and the shortest word that is looked for inside of others. */
const compounding: ReadonlySet<Language> = new Set(['german', 'dutch', 'swedish']);
const leastInside = 5;
const most = 6;
const plain = /^[a-z0-9]+$/;
/** What Hebrew writes together with the word that follows: and, the, in, to, as, from, that. */
const hebrewPrefixes = [
  'ו',
  'ה',
  'ב',
  'ל',
  'כ',
  'מ',
  'ש',
  'וה',
  'וב',
  'ול',
  'וכ',
  'ומ',
  'וש',
  'שה',
  'מה',
  'כש',
];
const leastHebrew = 2;
const hebrew = /^\p{Script=Hebrew}/u;

/**
 * Known words that are a word of a question in another form. The stems of the index are those of one language a script;
 * endings of others, and changes within a word that no stemmer knows, are met by what the memories have.
 */
export class WordFamilies {
  readonly #lexicon: Lexicon;

  constructor(lexicon: Lexicon) {
    this.#lexicon = lexicon;
  }

  /** Nearest first. Plain words have relatives only in questions of a known language: in English their stems are all. */
  of(word: string, language: Language | undefined): Relative[] {
    if (word.length > mostLetters) return [];
    if (hebrew.test(word)) return this.#joined(word);
    if (word.length < leastLetters || gramLength(word) > 0) return [];
    if (plain.test(word) && language === undefined) return [];
    const forms = this.#forms(word, language);
    const compounds =
      language !== undefined && compounding.has(language) && word.length >= leastInside
        ? this.#lexicon.beginningOrEndingWith(word).map((text) => ({ text, weight: weights.compound }))
        : [];
    const own = stemOf(word);
    const relatives = new Map<string, Relative>();
    for (const relative of [...forms, ...compounds])
      if (stemOf(relative.text) !== own && !relatives.has(relative.text))
        relatives.set(relative.text, relative);
    return [...relatives.values()].slice(0, 2 * most);
  }

  /** A word with what may be written together with it, or without. */
  #joined(word: string): Relative[] {
    const without = hebrewPrefixes
      .filter((prefix) => word.startsWith(prefix) && word.length - prefix.length >= leastHebrew)
      .map((prefix) => word.slice(prefix.length));
    const bare = [word, ...without];
    const ways = new Set(bare.flatMap((each) => [each, ...hebrewPrefixes.map((prefix) => prefix + each)]));
    ways.delete(word);
    return [...this.#lexicon.known([...ways])]
      .slice(0, most)
      .map((text) => ({ text, weight: weights.joined }));
  }

  #forms(word: string, language: Language | undefined): Relative[] {
    const least = Math.max(leastLetters, Math.ceil(leastShared * word.length));
    const stem = language === undefined ? undefined : stemIn(language, word);
    return this.#lexicon
      .alike(word.slice(0, least), [word.length - longestEnding, word.length + longestEnding])
      .flatMap((text) => {
        const isSameStem = stem !== undefined && stemIn(language ?? 'german', text) === stem;
        const shared = sharedLength(word, text);
        const rest = Math.max(word.length, text.length) - shared;
        if (!isSameStem && (rest > longestEnding || shared < leastShared * text.length)) return [];
        return [{ text, weight: isSameStem ? weights.sameStem : weights.alike, shared }];
      })
      .toSorted((left, right) => right.weight - left.weight || right.shared - left.shared)
      .slice(0, most);
  }
}

function sharedLength(left: string, right: string): number {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  return at;
}
