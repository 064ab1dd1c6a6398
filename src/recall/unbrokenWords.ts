import { isGrammarIn } from '../core/language.ts';
import { koreanStem } from '../core/koreanStem.ts';

/** Longer stretches are hardly questions; the rest of one is left out. Cutting takes some 30 µs a letter. */
const mostLetters = 400;
const hiragana = /^\p{Script=Hiragana}{1,2}$/u;
const hangul = /^\p{Script=Hangul}/u;
/** The sign of a long vowel at the end of a word is written or not: サーバー, サーバ. */
const longVowel = /(?<=\p{Script=Katakana}{2})ー$/u;

/** Words of the locale's dictionary; there is one for all scripts without blanks. Made when one is asked about. */
let segmenter: Intl.Segmenter | undefined;

/**
 * What a stretch without blanks asks about, without what carries grammar. Only questions are cut by a dictionary: texts
 * are indexed by all their letters, so that a word that the dictionary cuts otherwise is found all the same.
 */
export function wordsInStretch(stretch: string): string[] {
  if (hangul.test(stretch)) return [koreanStem(stretch)].filter((word) => !isGrammarIn(undefined, word));
  segmenter ??= new Intl.Segmenter('und', { granularity: 'word' });
  const pieces = [...segmenter.segment(stretch.slice(0, mostLetters))].map(({ segment }) => segment);
  const words: string[] = [];
  let single = '';
  for (const piece of pieces) {
    const isGrammar = isGrammarIn(undefined, piece) || hiragana.test(piece);
    // A name that the dictionary does not know falls into its signs.
    if (!isGrammar && Array.from(piece).length === 1) single += piece;
    else {
      if (single !== '') words.push(single);
      single = '';
      if (!isGrammar) words.push(piece.replace(longVowel, ''));
    }
  }
  if (single !== '') words.push(single);
  return words;
}
