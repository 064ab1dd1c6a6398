import { foldText, spellLetters } from './foldText.ts';
import { gramLength, gramsOf, joinedStretchesOf, stretchesOf } from './stretches.ts';
import { stemOf } from './stemOf.ts';

/** Anything but ASCII, general punctuation (dashes, quotes, the ellipsis of a title), arrows and mathematical signs. */
const beyondPlain = /[^\0-\x7f\u2000-\u200a\u2010-\u2029\u202f-\u205f\u2190-\u22ff]/;
const plainWord = /[a-z0-9]+/g;
const beginsPlain = /^[a-z0-9]/;

/** Whether all letters and digits are ASCII. Most text is so, and folding others costs more than all the rest. */
export function isPlainText(text: string): boolean {
  return !beyondPlain.test(text);
}

/**
 * Words of a text as the index has them: letters and digits, folded (`foldText.ts`). Where there are no blanks every few
 * letters side by side are one (`gramsOf`), so that whatever is asked for is found wherever it stands.
 */
export function wordsOf(text: string): string[] {
  if (isPlainText(text)) return text.toLowerCase().match(plainWord) ?? [];
  return joinedStretchesOf(foldText(text)).flatMap((stretch) => {
    const length = gramLength(stretch);
    return length === 0 ? stretch : gramsOf(stretch, length);
  });
}

/** Words of a question, and what stands there without blanks as a whole. */
export function wholeWordsOf(text: string): string[] {
  if (isPlainText(text)) return text.toLowerCase().match(plainWord) ?? [];
  return stretchesOf(foldText(text));
}

/** The words of a text that people also write with letters spelt out, folded, each with its other spelling: ol, oel. */
export function speltWords(text: string): ReadonlyMap<string, string> {
  const spelt = isPlainText(text) ? undefined : spellLetters(text);
  if (spelt === undefined) return new Map();
  const others = wholeWordsOf(spelt);
  return new Map(
    wholeWordsOf(text).flatMap((word, at): [string, string][] => {
      const other = others[at];
      return other === undefined || other === word ? [] : [[word, other]];
    }),
  );
}

/** What of `wordsOf` a text has that has a word or a stretch of `wholeWordsOf`, or a part of the stretch. */
export interface SoughtWord {
  /** All of these. */
  readonly words: readonly string[];
  /** A word that begins so: what is shorter than the index has them. */
  readonly beginning: string | undefined;
}

export function soughtWord(whole: string): SoughtWord {
  const length = gramLength(whole);
  if (length === 0) return { words: [whole], beginning: undefined };
  const grams = gramsOf(whole, length);
  if (grams.length < length) return { words: [], beginning: whole };
  return { words: grams.slice(0, 1 - length), beginning: undefined };
}

/** Words of a text with blanks between, and what stands there without as a whole: how a phrase is written. */
export function phraseOf(text: string): string {
  return (isPlainText(text) ? wordsOf(text) : joinedStretchesOf(foldText(text))).join(' ');
}

/**
 * Whether a text has a phrase (`phraseOf`). Where there are no blanks in the text, the phrase may begin and end anywhere.
 */
export function containsPhrase(text: string): (phrase: string) => boolean {
  const words = ` ${phraseOf(text)} `;
  return (phrase) => {
    const last = phrase.slice(phrase.lastIndexOf(' ') + 1);
    const [before, after] = [phrase, last].map((word) => (gramLength(word) > 0 ? '' : ' '));
    return words.includes(`${before}${phrase}${after}`);
  };
}

/** Whether a text has all words of another one, by their stems, in whatever spelling. */
export function containsAllWords(sought: string): (text: string) => boolean {
  const spelt = speltWords(sought);
  const wanted = [...new Set(wholeWordsOf(sought))].map((word) => [word, spelt.get(word) ?? word]);
  return (text) => {
    const present = new Set([...wholeWordsOf(text), ...speltWords(text).values()].map(stemOf));
    const contains = containsPhrase(text);
    return wanted.every((ways) =>
      ways.some((word) => (gramLength(word) > 0 ? contains(word) : present.has(stemOf(word)))),
    );
  };
}

/** As `containsAllWords`, while somebody is still typing: each word may be the beginning of one. */
export function containsTypedWords(sought: string): (text: string) => boolean {
  const parts = [...new Set(wholeWordsOf(sought))].map((word) => ({
    word,
    isContained: containsAllWords(word),
  }));
  return (text) => {
    const present = wholeWordsOf(text);
    return parts.every(
      ({ word, isContained }) => present.some((each) => each.startsWith(word)) || isContained(text),
    );
  };
}

/** As `wordsOf`, but only the words with one of these beginnings; the others cost next to nothing. */
export function wordsBeginningWith(heads: readonly string[]): (text: string) => string[] {
  if (heads.length === 0) return () => [];
  const wanted = new RegExp(`(?<![a-z0-9])(?:${heads.join('|')})[a-z0-9]*`, 'g');
  return (text) => {
    if (isPlainText(text)) return text.toLowerCase().match(wanted) ?? [];
    // Stems of other scripts need not begin as their words do.
    return wordsOf(text).filter(
      (each) => !beginsPlain.test(each) || heads.some((head) => each.startsWith(head)),
    );
  };
}

/** Stems of a text, each once. */
export function stemsOf(text: string): Set<string> {
  return new Set(wordsOf(text).map(stemOf));
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
