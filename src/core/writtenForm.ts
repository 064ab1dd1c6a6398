import { composed } from './foldText.ts';

/**
 * How one text may be written without saying anything else: what is dropped here never carries meaning. A sign before a
 * number, a comparison, a glob, a question mark and the case of a flag or a unit do, so they stay.
 */

const listBullet = /^(?:[-*+•]\s+)+/u;
/** Forms of ASCII that are as wide as a Chinese character, and the blank of that width. */
const wide = /[\uff01-\uff5e\u3000]/gu;
/** A half-width katakana with its mark of voice. */
const narrow = /[\uff61-\uff9d][\uff9e\uff9f]?|[\uff9e\uff9f]/gu;
const blanks = /\s+/u;

/** Canonically composed, in letters of one width. Unlike NFKC it leaves powers, fractions and numbers in circles alone. */
export function inOneWidth(text: string): string {
  return composed(
    text
      .replaceAll(narrow, (kana) => kana.normalize('NFKC'))
      .replaceAll(wide, (letter) =>
        letter === '\u3000' ? ' ' : String.fromCharCode(letter.charCodeAt(0) - 0xfee0),
      ),
  );
}

/** What stands between blanks, the bullet of a list in front left out. */
export function chunksOf(text: string): string[] {
  return inOneWidth(text)
    .trim()
    .replace(listBullet, '')
    .split(blanks)
    .filter((chunk) => chunk !== '');
}

const endMarks = new Set(['.', ',', ';', ':', '!', '…', '。', '、', '｡']);
/** What a mark of a sentence stands behind. Behind a blank or another mark it may be what the sentence is about: `main..`. */
const wordEnd = /[\p{L}\p{N}\p{M})\]}'"”’»」』`%/]/u;

/** Without the one mark that ends a sentence or a part of it. A question mark stays: who asks does not state. */
export function withoutEndMark(chunk: string): string {
  const last = chunk.at(-1) ?? '';
  if (!endMarks.has(last)) return chunk;
  const rest = chunk.slice(0, -1);
  return wordEnd.test(rest.at(-1) ?? '') ? rest : chunk;
}

const openQuote = /^["`“„«「『]/u;
/** `5"` is a length. */
const closeQuote = /(?<!\d)["`”“»」』]$/u;
const hasWord = /[\p{L}\p{N}]/u;

/** Without a quotation mark or a back tick at either end, and without brackets around it. */
export function unwrapped(chunk: string): string {
  if (!hasWord.test(chunk)) return chunk;
  const bare = chunk.replace(openQuote, '').replace(closeQuote, '');
  return /^\([^()]+\)$|^'[^']+'$|^‘[^’]+’$/u.test(bare) ? bare.slice(1, -1) : bare;
}

const titled = /^\p{Lu}\p{Ll}+(?:[-'’]\p{Ll}+)*$/u;
const shouted = /^\p{Lu}{3,}$/u;

/**
 * Lower case, where case says nothing: `Use` at the start of a sentence, `WAL` beside `wal`. It says something in `-V`, `MB`
 * beside `Mb`, `userName` and paths.
 */
export function withoutCase(word: string): string {
  return titled.test(word) || shouted.test(word) ? word.toLowerCase() : word;
}
