import { composed } from '../../core/text/foldText.ts';
import { type Language, isGrammarIn, languageOf } from '../../core/text/language.ts';
import { gramLength, gramsOf } from '../../core/text/stretches.ts';
import { isFunctionWord, isPlainText, speltWords, wholeWordsOf } from '../../core/text/words.ts';
import type { LexicalTerm } from '../../store/ports/textIndex.ts';
import { wordsInStretch } from './unbrokenWords.ts';

/** What a longer word without blanks counts by parts of it alone, together. */
const partsWeight = 0.8;
/** What a word counts that is written with a letter spelt out. */
const speltWeight = 0.9;
/** More words than are ever looked for; the rest is not read. */
const mostWords = 200;
const accented = /(?![a-z])\p{Script=Latin}/gu;

export interface QuestionTerms {
  /** Words without the grammar. */
  readonly subject: readonly string[];
  /** All of them. */
  readonly words: readonly string[];
  /** Other ways to write them, and parts of them. */
  readonly variants: readonly LexicalTerm[];
  readonly language: Language | undefined;
}

/** The words of a question, by the ways of its language. */
export function questionTerms(text: string): QuestionTerms {
  const isPlain = isPlainText(text);
  const wholes = wholeWordsOf(text).slice(0, mostWords);
  const language = languageOf(wholes, isPlain ? [] : (composed(text).toLowerCase().match(accented) ?? []));
  if (isPlain) {
    const subject = wholes.filter((word) => !isFunctionWord(word) && !isGrammarIn(language, word));
    return { subject, words: wholes, variants: [], language };
  }
  const spelt = speltWords(text);
  const subject: string[] = [];
  const words: string[] = [];
  const variants: LexicalTerm[] = [];
  for (const whole of wholes) {
    const length = gramLength(whole);
    const inside = length === 0 ? [whole] : wordsInStretch(whole);
    words.push(...(inside.length === 0 ? [whole] : inside));
    for (const word of inside) {
      if (isFunctionWord(word) || isGrammarIn(language, word)) continue;
      subject.push(word);
      const other = spelt.get(word);
      if (other !== undefined) variants.push({ text: other, weight: speltWeight, standsFor: [word] });
      if (length === 0) continue;
      const parts = gramsOf(word, length).slice(0, 1 - length);
      if (parts.length < 2) continue;
      for (const part of parts)
        variants.push({ text: part, weight: partsWeight / parts.length, standsFor: [word] });
    }
  }
  return { subject, words, variants, language };
}
