import { isLoneCapital } from './contentKey.ts';
import { chunksOf, unwrapped, withoutCase, withoutEndMark } from './writtenForm.ts';

/** A word that carries meaning, as it is compared. */
export interface SaidWord {
  readonly word: string;
  /** Without the s of a plural or of a third person, which say nothing by themselves. */
  readonly singular: string;
  readonly isCapital: boolean;
}

/** English words that can come and go without anything else being said. */
const fillers: ReadonlySet<string> = new Set(['a', 'an', 'the', 'please']);
/** After these an "of" is only a manner of speaking: both (of) the nodes. */
const quantifiers: ReadonlySet<string> = new Set(['all', 'both', 'half']);
/** Verbs agree with their subject in number. Tenses do say something. */
const agreement: ReadonlyMap<string, string> = new Map([
  ['is', 'are'],
  ['was', 'were'],
  ['has', 'have'],
  ['does', 'do'],
  ['goes', 'go'],
]);
/** Protocols that are another protocol without their last letter; `https` has no vowel to be a word. */
const secured: ReadonlySet<string> = new Set(['imaps', 'ldaps', 'amqps', 'coaps', 'sips', 'pops']);
/** Marks of Chinese and Japanese sentences have no blank behind them. */
const closeMarks = /[，、；：。！｡､]/gu;
const sentenceEnd = /[.!?。]$/u;

/** What a text says, word by word: without articles, commas, full stops, and quotes around a word. */
export function saidWords(text: string): SaidWord[] {
  const said: SaidWord[] = [];
  let startsSentence = true;
  for (const chunk of chunksOf(text.replaceAll(closeMarks, '$& '))) {
    const written = withoutEndMark(unwrapped(withoutEndMark(chunk)));
    const isArticle = startsSentence && isLoneCapital(written);
    const word = isArticle ? written.toLowerCase() : withoutCase(written);
    const isManner = word === 'of' && quantifiers.has(said.at(-1)?.word ?? '');
    if (!fillers.has(word) && !isManner)
      said.push({ word, singular: singularOf(word), isCapital: /^\p{Lu}/u.test(written) });
    startsSentence = sentenceEnd.test(chunk);
  }
  return said;
}

/**
 * Whether two texts say the same. They may differ in what `saidWords` leaves out, in plural and agreement. They may not
 * differ in any other word, in order, in a number or its sign, a name, an operator, a version, a unit, a path or a date.
 */
export function sayTheSame(left: readonly SaidWord[], right: readonly SaidWord[]): boolean {
  return (
    left.length === right.length &&
    left.every((word, index) => {
      const other = right[index];
      return other !== undefined && isSameWord(word, other);
    })
  );
}

/** Of two capital words neither is the plural of the other, but each a name: Adams is not Adam. */
function isSameWord(left: SaidWord, right: SaidWord): boolean {
  if (left.word === right.word) return true;
  return left.singular === right.singular && !(left.isCapital && right.isCapital);
}

function singularOf(word: string): string {
  const verb = agreement.get(word);
  if (verb !== undefined) return verb;
  if (!/^[a-z]{3,}s$/.test(word) || /(?:ss|us|is)$/.test(word) || secured.has(word)) return word;
  if (!/[aeiouy]/.test(word.slice(0, -1))) return word;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  return /(?:ss|x|z|ch|sh)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
}
