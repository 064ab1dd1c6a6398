import { foldedPlaces } from '../../../core/memory/foldedPlaces.ts';
import { plainText } from '../../../core/text/plainText.ts';
import { composed } from '../../../core/text/foldText.ts';
import { gramLength } from '../../../core/text/stretches.ts';
import { stemOf } from '../../../core/text/stemOf.ts';
import { isPlainText, wholeWordsOf } from '../../../core/text/words.ts';

const targetLength = 160;
/** What is shown of what comes before the place. */
const lead = targetLength / 4;
/** Endings that stemming takes off or adds: words are compared without them. */
const looseEnd = 3;
/** Where text without blanks may be cut: at blanks, and behind marks that end a clause. */
const breaks = /\s|(?<=[、。，．；：！？।၊။។」』）])/gu;
const mark = /^[\p{M}\uff9e\uff9f\u{dc00}-\u{dfff}]/u;

/** Where a sentence begins; line feeds are left where one begins with its line. */
const sentences = /\n|[.!?…]["'”’)\]]{0,2} (?=[\p{Lu}\p{Lt}\p{Lo}"'“‘(•])|[。！？।۔॥]["」』”]{0,2} ?/gu;
/** A line that is an item of a list, or that comes after an empty one, begins a sentence. */
const lines = /\n(?:\n+|(?=•|\d{1,3}[.)] ))/g;

/**
 * Makes texts of about 160 characters around the place where most of the terms meet, from the beginning of a sentence where
 * one is near enough. Compares beginnings of words, which is looser than the index and needs no second look into it: the
 * text is for eyes, not for ranking, and has no marks of Markdown.
 */
export function snippetMaker(terms: readonly string[]): (content: string) => string {
  const words = [...new Set(terms.flatMap(wholeWordsOf))];
  const plain = words.filter(isPlainText).map(stemmed);
  // Plain text, which is most text, in lower case takes a tenth of the time; the other pattern is dear to make as well.
  const plainPlaces = new RegExp(`(?<![a-z0-9])${anyOf(plain)}`, 'g');
  let places: RegExp | undefined;
  return (content) => {
    const flat = flattened(plainText(content));
    if (flat.length <= targetLength) return onOneLine(flat);
    if (isPlainText(flat))
      return cut(flat, plain.length === 0 ? atTheStart : bestPlace(flat.toLowerCase(), plainPlaces));
    const whole = composed(flat);
    const { folded, placeOf } = foldedPlaces(whole);
    places ??= new RegExp(patternOf(words), 'gu');
    const { at, end } = words.length === 0 ? atTheStart : bestPlace(folded, places);
    return cutAnywhere(whole, { at: placeOf(at), end: placeOf(end) });
  };
}

interface Place {
  readonly at: number;
  readonly end: number;
}

const atTheStart: Place = { at: 0, end: 0 };

/** Blanks are one blank each, and a line feed is left where a sentence begins. */
function flattened(text: string): string {
  return text
    .trim()
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .replaceAll(lines, '\v')
    .replaceAll('\n', ' ')
    .replaceAll('\v', '\n');
}

const onOneLine = (flat: string): string => flat.replaceAll('\n', ' ');

/** The last sentence that begins before the place and from which on all of it is shown. */
function sentenceBefore(flat: string, { at, end }: Place): number | undefined {
  // The marks of an end stand before the beginning.
  const from = Math.max(0, end - targetLength - 4);
  let begins = from === 0 ? 0 : undefined;
  for (const { index, 0: mark } of flat.slice(from, at + 1).matchAll(sentences))
    begins = Math.min(at, from + index + mark.length);
  return begins !== undefined && end - begins <= targetLength ? begins : undefined;
}

const stemmed = (term: string) => term.slice(0, Math.max(3, term.length - looseEnd));
const anyOf = (parts: readonly string[]) => `(?:${parts.join('|')})`;

/** What has no blanks stands anywhere, and so does what other words are written together with. */
function patternOf(words: readonly string[]): string {
  const begins = words.filter((word) => gramLength(word) === 0 && !isJoined(word)).map(stemmed);
  const anywhere = words
    .filter((word) => gramLength(word) > 0 || isJoined(word))
    .map((word) => (isJoined(word) ? stemOf(word) : word));
  return [
    ...(begins.length === 0 ? [] : [`(?<![\\p{L}\\p{N}])${anyOf(begins)}`]),
    ...(anywhere.length === 0 ? [] : [anyOf(anywhere)]),
  ].join('|');
}

/** Arabic and Hebrew write the article and small words together with the word that follows. */
const isJoined = (word: string): boolean => /^[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(word);

/** Where the most different terms stand together. */
function bestPlace(flat: string, places: RegExp): Place {
  const found = [...flat.matchAll(places)].map((match) => ({
    at: match.index,
    stem: match[0].toLowerCase(),
  }));
  let best = { ...atTheStart, stems: 0 };
  for (const [index, { at }] of found.entries()) {
    const stems = new Set<string>();
    let end = at;
    for (let next = index; next < found.length; next += 1) {
      const place = found[next];
      if (!place || place.at > at + targetLength * 0.75) break;
      if (!stems.has(place.stem)) end = place.at + place.stem.length;
      stems.add(place.stem);
    }
    if (stems.size > best.stems) best = { at, end, stems: stems.size };
  }
  return best;
}

/** Where no sentence is near: a little of what comes before, and no further than leaves a full window. */
function startBefore({ at }: Place, length: number): number {
  return Math.max(0, Math.min(at - lead, length - targetLength));
}

/** Cuts at spaces where there are any, and says with an ellipsis what was left out but whole sentences before. */
function cut(flat: string, place: Place): string {
  const sentence = sentenceBefore(flat, place);
  const start = sentence ?? startBefore(place, flat.length);
  const end = start + targetLength;
  const from = start === 0 || sentence !== undefined ? start : blankAt(flat, start) + 1;
  const to = end >= flat.length ? flat.length : lastBlankAt(flat, end);
  const body = from <= end && to > from ? flat.slice(from, to) : flat.slice(start, end);
  return framed(body, from > 0 && sentence === undefined, to >= flat.length);
}

const blankAt = (flat: string, from: number): number => {
  const found = flat.slice(from).search(/[ \n]/);
  return found < 0 ? -1 : from + found;
};
const lastBlankAt = (flat: string, end: number): number =>
  Math.max(flat.lastIndexOf(' ', end), flat.lastIndexOf('\n', end));

/** As `cut`, but where no blank is near behind a clause, and else between two letters: never beyond what was found. */
function cutAnywhere(flat: string, place: Place): string {
  const sentence = sentenceBefore(flat, place);
  const start = sentence ?? startBefore(place, flat.length);
  const end = Math.min(flat.length, start + targetLength);
  const breaksIn = (from: number, to: number) =>
    [...flat.slice(from, to).matchAll(breaks)].map(({ index }) => from + index);
  const from =
    start === 0 || sentence !== undefined
      ? start
      : (breaksIn(start, start + lead)[0] ?? betweenLetters(flat, start));
  const to = end === flat.length ? end : (breaksIn(end - lead, end).at(-1) ?? betweenLetters(flat, end));
  return framed(flat.slice(from, to), from > 0 && sentence === undefined, to === flat.length);
}

const framed = (body: string, isWithin: boolean, isEnd: boolean): string =>
  `${isWithin ? '… ' : ''}${onOneLine(body).trim()}${isEnd ? '' : ' …'}`;

function betweenLetters(text: string, at: number): number {
  let place = at;
  while (place > 0 && mark.test(text.slice(place, place + 1))) place -= 1;
  return place;
}
