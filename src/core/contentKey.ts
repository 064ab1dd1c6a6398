import { chunksOf, withoutCase, withoutEndMark } from './writtenForm.ts';

/**
 * The form in which two contents count as the same text: letters of one width, case folded where it says nothing, white
 * space collapsed, a list bullet in front and the mark at the end dropped. Words, their order and all other marks count:
 * `-1` is not `1`.
 */
export function contentKey(content: string): string {
  const chunks = chunksOf(content);
  const last = chunks.length - 1;
  return chunks
    .map((chunk, index) => {
      const word = withoutEndMark(chunk);
      // A mark in the middle stays, but does not keep the case of its word.
      const mark = index === last ? '' : chunk.slice(word.length);
      return (index === 0 && isLoneCapital(word) ? word.toLowerCase() : withoutCase(word)) + mark;
    })
    .join(' ');
}

/** `A` or `I` at the start of a sentence. Elsewhere it may be a name: plan A. */
export function isLoneCapital(word: string): boolean {
  return word === 'A' || word === 'I';
}
