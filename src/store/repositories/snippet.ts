const targetLength = 160;
/** Endings that stemming takes off or adds: words are compared without them. */
const looseEnd = 3;
const word = /[\p{L}\p{N}]+/gu;

/**
 * About 160 characters around the place where most of the terms meet. Compares beginnings of words, which is looser
 * than the index and needs no second look into it: the text is for eyes, not for ranking.
 */
export function snippet(content: string, terms: readonly string[]): string {
  const flat = content.replace(/\s+/g, ' ').trim();
  if (flat.length <= targetLength) return flat;
  const stems = terms.flatMap((term) => term.toLowerCase().match(word) ?? []).map(stemOf);
  const start = bestStart(flat, stems);
  const end = Math.min(flat.length, start + targetLength);
  const from = start === 0 ? 0 : flat.indexOf(' ', start) + 1;
  const to = end === flat.length ? end : flat.lastIndexOf(' ', end);
  const body = to > from ? flat.slice(from, to) : flat.slice(start, end);
  return `${start === 0 ? '' : '… '}${body}${end === flat.length ? '' : ' …'}`;
}

const stemOf = (term: string) => term.slice(0, Math.max(3, term.length - looseEnd));

function bestStart(flat: string, stems: readonly string[]): number {
  const places = [...flat.toLowerCase().matchAll(word)].flatMap((match) => {
    const stem = stems.findIndex((each) => match[0].startsWith(each));
    return stem < 0 ? [] : [{ at: match.index, stem }];
  });
  let best = { at: 0, found: 0 };
  for (const [index, { at }] of places.entries()) {
    const near = places.slice(index).filter((place) => place.at < at + targetLength * 0.75);
    const found = new Set(near.map((place) => place.stem)).size;
    if (found > best.found) best = { at, found };
  }
  // A little of what comes before, and no further than leaves a full window.
  return Math.max(0, Math.min(best.at - targetLength / 4, flat.length - targetLength));
}
