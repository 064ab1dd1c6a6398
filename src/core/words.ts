import { porterStem } from './porterStem.ts';

const word = /[\p{L}\p{N}]+/gu;
const marks = /\p{M}+/gu;
// Most text is plain, and unfolding accents costs more than all the rest.
const beyondAscii = /[^\0-\x7f]/;
const plainWord = /[a-z0-9]+/g;

/** Words of a text as the full-text index cuts them: letters and digits, lower case, without accents. */
export function wordsOf(text: string): string[] {
  if (!beyondAscii.test(text)) return text.toLowerCase().match(plainWord) ?? [];
  return text.normalize('NFD').replaceAll(marks, '').toLowerCase().match(word) ?? [];
}

/** Stems of a text, each once. */
export function stemsOf(text: string): Set<string> {
  return new Set(wordsOf(text).map(porterStem));
}

/** English words that carry grammar and no subject. A question made of them alone asks for nothing. */
const functionWords: ReadonlySet<string> = new Set(
  (
    'a an and any are as at be been but by can could did do does for from had has have how i if in into is it its ' +
    'me my no not of on or our over s should so t than that the their them then there these they this those to ' +
    'under us was we were what when where which who why will with would you your about'
  ).split(' '),
);

export function isFunctionWord(text: string): boolean {
  return functionWords.has(text);
}
