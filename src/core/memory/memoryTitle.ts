/** Longest derived title, in characters. */
export const derivedTitleLength = 80;

const markup = /^(?:#{1,6}\s+|[-*+>]\s+|\d{1,3}[.)]\s+|\*\*|__)+/u;
/** The end of a sentence: punctuation before white space, so that `v1.2` and `a.ts` stay whole. */
const sentenceEnd = /[.!?。！？](?=\s|$)/gu;
const abbreviation = /(?:^|\s)(?:e\.g|i\.e|etc|vs|cf|approx|no|mr|dr)$/iu;

/** Characters looked at of the line that a title is made of: far more than a title has. */
const maxLine = 1_000;

/** A title for a memory that came without one: the first sentence of its first line, cut at a word. */
export function deriveTitle(content: string): string {
  const line = lineWithWords(content);
  if (line === undefined) return cutAtWord(content.trim(), derivedTitleLength);
  const text = line
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/\*\*|__|`/gu, '')
    .trim();
  return withoutTrailingMarks(cutAtWord(firstSentence(text), derivedTitleLength));
}

/** The first line with a letter or a digit, without the marks of a list or a heading. */
function lineWithWords(content: string): string | undefined {
  for (let start = 0; start <= content.length;) {
    const feed = content.indexOf('\n', start);
    const end = feed < 0 ? content.length : feed;
    const line = content.slice(start, end).trim().slice(0, maxLine).replace(markup, '');
    if (/[\p{L}\p{N}]/u.test(line)) return line;
    start = end + 1;
  }
  return undefined;
}

function firstSentence(text: string): string {
  for (const { index } of text.matchAll(sentenceEnd))
    if (!abbreviation.test(text.slice(Math.max(0, index - 8), index))) return text.slice(0, index);
  return text;
}

/** Cut between words with an ellipsis; `length` counts the ellipsis. */
export function cutAtWord(text: string, length: number): string {
  if (text.length <= length) return text;
  const room = text.slice(0, length - 1);
  const space = room.lastIndexOf(' ');
  const kept = withoutTrailing(space > length / 2 ? room.slice(0, space) : room);
  // A cut through a surrogate pair would leave half a character.
  return `${kept.replace(/[\uD800-\uDBFF]$/u, '')}…`;
}

const withoutTrailingMarks = (text: string): string => withoutTrailing(text) || text;

/** From the end, because a pattern would look at a long run of marks once for each of them. */
function withoutTrailing(text: string): string {
  let end = text.length;
  while (end > 0 && /[\s:;,.–—-]/u.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
