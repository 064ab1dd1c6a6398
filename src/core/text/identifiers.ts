import { unbrokenLetter } from './stretches.ts';
import { isPlainText, speltWords, wordsOf } from './words.ts';

/** A name as programs and files have them, or a word with a number in it. */
export interface Identifier {
  /** As it stands in the text. */
  readonly raw: string;
  /** Written as one lower-case word without its marks: `user_name` is `username`, `v2.3.1` is `2dot3dot1`. */
  readonly joined: string;
  /** The lower-case words that it is made of, and that plain words do not show: `userName` has `user` and `name`. */
  readonly parts: readonly string[];
}

/** Letters and digits held together by single marks; what a path or a call is made of is looked at one by one. */
const candidates = /[\p{L}\p{N}\p{M}]+(?:(?:_+|[.-])[\p{L}\p{N}\p{M}]+)*/gu;
/** A mark inside, a capital after a small letter, the last capital of an acronym, or letters beside digits. */
const telling = /[_.-](?=[\p{L}\p{N}\p{M}])|\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}|\p{L}\p{N}|\p{N}\p{L}/gu;
/** The same two for plain text, which is most text, in a fraction of the time. */
const plainCandidates = /[a-z0-9]+(?:(?:_+|[.-])[a-z0-9]+)*/gi;
const marks = /[_.-]+/;
const anyMark = /[_.-]/g;
const beginsWithDigit = /^\d/;
/** Words of other scripts need not begin as their stems do. */
const beginsPlain = /^[a-z0-9]/;
/** `HTTPServer` is HTTP and Server, `userIDs` user and IDs, `utf8` utf and 8. */
const humps = /\p{Lu}{2,}s(?!\p{L})|\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|[\p{L}\p{M}]+/gu;
/** `v2.3.1`, `3.14`, `10.0.0.1`; what follows (`-beta.2`) is words like others. */
const version = /^v?(\d+(?:\.\d+)+)(?![\p{L}\p{N}])/iu;

/** Where there are no blanks a name ends with its script. */
const unbroken = new RegExp(`${unbrokenLetter}+`, 'gv');

/** Longer names are no more than one text without spaces, and nobody types them. */
const longest = 48;
const mostWords = 6;

/** Every identifier in a text, in order. Plain words are none. */
export function identifiersIn(text: string): Identifier[] {
  return isPlainText(text) ? plainIdentifiers(text, () => true) : otherIdentifiers(text);
}

function plainIdentifiers(text: string, isWanted: (raw: string) => boolean): Identifier[] {
  const found: Identifier[] = [];
  for (const stretch of stretchesWith(plainPlace, text))
    for (const raw of stretch.match(plainCandidates) ?? []) {
      if (plainPlace(raw, 0) < 0 || raw.length > 4 * longest || !isWanted(raw)) continue;
      const identifier = takeApart(raw);
      if (identifier) found.push(identifier);
    }
  return found;
}

function otherIdentifiers(text: string): Identifier[] {
  const found: Identifier[] = [];
  for (const stretch of stretchesWith(placeOf, text.replaceAll(unbroken, ' ')))
    for (const raw of stretch.match(candidates) ?? []) {
      if (placeOf(raw, 0) < 0 || raw.length > 4 * longest) continue;
      const identifier = takeApart(raw);
      if (identifier) found.push(identifier);
    }
  return found;
}

function placeOf(text: string, from: number): number {
  telling.lastIndex = from;
  return telling.exec(text)?.index ?? -1;
}

/** The same of plain text, letter by letter: an expression takes three times as long, and every text that may answer is read. */
function plainPlace(text: string, from: number): number {
  let kind = kindAt(text, from);
  for (let at = from; at < text.length; at += 1) {
    const next = kindAt(text, at + 1);
    if (kind === mark ? next !== 0 && next !== mark : isSeam(kind, next)) return at;
    if (kind === upper && next === upper && kindAt(text, at + 2) === lower) return at;
    kind = next;
  }
  return -1;
}

const isSeam = (kind: number, next: number): boolean =>
  (kind === lower && next === upper) ||
  (kind === digit && (next === lower || next === upper)) ||
  (next === digit && (kind === lower || kind === upper));

const [lower, upper, digit, mark] = [1, 2, 3, 4];
/** The kind of each ASCII character; 0 for what separates. */
const kinds = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[a-z]/.test(character)) return lower;
  if (/[A-Z]/.test(character)) return upper;
  if (/[0-9]/.test(character)) return digit;
  return /[_.-]/.test(character) ? mark : 0;
});
const kindAt = (text: string, at: number): number => kinds[text.charCodeAt(at)] ?? 0;

/** What stands between two spaces and has such a place. Most text has none, and nothing else of it is looked at. */
function* stretchesWith(place: (text: string, from: number) => number, text: string): Generator<string> {
  for (let end = 0; ;) {
    const found = place(text, end);
    if (found < 0) return;
    let start = found;
    while (start > end && !isSpace(text, start - 1)) start -= 1;
    end = found + 1;
    while (end < text.length && !isSpace(text, end)) end += 1;
    yield text.slice(start, end);
  }
}

/** Whether a space or a control character stands there. Rarer spaces only make a stretch longer. */
const isSpace = (text: string, at: number): boolean => text.charCodeAt(at) <= 32;

/**
 * What an index of plain words misses of the names in a text: their parts, and their words written as one. And the words
 * that are also written with a letter spelt out.
 */
export function identifierTokens(text: string): Set<string> {
  if (isPlainText(text)) return tokensOf(plainIdentifiers(text, () => true));
  const tokens = tokensOf(otherIdentifiers(text));
  for (const token of speltWords(text).values()) tokens.add(token);
  return tokens;
}

/**
 * Those of `identifierTokens` that begin with one of these, which are in small letters, or with a letter beyond ASCII. Names
 * without any of them are not taken apart.
 */
export function tokensBeginningWith(heads: readonly string[]): (text: string) => string[] {
  // The numbers of a version are written anew.
  const mayBeVersion = heads.some((head) => beginsWithDigit.test(head));
  const isWanted = (raw: string) => {
    if (mayBeVersion && beginsWithDigit.test(raw.replace(/^v/i, ''))) return true;
    const letters = raw.toLowerCase().replaceAll(anyMark, '');
    return heads.some((head) => letters.includes(head));
  };
  return (text) => {
    const tokens = isPlainText(text) ? tokensOf(plainIdentifiers(text, isWanted)) : identifierTokens(text);
    return [...tokens].filter(
      (token) => heads.some((head) => token.startsWith(head)) || !beginsPlain.test(token),
    );
  };
}

function tokensOf(identifiers: readonly Identifier[]): Set<string> {
  const tokens = new Set<string>();
  for (const { joined, parts } of identifiers) {
    if (joined !== '') tokens.add(joined);
    for (const part of parts) tokens.add(part);
  }
  return tokens;
}

function takeApart(raw: string): Identifier | undefined {
  const numbers = version.exec(raw)?.[1];
  const joined = numbers === undefined ? joinWords(raw) : numbers.split('.').map(Number).join('dot');
  const parts = new Set<string>();
  if (numbers !== undefined) addShorterVersion(numbers, parts);
  for (const word of raw.split(marks)) {
    const pieces = word.match(humps) ?? [];
    if (pieces.length > 1) for (const piece of pieces) if (piece.length > 1) parts.add(folded(piece));
  }
  parts.delete(joined);
  return joined === '' && parts.size === 0 ? undefined : { raw, joined, parts: [...parts] };
}

/** `2.3.1` is also one of `2.3`. */
function addShorterVersion(numbers: string, parts: Set<string>): void {
  const [major = '', minor = '', ...rest] = numbers.split('.');
  if (rest.length > 0) parts.add(`${Number(major)}dot${Number(minor)}`);
}

function joinWords(raw: string): string {
  if (raw.split(marks).length > mostWords) return '';
  const joined = folded(raw);
  return joined.length > longest ? '' : joined;
}

const folded = (text: string): string => wordsOf(text).join('');
