/** How much of a part is kept free for the beginning of a sentence that crosses its end. */
const overlap = 1 / 8;
/** Where a text is cut best, best first. What follows a border begins the next part. */
const borders = [/\n\s*\n/g, /\n/g, /[.!?…:;]["')\]]?\s|[。！？]/g, /\s/g];

/**
 * A text in parts of at most so many bytes of UTF-8, cut between paragraphs, lines or sentences where there is such a
 * border in the second half of a part, else between words, else anywhere. A part that is cut within a paragraph is begun
 * with the last sentence of the one before, if that is short.
 */
export function splitText(text: string, bytes: number): string[] {
  const parts: string[] = [];
  for (let from = 0; ;) {
    const end = endOf(text, from, bytes);
    if (end === text.length) {
      const last = text.slice(from).trim();
      return last === '' && parts.length > 0 ? parts : [...parts, last];
    }
    const to = Math.max(from + 1, cutBefore(text, from, end));
    const part = text.slice(from, to).trim();
    if (part !== '') parts.push(part);
    from = Math.max(from + 1, sentenceBefore(text, from, to));
  }
}

/** Where so many bytes from `from` end, between characters. */
function endOf(text: string, from: number, bytes: number): number {
  let at = from;
  for (let left = bytes; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    left -= code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
    if (left < 0) break;
  }
  return at < text.length && isSecondHalf(text, at) ? at - 1 : at;
}

/** The best border in the second half of what ends at `end`. */
function cutBefore(text: string, from: number, end: number): number {
  const middle = from + ((end - from) >> 1);
  const half = text.slice(middle, end);
  for (const border of borders) {
    let cut: number | undefined;
    for (const { 0: found, index } of half.matchAll(border)) cut = middle + index + found.length;
    if (cut !== undefined) return cut;
  }
  return end;
}

/** Where the sentence before a cut begins, unless it is long or the cut is between paragraphs. */
function sentenceBefore(text: string, from: number, cut: number): number {
  const room = Math.floor((cut - from) * overlap);
  const before = text.slice(cut - room, cut);
  const blank = before.slice(before.trimEnd().length);
  if (blank.indexOf('\n') !== blank.lastIndexOf('\n')) return cut;
  for (const { 0: found, index } of before.matchAll(/[.!?…:;]["')\]]?\s|[。！？]|\n/g)) {
    const begins = cut - room + index + found.length;
    if (begins < cut) return begins;
  }
  return cut;
}

function isSecondHalf(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  const before = text.charCodeAt(at - 1);
  return code >= 0xdc00 && code < 0xe000 && before >= 0xd800 && before < 0xdc00;
}
