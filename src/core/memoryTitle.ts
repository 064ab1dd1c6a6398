/** Longest derived title, in characters. */
export const derivedTitleLength = 80;

const markup = /^(?:#{1,6}\s+|[-*+>]\s+|\d{1,3}[.)]\s+|\*\*|__)+/u;
/** The end of a sentence: punctuation before white space, so that `v1.2` and `a.ts` stay whole. */
const sentenceEnd = /[.!?。！？](?=\s|$)/u;
const abbreviation = /(?:^|\s)(?:e\.g|i\.e|etc|vs|cf|approx|no|mr|dr)$/iu;

/** A title for a memory that came without one: the first sentence of its first line, cut at a word. */
export function deriveTitle(content: string): string {
  const line = content
    .split(/\r?\n/u)
    .map((each) => each.trim().replace(markup, ''))
    .find((each) => /[\p{L}\p{N}]/u.test(each));
  if (line === undefined) return cutAtWord(content.trim(), derivedTitleLength);
  const text = line
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/\*\*|__|`/gu, '')
    .trim();
  return withoutTrailingMarks(cutAtWord(firstSentence(text), derivedTitleLength));
}

function firstSentence(text: string): string {
  let from = 0;
  for (;;) {
    const match = sentenceEnd.exec(text.slice(from));
    if (!match) return text;
    const end = from + match.index;
    if (!abbreviation.test(text.slice(0, end))) return text.slice(0, end);
    from = end + 1;
  }
}

/** Cut between words with an ellipsis; `length` counts the ellipsis. */
export function cutAtWord(text: string, length: number): string {
  if (text.length <= length) return text;
  const room = text.slice(0, length - 1);
  const space = room.lastIndexOf(' ');
  const kept = (space > length / 2 ? room.slice(0, space) : room).replace(/[\s,;:.–—-]+$/u, '');
  // A cut through a surrogate pair would leave half a character.
  return `${kept.replace(/[\uD800-\uDBFF]$/u, '')}…`;
}

function withoutTrailingMarks(text: string): string {
  return text.replace(/[\s:;,.–—-]+$/u, '') || text;
}
