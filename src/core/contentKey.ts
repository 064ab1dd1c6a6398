/** Marks that say nothing about meaning: list bullets in front, full stops and the like behind. */
const leading = /^[\s>*•-]+/u;
const trailing = /[\s.!?;:,*_]+$/u;

/**
 * The form in which two contents count as the same text: compatibility characters unified, case folded, white space
 * collapsed, a list bullet in front and punctuation at the end dropped. Words and their order always count.
 */
export function contentKey(content: string): string {
  const folded = content.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, ' ').trim();
  const bare = folded.replace(leading, '').replace(trailing, '');
  return bare === '' ? folded : bare;
}
