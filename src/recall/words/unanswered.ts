import type { Memory } from '../../core/memory/memory.ts';
import { headOfStem } from '../../core/text/porterStem.ts';
import type { Unanswered } from '../../core/ranking/bounds.ts';
import { searchableText } from '../../core/memory/searchableText.ts';
import { stemOf } from '../../core/text/stemOf.ts';
import { wordsBeginningWith } from '../../core/text/words.ts';
import type { ExpandedTerms, LexicalTerm } from '../../store/ports/textIndex.ts';
import type { QuestionWords } from '../recallRequest.ts';

/** The word that one answer does not have may be in the next one. */
const answersRead = 5;
/** Cosine of two words from which on they are taken to mean the same. */
const same = 0.6;
/** What a word weighs that the model does not know: names mostly, and as telling as a rare word. */
const unknownWeight = 0.8;

/**
 * What a question asks about that neither the best answers nor any memory has. Undefined when no model knows single
 * words.
 */
export function unansweredBy(
  answers: readonly { readonly memory: Memory }[],
  subject: readonly LexicalTerm[],
  { terms, corrections }: ExpandedTerms,
  known: QuestionWords | undefined,
): Unanswered | undefined {
  if (!known || answers.length === 0) return undefined;
  const written = subject.filter(({ standsFor, isPrefix }) => standsFor === undefined && isPrefix !== true);
  const isFound = (word: string) =>
    terms.some(
      ({ text, standsFor, documents }) => documents > 0 && (text === word || standsFor?.includes(word)),
    );
  // What was misspelt is looked for as what it was read as.
  const meant = written.flatMap(({ text }) => {
    const read = corrections.filter(({ from }) => from === text);
    return read.length > 0 ? read.flatMap(({ to }) => to.split(' ')) : [text];
  });
  const unmetIn = unmetWords(known, meant);
  return {
    unmet: Math.min(...answers.slice(0, answersRead).map(({ memory }) => unmetIn(searchableText(memory)))),
    absent: written.filter(({ text }) => !isFound(text)).length / Math.max(1, written.length),
  };
}

/**
 * Of a question's words, the one that weighs most and that a text has nothing near to: what it weighs, 0 to about 1.2,
 * less the nearer the nearest word of the text comes. A text about something else may be like the question on the whole
 * and still not have the very thing that it asks about.
 */
export function unmetWords(known: QuestionWords, words: readonly string[]): (text: string) => number {
  const sought = words
    .map((word) => ({ word, stem: stemOf(word), weight: known.weightOf(word) ?? unknownWeight }))
    .toSorted((left, right) => right.weight - left.weight);
  const wordsAlike = wordsBeginningWith([...new Set(sought.map(({ stem }) => headOfStem(stem)))]);
  return (text) => {
    const present = new Set(wordsAlike(text).map(stemOf));
    let most = 0;
    for (const { word, stem, weight } of sought) {
      // They come heaviest first, so the rest cannot be more.
      if (weight <= most) break;
      if (present.has(stem)) continue;
      most = Math.max(most, weight * (1 - Math.min(1, known.nearnessIn(word, text) / same)));
    }
    return most;
  };
}
