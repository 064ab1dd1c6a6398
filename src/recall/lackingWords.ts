import type { Memory } from '../core/memory.ts';
import type { Lack } from '../core/recallRanking.ts';
import { searchableText } from '../core/searchableText.ts';
import type { ExpandedTerms, LexicalTerm } from '../store/repositories.ts';
import type { QuestionVector } from './recallRequest.ts';

/** The word that one answer lacks may be in the next one. */
const answersRead = 5;

/**
 * What a question asks about that neither the best answers nor any memory has. Undefined when the model knows texts only as
 * a whole and cannot tell.
 */
export function lackOf(
  subject: readonly LexicalTerm[],
  { terms, corrections }: ExpandedTerms,
  answers: readonly { readonly memory: Memory }[],
  vector: QuestionVector | undefined,
): Lack | undefined {
  if (!vector?.unmetWords || answers.length === 0) return undefined;
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
  const unmetIn = vector.unmetWords(meant);
  return {
    unmet: Math.min(...answers.slice(0, answersRead).map(({ memory }) => unmetIn(searchableText(memory)))),
    absent: written.filter(({ text }) => !isFound(text)).length / Math.max(1, written.length),
  };
}
