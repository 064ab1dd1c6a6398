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
const plainTelling = /[_.-](?=[A-Za-z0-9])|[a-z][A-Z]|[A-Z]{2}[a-z]|[A-Za-z]\d|\d[A-Za-z]/g;
const marks = /[_.-]+/;
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
  const found: Identifier[] = [];
  const isPlain = isPlainText(text);
  const [pattern, place] = isPlain ? [plainCandidates, plainTelling] : [candidates, telling];
  for (const stretch of stretchesWith(place, isPlain ? text : text.replaceAll(unbroken, ' ')))
    for (const raw of stretch.match(pattern) ?? []) {
      if (raw.search(place) < 0 || raw.length > 4 * longest) continue;
      const identifier = takeApart(raw);
      if (identifier) found.push(identifier);
    }
  return found;
}

/** What stands between two spaces and has such a place. Most text has none, and nothing else of it is looked at. */
function* stretchesWith(place: RegExp, text: string): Generator<string> {
  for (let end = 0; ;) {
    place.lastIndex = end;
    const found = place.exec(text);
    if (!found) return;
    let start = found.index;
    while (start > end && !isSpace(text, start - 1)) start -= 1;
    end = found.index + 1;
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
  const tokens = new Set<string>();
  for (const { joined, parts } of identifiersIn(text)) {
    if (joined !== '') tokens.add(joined);
    for (const part of parts) tokens.add(part);
  }
  for (const token of speltWords(text).values()) tokens.add(token);
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
