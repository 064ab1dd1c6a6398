import { isEnglish } from '../../core/text/language.ts';
import { wholeWordsOf } from '../../core/text/words.ts';
import type { Question } from './readQuestion.ts';
import type { QuestionWords } from '../recallRequest.ts';

/** One English question in a thousand has so many words that the model of English does not know. */
const unknownShare = 0.6;
const minTelling = 2;
const lettersOnly = /^[a-z]+$/;

/** A question without grammar tells its language by this alone, that a model of English knows few of its words. */
export function inItsLanguage(text: string, question: Question, known: QuestionWords | undefined): Question {
  if (question.isForeign || !known) return question;
  const words = question.terms.filter(
    ({ text: word, standsFor }) => standsFor === undefined && lettersOnly.test(word),
  );
  const unknown = words.filter(({ text: word }) => known.weightOf(word) === undefined).length;
  const isTold = words.length >= minTelling && unknown >= unknownShare * words.length;
  if (!isTold || isEnglish(wholeWordsOf(text))) return question;
  return { ...question, language: 'other', isForeign: true };
}
