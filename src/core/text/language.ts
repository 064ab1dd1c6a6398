import { stemmer as dutchStem } from '@orama/stemmers/dutch';
import { stemmer as frenchStem } from '@orama/stemmers/french';
import { stemmer as germanStem } from '@orama/stemmers/german';
import { stemmer as italianStem } from '@orama/stemmers/italian';
import { stemmer as portugueseStem } from '@orama/stemmers/portuguese';
import { stemmer as spanishStem } from '@orama/stemmers/spanish';
import { stemmer as swedishStem } from '@orama/stemmers/swedish';
import { foldText } from './foldText.ts';
import { latinGrammar, otherGrammar } from './grammarWords.ts';
import { isFunctionWord } from './words.ts';

/** A language in Latin script whose words and endings are known, besides English. */
type KnownLanguage = keyof typeof latinGrammar;
/** `other` is not English either, and nothing more is known of it. */
export type Language = KnownLanguage | 'other';

const stemmers: Readonly<Record<Language, (word: string) => string>> = {
  german: germanStem,
  french: frenchStem,
  spanish: spanishStem,
  portuguese: portugueseStem,
  italian: italianStem,
  dutch: dutchStem,
  swedish: swedishStem,
  other: (word) => word,
};

const wordsIn = (list: string): Set<string> => new Set(foldText(list).split(' '));
const latin = Object.entries(latinGrammar).map(
  ([name, list]) => [name as KnownLanguage, wordsIn(list)] as const,
);
const byLanguage: ReadonlyMap<Language, ReadonlySet<string>> = new Map(latin);
const others: ReadonlySet<string> = new Set(
  Object.values(otherGrammar).flatMap((list) => [...wordsIn(list)]),
);

/** Words that also stand in English texts, as words or in names: they do not tell of another language by themselves. */
const ambiguous: ReadonlySet<string> = new Set(
  (
    'die was war hat man also am an in so me on or son fait plus pour par car a i e o u y d l s t m n c j de la el le ' +
    'un no en est al as do se te ton mes per over under had men is we dan of or it at to far var sa da du per il lo al ' +
    'si es en ha mi ten ser sin pro je des com sur con ses tus mit non ci era os ne ni fa via'
  ).split(' '),
);

/** Letters beyond ASCII that a language is written with. */
const accents: Readonly<Record<KnownLanguage, string>> = {
  german: 'äöüß',
  french: 'àâæçéèêëîïôœùûÿ',
  spanish: 'áéíñóúü',
  portuguese: 'ãõáâàçéêíóôú',
  italian: 'àèéìíòóùú',
  dutch: 'éèëïöü',
  swedish: 'åäöé',
};

/**
 * The language that words of a question in Latin script are in, by its grammar; undefined when they may be English.
 * `letters` are those beyond ASCII that it is written with, in lower case: they speak for another language than English.
 */
export function languageOf(words: readonly string[], letters: readonly string[]): Language | undefined {
  let english = 0;
  for (const word of words) if (isFunctionWord(word)) english += 1;
  let best: Language | undefined;
  let most = 0;
  for (const [name, grammar] of latin) {
    let told = letters.length > 0 && letters.every((letter) => accents[name].includes(letter)) ? 0.5 : 0;
    for (const word of words) if (grammar.has(word)) told += ambiguous.has(word) ? 0.5 : 1;
    if (told > most) [best, most] = [name, told];
  }
  if (most >= 1 && most > english) return best;
  return letters.length > 0 && english === 0 ? 'other' : undefined;
}

/** Whether words have grammar that is English and nothing else. */
export function isEnglish(words: readonly string[]): boolean {
  return words.some((word) => isFunctionWord(word) && !ambiguous.has(word));
}

/** Words that carry grammar in this language, or in a language of another script. */
export function isGrammarIn(language: Language | undefined, word: string): boolean {
  return others.has(word) || (language !== undefined && byLanguage.get(language)?.has(word) === true);
}

/** Longer words are none. */
const longest = 64;

/** The stem that a folded word has in a language. Folding has taken accents off some endings; both sides lack them. */
export function stemIn(language: Language, word: string): string {
  return word.length > longest ? word : stemmers[language](word);
}
