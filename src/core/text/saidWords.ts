import { isEnglish } from './language.ts';
import { isFunctionWord } from './words.ts';
import { chunksOf, firstWord, unwrapped, withoutEndMark } from './writtenForm.ts';

/** A word that carries meaning, as it is compared. */
export interface SaidWord {
  readonly word: string;
  /** Without the s of a plural or of a third person, which say nothing by themselves. */
  readonly singular: string;
  readonly isCapital: boolean;
}

/** A chunk of a text on its way to being one. */
interface Chunk {
  readonly word: string;
  readonly isCapital: boolean;
  readonly startsSentence: boolean;
  /** In quotes or back ticks: a name, of which nothing may be left out. */
  readonly isQuoted: boolean;
}

const quantifiers: ReadonlySet<string> = new Set(['all', 'both', 'half']);
/** "A few" is more than "few". */
const amounts: ReadonlySet<string> = new Set(['few', 'little', 'lot', 'bit', 'couple', 'while', 'number']);
/** Before these "a" is a name: group a first. */
const places: ReadonlySet<string> = new Set(['first', 'second', 'third', 'last', 'next']);
/** Behind these a word is what something is called. */
const naming: ReadonlySet<string> = new Set(['called', 'named', 'is', 'are', 'equals', 'as', '=', ':']);
/** Verbs agree with their subject in number. Tenses do say something. */
const agreement: ReadonlyMap<string, string> = new Map([
  ['is', 'are'],
  ['was', 'were'],
  ['has', 'have'],
  ['does', 'do'],
  ['goes', 'go'],
]);
/** Words that are another word without their last letter: protocols, and plurals of their own. */
const ownWords: ReadonlySet<string> = new Set(
  (
    'imaps ldaps amqps coaps sips pops news customs goods arms means works savings glasses minutes spirits premises ' +
    'always perhaps sometimes besides towards afterwards physics species series'
  ).split(' '),
);
/** A mark beside one of these says what is denied: "No, backups are kept". */
const negations: ReadonlySet<string> = new Set(
  (
    'no not never none nor neither without nobody nothing cannot nein nicht nie kein keine non ne pas jamais sans ' +
    'nunca ni sin não sem nem не нет нельзя ни никогда без δεν όχι μη 不 不要 没 没有 沒 無 无 勿 別 别 非'
  ).split(' '),
);
/** Marks of Chinese and Japanese sentences have no blank behind them. */
const closeMarks = /[，、；。､｡]/gu;
/** A text of so many words is a sentence and no note of a command. */
const sentenceLength = 10;
const sentenceEnd = /[.!?。！？]$/u;

/** What a text says, word by word: without articles, commas, full stops, and quotes around a word. */
export function saidWords(text: string): SaidWord[] {
  const chunks = readChunks(text);
  // The articles and plurals that may be left out are English ones.
  const english = isEnglish(chunks.map(({ word }) => word.toLowerCase()));
  const said: SaidWord[] = [];
  let before = '';
  let isOut = false;
  for (const [index, { word, isCapital, startsSentence, isQuoted }] of chunks.entries()) {
    const next = chunks[index + 1]?.word ?? '';
    if (!english || isQuoted || !canGo(word, { before, next, isOut })) {
      const isLiteral = !english || isQuoted || naming.has(before) || (isCapital && !startsSentence);
      said.push({ word, singular: isLiteral ? word : singularOf(word), isCapital });
    }
    isOut = word === 'of' && before === 'out';
    before = word;
  }
  return said;
}

function readChunks(text: string): Chunk[] {
  const written = chunksOf(text.replaceAll(closeMarks, '$& '));
  const last = written.at(-1) ?? '';
  // At the end of a sentence it is emphasis; in a short note it may be code: `println!`.
  if (written.length >= sentenceLength && /\p{Ll}{2}!$/u.test(last))
    written[written.length - 1] = last.slice(0, -1);
  let startsSentence = true;
  return written.map((chunk, index) => {
    const unmarked = withoutEndMark(chunk);
    const isNegation = [unmarked, written[index + 1] ?? ''].some((each) => negations.has(bareOf(each)));
    const isLast = index === written.length - 1;
    const bare = unwrapped(unmarked);
    const kept = isNegation && !isLast ? bare + chunk.slice(unmarked.length) : bare;
    const word = startsSentence ? firstWord(kept) : kept;
    const found = { word, isCapital: /^\p{Lu}/u.test(bare), startsSentence, isQuoted: bare !== unmarked };
    startsSentence = sentenceEnd.test(chunk);
    return found;
  });
}

const bareOf = (chunk: string): string => withoutEndMark(chunk).toLowerCase();

/** Whether an English word can come and go without anything else being said. */
function canGo(
  word: string,
  { before, next, isOut }: { before: string; next: string; isOut: boolean },
): boolean {
  switch (word) {
    case 'please':
      return true;
    case 'of':
      return quantifiers.has(before);
    case 'the':
      // Out of the question is not out of question.
      return !isOut;
    case 'a':
    case 'an':
      // Group a first, set a to 5: a name.
      return !amounts.has(next) && !places.has(next) && !isFunctionWord(next);
    default:
      return false;
  }
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
  if (!/^[a-z]{3,}s$/.test(word) || /(?:ss|us|is)$/.test(word) || ownWords.has(word)) return word;
  // Half of a word such as `https` is another word.
  if (!/[aeiouy]/.test(word.slice(0, -1))) return word;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  return /(?:ss|x|z|ch|sh)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
}
