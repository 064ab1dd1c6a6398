import { porterStem } from './porterStem.ts';

const word = /[\p{L}\p{N}]+/gu;
const marks = /\p{M}+/gu;
/** Anything but ASCII, general punctuation (dashes, quotes, the ellipsis of a title), arrows and mathematical signs. */
const beyondPlain = /[^\0-\x7f\u2000-\u206f\u2190-\u22ff]/;
const plainWord = /[a-z0-9]+/g;

/** Whether all letters and digits are ASCII. Most text is so, and unfolding accents costs more than all the rest. */
export function isPlainText(text: string): boolean {
  return !beyondPlain.test(text);
}

/** Words of a text as the full-text index cuts them: letters and digits, lower case, without accents. */
export function wordsOf(text: string): string[] {
  if (isPlainText(text)) return text.toLowerCase().match(plainWord) ?? [];
  return text.normalize('NFD').replaceAll(marks, '').toLowerCase().match(word) ?? [];
}

/** As `wordsOf`, but only the words with one of these beginnings; the others cost next to nothing. */
export function wordsBeginningWith(heads: readonly string[]): (text: string) => string[] {
  if (heads.length === 0) return () => [];
  const wanted = new RegExp(`(?<![a-z0-9])(?:${heads.join('|')})[a-z0-9]*`, 'g');
  return (text) => {
    if (isPlainText(text)) return text.toLowerCase().match(wanted) ?? [];
    return wordsOf(text).filter((each) => heads.some((head) => each.startsWith(head)));
  };
}

/** Stems of a text, each once. */
export function stemsOf(text: string): Set<string> {
  return new Set(wordsOf(text).map(porterStem));
}

/**
 * English words that carry grammar and no subject. A question made of them alone asks for nothing. Left out are those
 * that tell something in a question nevertheless: doing and having, somebody and nothing, first, last, new, same, off.
 */
const functionWords: ReadonlySet<string> = new Set(
  // Articles, pronouns, and what asks.
  (
    'a an the i me my mine myself you your yours yourself he him his himself she her hers herself it its itself we us ' +
    'our ours ourselves they them their theirs themselves who whom whose which what when where why how this that these ' +
    'those there ' +
    // Verbs that help others.
    'are is was were be been do does did have has had can could will would should ' +
    // What joins, places and counts.
    'and or but nor if than then so because as while though although whether of at by for with about into through ' +
    'during to from in on under over between among upon onto toward towards within without once again also just too ' +
    'very really quite rather only even still ever already yet both each few many more most much other others another ' +
    'some such any all own no not ' +
    // What apostrophes leave behind.
    's t d ll m re ve don doesn didn isn aren wasn weren hasn haven hadn won wouldn couldn shouldn'
  ).split(' '),
);

export function isFunctionWord(text: string): boolean {
  return functionWords.has(text);
}
