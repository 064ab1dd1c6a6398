import { isPlainText, soughtWord, wholeWordsOf } from '../../../core/text/words.ts';
import type { LexicalTerm } from '../../ports/textIndex.ts';
import { indexWord } from './indexedText.ts';

/** A text as FTS5 takes it for nothing but words side by side. */
export function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** A term in FTS5's language; empty when there is no word in it. */
export function termExpression({ text, isPrefix = false }: LexicalTerm): string {
  // The text of a match ends at a NUL, in quotes or not.
  const plain = text.replaceAll('\0', ' ').trim();
  const wholes = wholeWordsOf(plain);
  if (wholes.length === 0) return '';
  if (isPlainText(plain)) return quoted(plain) + (isPrefix ? '*' : '');
  // Between stretches without blanks and words the index has what is left at the ends of stretches: no phrases.
  const parts = wholes.map((whole, at) => wholeExpression(whole, isPrefix && at === wholes.length - 1));
  return parts.length === 1 ? parts.join('') : `(${parts.join(' AND ')})`;
}

function wholeExpression(whole: string, isPrefix: boolean): string {
  const { words, beginning } = soughtWord(whole);
  const sought = beginning === undefined ? words : [beginning];
  return quoted(sought.map(indexWord).join(' ')) + (isPrefix || beginning !== undefined ? '*' : '');
}

/** Terms that count alike, as one expression; hits have to contain all `phrases`. */
export interface WeightedExpression {
  readonly expression: string;
  readonly weight: number;
}

/** One expression for each weight, heaviest first: FTS5 itself knows of no weights for words. */
export function weightedExpressions(
  terms: readonly LexicalTerm[],
  phrases: readonly string[],
): WeightedExpression[] {
  const required = phraseExpression(phrases);
  const byWeight = new Map<number, Set<string>>();
  const add = (expression: string, weight: number) => {
    if (expression === '' || weight <= 0) return;
    byWeight.set(weight, (byWeight.get(weight) ?? new Set()).add(expression));
  };
  for (const term of terms) add(termExpression(term), term.weight ?? 1);
  // A memory with the phrases is a hit whether it has any of the words or not.
  for (const phrase of phrases) add(termExpression({ text: phrase }), 1);
  return [...byWeight]
    .toSorted(([left], [right]) => right - left)
    .map(([weight, expressions]) => {
      const any = [...expressions].join(' OR ');
      return { expression: required === '' ? any : `(${required}) AND (${any})`, weight };
    });
}

/** All of the phrases; empty when there is no word in them. */
export function phraseExpression(phrases: readonly string[]): string {
  return phrases
    .map((phrase) => termExpression({ text: phrase }))
    .filter((expression) => expression !== '')
    .join(' AND ');
}
