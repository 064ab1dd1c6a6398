import type { ApiLimits } from './resolveApi.ts';

/**
 * Bytes of UTF-8 that one token stands for at least, in nearly all text: four letters of English, one character of
 * Chinese. Limits are kept with it, so it errs on the side of many tokens.
 */
const bytesPerToken = 3;

export function tokensAtMost(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / bytesPerToken);
}

/** Texts for requests, none beyond a limit. Those that are too long are cut, and blank ones, which APIs refuse, filled. */
export function textBatches(texts: readonly string[], limits: ApiLimits): string[][] {
  const batches: string[][] = [];
  let current: string[] = [];
  let tokens = 0;
  for (const each of texts) {
    const text = each.trim() === '' ? '-' : cutToBytes(each, limits.tokensPerInput * bytesPerToken);
    const cost = tokensAtMost(text);
    const isFull = current.length >= limits.inputs || tokens + cost > limits.tokensPerRequest;
    if (isFull && current.length > 0) {
      batches.push(current);
      current = [];
      tokens = 0;
    }
    current.push(text);
    tokens += cost;
  }
  return current.length > 0 ? [...batches, current] : batches;
}

/** The beginning of a text, without half a character at its end. */
export function cutToBytes(text: string, bytes: number): string {
  if (text.length * 3 <= bytes) return text;
  const encoded = Buffer.from(text);
  if (encoded.length <= bytes) return text;
  return encoded
    .subarray(0, bytes)
    .toString()
    .replace(/\uFFFD$/, '');
}
