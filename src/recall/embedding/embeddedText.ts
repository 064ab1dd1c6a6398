import type { Memory } from '../../core/memory/memory.ts';

/** Other whitespace and the dots of a cut title do not make two texts different. */
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').replace(/…$/, '').toLowerCase();

/**
 * The text whose vector a memory gets: what the store takes for its wording, each thing said once. A title that was
 * derived from the content would only weigh its first words double.
 */
export function embeddingText(memory: Memory): string {
  const { title, content, what, why, learned, tags } = memory;
  const opening = plain(content.slice(0, title.length * 2 + 20)).replace(/^\W+/, '');
  const isDerived = opening.startsWith(plain(title));
  return [...(isDerived ? [] : [title]), content, what, why, learned, tags.join(' ')]
    .filter((part) => part !== null && part !== '')
    .join('\n');
}
