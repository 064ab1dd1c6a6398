import { isGrammarIn } from '../../core/text/language.ts';
import { koreanStem } from '../../core/text/koreanStem.ts';

/** Longer stretches are hardly questions; the rest of one is left out. Cutting takes some 30 µs a letter. */
const mostLetters = 400;
const hiragana = /^\p{Script=Hiragana}{1,2}$/u;
const hangul = /^\p{Script=Hangul}/u;
/** Words that were taken in from other languages; what the dictionary does not know of them it cuts to pieces. */
const katakana = /\p{Script=Katakana}[\p{Script=Katakana}ー]+/gu;
/** The sign of a long vowel at the end of a word is written or not: サーバー, サーバ. */
const longVowel = /(?<=\p{Script=Katakana}{2})ー$/u;

/**
 * What a stretch without blanks asks about, without what carries grammar. Only questions are cut by a dictionary: texts
 * are indexed by all their letters, so that a word that the dictionary cuts otherwise is found all the same.
 */
export function wordsInStretch(stretch: string): string[] {
  const start = stretch.slice(0, mostLetters);
  if (hangul.test(start)) return [koreanStem(start)].filter((word) => !isGrammarIn(undefined, word));
  const words: string[] = [];
  let single = '';
  for (const piece of piecesOf(start)) {
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

/** By the dictionaries of the platform, one for all scripts without blanks; made when one is asked about. */
let segmenter: Intl.Segmenter | undefined;

function piecesOf(stretch: string): string[] {
  segmenter ??= new Intl.Segmenter('und', { granularity: 'word' });
  const cut = (text: string) => [...(segmenter?.segment(text) ?? [])].map(({ segment }) => segment);
  const pieces: string[] = [];
  let from = 0;
  for (const { 0: loan, index } of stretch.matchAll(katakana)) {
    const parts = cut(loan);
    if (parts.every((part) => Array.from(part).length > 1)) continue;
    pieces.push(...cut(stretch.slice(from, index)), loan);
    from = index + loan.length;
  }
  return [...pieces, ...cut(stretch.slice(from))];
}
