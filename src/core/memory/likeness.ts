import { saidWords } from '../text/saidWords.ts';
import { stemOf } from '../text/stemOf.ts';
import { isFunctionWord, wordsOf } from '../text/words.ts';

/** A text as it is compared. Made once for each text. */
export interface Reading {
  /** What is said, word by word, in the order in which it is said; letter by letter where there are no blanks. */
  readonly said: readonly string[];
  /** Stems of the words that carry meaning. */
  readonly stems: ReadonlySet<string>;
  /** How often something is denied in it. */
  readonly denials: number;
}

/** How two texts about one thing exclude each other: one denies what the other says, or says another value. */
export type Opposition = 'denial' | 'value';

/** Only so much of a text is compared: what is longer is no single statement. */
const longest = 1_500;
const letterScript = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u;

const denying: ReadonlySet<string> = new Set(
  (
    'no not never none nor neither without nobody nothing cannot nein nicht nie niemals kein keine keinen keinem keiner ohne ' +
    'ne pas jamais sans aucun aucune non nunca ni sin mai senza não sem nem не нет без нельзя никогда 不 没 沒 無 无 勿 別 别 未'
  ).split(' '),
);
/** Words that deny what another one says, and that one. */
const opposites: ReadonlyMap<string, string> = new Map(
  Object.entries({
    avoid: 'use',
    disabl: 'enabl',
    forbid: 'allow',
    forbidden: 'allow',
    prohibit: 'allow',
    deni: 'allow',
    reject: 'accept',
    exclud: 'includ',
    unsaf: 'safe',
    fals: 'true',
  }),
);
/** Says no more than what it stands beside: what is always so is so. */
const emphatic: ReadonlySet<string> = new Set(['alway', 'must', 'should', 'shall', 'realli', 'anymor']);
const negatedVerb = /n['’]t$/;

export function readText(text: string): Reading {
  const part = text.slice(0, longest);
  const said = saidWords(part).flatMap(({ singular }) => {
    const word = singular.toLowerCase();
    return letterScript.test(word) ? Array.from(word) : [word];
  });
  let denials = said.filter((word) => denying.has(word) || negatedVerb.test(word)).length;
  const stems = new Set<string>();
  for (const word of wordsOf(part)) {
    if (isFunctionWord(word) || denying.has(word)) continue;
    const stem = stemOf(word);
    const opposite = opposites.get(stem);
    if (opposite !== undefined) denials += 1;
    if (!emphatic.has(stem)) stems.add(opposite ?? stem);
  }
  return { said, stems, denials };
}

/** How many of their words two texts have in common, 0 to 1 (Dice), whatever their order. */
export function likenessOf({ stems: left }: Reading, { stems: right }: Reading): number {
  const both = left.size + right.size;
  return both === 0 ? 0 : (2 * sharedOf(left, right)) / both;
}

/** What two words have in common is chance; a text of two words is a name. */
const leastShared = 2;

/** Whether two texts can be told alike at all. */
export const areComparable = ({ stems: left }: Reading, { stems: right }: Reading): boolean =>
  sharedOf(left, right) >= leastShared;

/** From here on two texts of several differences are about one thing. */
const aboutOneThing = 0.85;

/**
 * Whether two texts about one thing exclude each other. They are about one thing where they differ in one place behind
 * their beginning, in a few words; or, for a denial, where nearly all of their words are the same.
 */
export function oppositionOf(left: Reading, right: Reading): Opposition | undefined {
  if (!areComparable(left, right)) return undefined;
  const isDenied = (left.denials - right.denials) % 2 !== 0;
  const difference = differenceOf(left.said, right.said);
  if (difference) {
    const [mine, theirs] = difference.words;
    if (isDenied || isPrefixed(mine, theirs) || isPrefixed(theirs, mine)) return 'denial';
    // Where nothing stands in place of something, one of them says more, and not otherwise.
    if (isTelling(mine) && isTelling(theirs) && difference.hasSubject) return 'value';
  }
  return isDenied && likenessOf(left, right) >= aboutOneThing ? 'denial' : undefined;
}

/** What stands in one text in the place of something in the other one. */
interface Difference {
  readonly words: readonly [readonly string[], readonly string[]];
  /** Something is said before it: another thing at the beginning is another subject. */
  readonly hasSubject: boolean;
}

/** Words in a row that may differ, and how large a part of a text they may be. */
const mostDifferent = 4;
const largestPart = 0.4;

/** Undefined where they differ in several places, or in none. */
function differenceOf(left: readonly string[], right: readonly string[]): Difference | undefined {
  const shorter = Math.min(left.length, right.length);
  let before = 0;
  while (before < shorter && left[before] === right[before]) before += 1;
  let behind = 0;
  while (behind < shorter - before && left.at(-1 - behind) === right.at(-1 - behind)) behind += 1;
  const words = [left, right].map((said) => said.slice(before, said.length - behind));
  const [mine = [], theirs = []] = words;
  const size = Math.max(mine.length, theirs.length);
  if (size === 0 || size > mostDifferent || size > largestPart * Math.max(left.length, right.length))
    return undefined;
  const hasSubject = left
    .slice(0, before)
    .some((word) => !isFunctionWord(word) && /[\p{L}\p{N}]/u.test(word));
  return { words: [mine, theirs], hasSubject };
}

/** Words that stand for each other and put no other value in the place of one. */
const interchangeable: ReadonlySet<string> = new Set(
  (
    'each every all any a an the this that these those it its their our your we you they i is are was were be been being ' +
    'has have had do does did will would so then here there currently now'
  ).split(' '),
);
const isTelling = (words: readonly string[]): boolean => words.some((word) => !interchangeable.has(word));

/** `unencrypted` beside `encrypted`. */
function isPrefixed(mine: readonly string[], theirs: readonly string[]): boolean {
  const [word = '', ...more] = mine;
  const [other = '', ...others] = theirs;
  return (
    more.length + others.length === 0 &&
    other !== '' &&
    /^(?:un|in|im|dis|non-?)/.test(word) &&
    word.endsWith(other) &&
    word.length - other.length <= 4
  );
}

function sharedOf(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const [small, large] = left.size <= right.size ? [left, right] : [right, left];
  let shared = 0;
  for (const each of small) if (large.has(each)) shared += 1;
  return shared;
}
