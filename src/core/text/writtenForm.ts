import { composed } from './foldText.ts';

/**
 * How one text may be written without saying anything else: what is dropped here never carries meaning. A sign before a
 * number, a comparison, a glob, a mark that is code (`:q!`, `foo:`), and the case of a flag, a name or a unit do, so they
 * stay.
 */

/** Before a number the mark is a sign. */
const listBullet = /^(?:[-*+•]\s+)+(?=[^\s\d])/u;
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

/** What stands between blanks, the bullet of a list in front left out; one chunk where blanks are part of what is said. */
export function chunksOf(text: string): string[] {
  const written = inOneWidth(text).trim();
  if (isLaidOut(written)) return [written];
  return written
    .replace(listBullet, '')
    .split(blanks)
    .filter((chunk) => chunk !== '');
}

/** Indented lines are code or an outline, and two blanks beside a quotation mark may be what is quoted. */
function isLaidOut(text: string): boolean {
  return /\n[ \t]+\S/.test(text) || (/(?<!\p{L})["'`]/u.test(text) && /[^\S\n]{2}/.test(text));
}

const endMarks = new Set(['.', ',', ';', '…', '。', '、', '｡']);
/** What a mark of a sentence stands behind. Behind a blank or another mark it may be what the sentence is about: `main..`. */
const wordEnd = /[\p{L}\p{N}\p{M})\]}'"”’»」』`%]/u;

/**
 * Without the one mark that ends a sentence or a part of it. A question mark stays: who asks does not state. So do marks
 * that are code as often, and the full stop behind a name with a dot or slash in it.
 */
export function withoutEndMark(chunk: string): string {
  const last = chunk.at(-1) ?? '';
  if (!endMarks.has(last)) return chunk;
  const rest = chunk.slice(0, -1);
  if (last === '.' && /[./\\:]/.test(rest)) return chunk;
  const before = rest.at(-1) ?? '';
  return wordEnd.test(before) || (last === ',' && before === '/') ? rest : chunk;
}

const openQuote = /^["`“„«「『]/u;
/** `5"` is a length. */
const closeQuote = /(?<!\d)["`”“»」』]$/u;
const hasWord = /\p{L}/u;
/** In quotes these are texts, without them values. */
const value = /^["`“„«「『]?(?:true|false|null|none|yes|no|on|off)["`”“»」』]?$/iu;

/** Without a quotation mark or a back tick at either end, and without brackets around it. */
export function unwrapped(chunk: string): string {
  if (!hasWord.test(chunk) || value.test(chunk)) return chunk;
  const bare = chunk.replace(openQuote, '').replace(closeQuote, '');
  return /^\([^()]+\)$|^'[^']+'$|^‘[^’]+’$/u.test(bare) ? bare.slice(1, -1) : bare;
}

const titled = /^\p{Lu}\p{Ll}+(?:[-'’]\p{Ll}+)*$/u;

/** The first word of a sentence in lower case. Elsewhere case may tell a name: `String`, `DEBUG`, `Will`, `MB` beside `Mb`. */
export function firstWord(word: string): string {
  return titled.test(word) || word === 'A' || word === 'I' ? word.toLowerCase() : word;
}
