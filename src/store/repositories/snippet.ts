import { isPlainText } from '../../core/words.ts';

const targetLength = 160;
/** Endings that stemming takes off or adds: words are compared without them. */
const looseEnd = 3;
const word = /[\p{L}\p{N}]+/gu;

/**
 * Makes texts of about 160 characters around the place where most of the terms meet. Compares beginnings of words,
 * which is looser than the index and needs no second look into it: the text is for eyes, not for ranking.
 */
export function snippetMaker(terms: readonly string[]): (content: string) => string {
  const stems = [...new Set(terms.flatMap((term) => term.toLowerCase().match(word) ?? []).map(stemOf))];
  const anyOf = `(?:${stems.join('|')})`;
  // Plain text, which is most text, in lower case takes a tenth of the time; the other pattern is dear to make as well.
  const plainPlaces = new RegExp(`(?<![a-z0-9])${anyOf}`, 'g');
  let places: RegExp | undefined;
  const startIn = (flat: string): number => {
    if (stems.length === 0) return 0;
    if (isPlainText(flat)) return bestStart(flat.toLowerCase(), plainPlaces);
    places ??= new RegExp(`(?<![\\p{L}\\p{N}])${anyOf}`, 'giu');
    return bestStart(flat, places);
  };
  return (content) => {
    const flat = content.replaceAll(/\s+/g, ' ').trim();
    return flat.length <= targetLength ? flat : cut(flat, startIn(flat));
  };
}

const stemOf = (term: string) => term.slice(0, Math.max(3, term.length - looseEnd));

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
  return Math.max(0, Math.min(best.at - targetLength / 4, flat.length - targetLength));
}

/** Cuts at spaces where there are any, and says with an ellipsis what was left out. */
function cut(flat: string, start: number): string {
  const end = start + targetLength;
  const from = start === 0 ? 0 : flat.indexOf(' ', start) + 1;
  const to = end >= flat.length ? flat.length : flat.lastIndexOf(' ', end);
  const body = from <= end && to > from ? flat.slice(from, to) : flat.slice(start, end);
  return `${start === 0 ? '' : '… '}${body}${end >= flat.length ? '' : ' …'}`;
}
