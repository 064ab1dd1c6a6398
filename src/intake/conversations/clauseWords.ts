import { isGrammarIn } from '../../core/text/language.ts';
import { isFunctionWord, wordsOf } from '../../core/text/words.ts';
import { leadIn, openers, pointers } from './statementPatterns.ts';

/** A clause without the words with which people begin. */
export function withoutOpeners(clause: string): string {
  let text = clause;
  for (let round = 0; round < 4; round += 1) {
    const opener = (openers.exec(text) ?? leadIn.exec(text))?.[0];
    if (opener === undefined || opener.length === text.length) break;
    text = text.slice(opener.length).trimStart();
  }
  return text;
}

/** How many words of a text tell something by themselves. */
export function tellingWords(text: string): number {
  let count = 0;
  for (const word of wordsOf(text))
    if (!isFunctionWord(word) && !isGrammarIn('german', word) && !pointers.has(word)) count += 1;
  return count;
}
