import type { Memory } from '../../core/memory/memory.ts';
import { embeddingText } from './embeddedText.ts';
import { splitText } from './splitText.ts';

/** Passages of one memory at most: longer texts have longer ones, of which a model may read only the beginning. */
export const mostPassages = 32;
/** Tokens of a passage for models that could take more: of a text about many things a vector tells little. */
const tokensOfPassage = 512;
/** Bytes that a token stands for at least, in nearly all text. */
const bytesPerToken = 3;
/** For what the model puts around a text. */
const spareTokens = 8;
/** Of a passage at least, whatever a manifest says. */
const minTokens = 64;
/** Characters. */
const longestTitle = 60;

/**
 * The texts whose vectors a memory gets, in order: all of it where a model takes it at once, else passages that end where
 * sentences do. Each has the title, so that it is known what it is about. `maxTokens` is what the model takes.
 */
export function passagesOf(memory: Memory, maxTokens = tokensOfPassage): string[] {
  const text = embeddingText(memory);
  const bytes = bytesOfPassage(maxTokens);
  if (Buffer.byteLength(text) <= bytes) return [text];
  const head = headOf(memory);
  for (let size = bytes - Buffer.byteLength(head); ; size *= 1.5) {
    const [first = '', ...rest] = splitText(text, size);
    if (rest.length < mostPassages) return [first, ...rest.map((passage) => head + passage)];
  }
}

/** Bytes of a passage at most, for a model that takes so many tokens. */
export function bytesOfPassage(maxTokens = tokensOfPassage): number {
  return Math.max(minTokens, Math.min(maxTokens - spareTokens, tokensOfPassage)) * bytesPerToken;
}

function headOf({ title }: Memory): string {
  const head = title.slice(0, longestTitle).replaceAll(/\s+/g, ' ').trim();
  return head === '' ? '' : `${head}\n`;
}
