import { foldedPlaces } from '../../core/foldedPlaces.ts';
import { composed } from '../../core/foldText.ts';
import { gramLength } from '../../core/stretches.ts';
import { stemOf } from '../../core/stemOf.ts';
import { isPlainText, wholeWordsOf } from '../../core/words.ts';

const targetLength = 160;
/** What is shown of what comes before the place. */
const lead = targetLength / 4;
/** Endings that stemming takes off or adds: words are compared without them. */
const looseEnd = 3;
/** Where text without blanks may be cut: at blanks, and behind marks that end a clause. */
const breaks = /\s|(?<=[、。，．；：！？।၊။។」』）])/gu;
const mark = /^[\p{M}\uff9e\uff9f\u{dc00}-\u{dfff}]/u;

/**
 * Makes texts of about 160 characters around the place where most of the terms meet. Compares beginnings of words,
 * which is looser than the index and needs no second look into it: the text is for eyes, not for ranking.
 */
export function snippetMaker(terms: readonly string[]): (content: string) => string {
  const words = [...new Set(terms.flatMap(wholeWordsOf))];
  const plain = words.filter(isPlainText).map(stemmed);
  // Plain text, which is most text, in lower case takes a tenth of the time; the other pattern is dear to make as well.
  const plainPlaces = new RegExp(`(?<![a-z0-9])${anyOf(plain)}`, 'g');
  let places: RegExp | undefined;
  return (content) => {
    const flat = content.replaceAll(/\s+/g, ' ').trim();
    if (flat.length <= targetLength) return flat;
    if (isPlainText(flat))
      return cut(flat, plain.length === 0 ? 0 : bestStart(flat.toLowerCase(), plainPlaces));
    const whole = composed(flat);
    const { folded, placeOf } = foldedPlaces(whole);
    places ??= new RegExp(patternOf(words), 'gu');
    const start = words.length === 0 ? 0 : placeOf(bestStart(folded, places));
    return cutAnywhere(whole, Math.max(0, Math.min(start, whole.length - targetLength)));
  };
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

/** Where the window with the most different terms starts. */
function bestStart(flat: string, places: RegExp): number {
  const found = [...flat.matchAll(places)].map((match) => ({
    at: match.index,
    stem: match[0].toLowerCase(),
  }));
  let best = { at: 0, stems: 0 };
  for (const [index, { at }] of found.entries()) {
    const stems = new Set<string>();
    for (let next = index; next < found.length; next += 1) {
      const place = found[next];
      if (!place || place.at > at + targetLength * 0.75) break;
      stems.add(place.stem);
    }
    if (stems.size > best.stems) best = { at, stems: stems.size };
  }
  // A little of what comes before, and no further than leaves a full window.
  return Math.max(0, Math.min(best.at - lead, flat.length - targetLength));
}

/** Cuts at spaces where there are any, and says with an ellipsis what was left out. */
function cut(flat: string, start: number): string {
  const end = start + targetLength;
  const from = start === 0 ? 0 : flat.indexOf(' ', start) + 1;
  const to = end >= flat.length ? flat.length : flat.lastIndexOf(' ', end);
  const body = from <= end && to > from ? flat.slice(from, to) : flat.slice(start, end);
  return `${start === 0 ? '' : '… '}${body}${end >= flat.length ? '' : ' …'}`;
}

/** As `cut`, but where no blank is near behind a clause, and else between two letters: never beyond what was found. */
function cutAnywhere(flat: string, start: number): string {
  const end = Math.min(flat.length, start + targetLength);
  const breaksIn = (from: number, to: number) =>
    [...flat.slice(from, to).matchAll(breaks)].map(({ index }) => from + index);
  const from = start === 0 ? 0 : (breaksIn(start, start + lead)[0] ?? betweenLetters(flat, start));
  const to = end === flat.length ? end : (breaksIn(end - lead, end).at(-1) ?? betweenLetters(flat, end));
  return `${from === 0 ? '' : '… '}${flat.slice(from, to).trim()}${to === flat.length ? '' : ' …'}`;
}

function betweenLetters(text: string, at: number): number {
  let place = at;
  while (place > 0 && mark.test(text.slice(place, place + 1))) place -= 1;
  return place;
}
