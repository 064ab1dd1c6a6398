import { chunksOf, firstWord, withoutEndMark } from '../text/writtenForm.ts';

/**
 * The form in which two contents count as the same text: letters of one width, the first word without its capital, white
 * space collapsed where it says nothing, a list bullet in front and the mark at the end dropped. Words, their order, their
 * case and all other marks count: `-1` is not `1`.
 */
export function contentKey(content: string): string {
  const chunks = chunksOf(content);
  if (chunks.length === 0) return '';
  const last = chunks.length - 1;
  chunks[last] = withoutEndMark(chunks[last] ?? '');
  chunks[0] = firstWord(chunks[0] ?? '');
  return chunks.join(' ');
}
