import type { Memory } from '../../../core/memory/memory.ts';
import { stemOf } from '../../../core/text/stemOf.ts';
import { isPlainText, wordsOf } from '../../../core/text/words.ts';

/** Where private use begins that FTS5 takes for letters and leaves as they are. */
const privateUse = 0xf0000;
const plain = /^[a-z0-9]+$/;

/**
 * A word as the index has it. FTS5 cuts and stems plain words itself. Of other scripts it knows neither the words nor,
 * where a letter is newer than itself, the letters: theirs are stemmed here and written in letters that it keeps.
 */
export function indexWord(word: string): string {
  if (plain.test(word)) return word;
  const stem = stemOf(word);
  let coded = '';
  for (let at = 0; at < stem.length; at += 1) {
    const unit = stem.charCodeAt(at);
    coded += String.fromCodePoint(unit < 0x80 ? unit : privateUse + unit);
  }
  return coded;
}

/**
 * What the index is fed in the place of a memory's own texts, as JSON, in the order of its columns; null where they are
 * plain and FTS5 cuts them as `wordsOf` does.
 */
export function indexedText(memory: IndexedTexts, identifiers: string): string | null {
  const { title, content, what, why, learned, tags, entities } = memory;
  const reasons = [what, why, learned].filter((part) => part !== null).join('\n');
  return foldedColumns([title, content, reasons, tags.join('\n'), entities.join('\n'), identifiers]);
}

/** The same of any columns. */
export function foldedColumns(columns: readonly string[]): string | null {
  if (columns.every(isPlainText)) return null;
  return JSON.stringify(columns.map((text) => wordsOf(text).map(indexWord).join(' ')));
}

/** As much of a memory as the index is made of. */
export type IndexedTexts = Pick<
  Memory,
  'title' | 'content' | 'what' | 'why' | 'learned' | 'tags' | 'entities'
>;
