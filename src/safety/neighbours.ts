import { shareOfWords } from './secretShape.ts';
import type { Span } from './spans.ts';

/** Shorter pieces of a secret are in any text. */
const shortestPiece = 8;
const longestSecret = 512;
const mostSecrets = 50;

/**
 * What is cut in two by the border of two fields: each piece as a span of its own text.
 *
 * @param find Finds secrets that are known by their form alone. Words before a value mean nothing beyond their field.
 */
export function spansAcross(texts: readonly string[], find: (text: string) => readonly Span[]): Span[][] {
  const across: Span[][] = texts.map(() => []);
  if (texts.length < 2) return across;
  const places = texts.map((text, index) => ({ index, ...trimmed(text) })).filter(({ text }) => text !== '');
  for (const order of [places, places.toReversed()]) {
    const joined = order.map(({ text }) => text).join('');
    const found = find(joined);
    if (found.length === 0) continue;
    let from = 0;
    for (const { index, text, at } of order) {
      const to = from + text.length;
      for (const span of found) {
        const start = Math.max(span.start, from);
        const end = Math.min(span.end, to);
        const isCut = span.start < from || span.end > to;
        if (isCut && start < end && isPiece(joined.slice(start, end), joined.slice(span.start, span.end)))
          across[index]?.push({ start: start - from + at, end: end - from + at, kind: span.kind });
      }
      from = to;
    }
  }
  return across;
}

/** A secret of any length that ends with its field reaches over into the next one, whose first word is none of it. */
const isPiece = (piece: string, whole: string): boolean =>
  !/^[\p{L}_-]+$/u.test(piece) || whole.length < 2 * piece.length || shareOfWords(piece) < 0.5;

function trimmed(text: string): { text: string; at: number } {
  const rest = text.trimStart();
  return { text: rest.trimEnd(), at: text.length - rest.length };
}

/**
 * Where the secrets of one field stand in the others: as a whole, where nothing says what they are, and in part, at the end
 * of a title that was cut out of the text.
 */
export function spansOfRepeats(texts: readonly string[], spans: readonly (readonly Span[])[]): Span[][] {
  const secrets = new Map<string, string>();
  for (const [index, found] of spans.entries())
    for (const { start, end, kind } of found) {
      const secret = texts[index]?.slice(start, end) ?? '';
      if (secret.length >= shortestPiece && secret.length <= longestSecret && !isWord(secret))
        secrets.set(secret, kind);
    }
  const known = [...secrets].slice(0, mostSecrets);
  return texts.map((text) =>
    known.flatMap(([secret, kind]) => [...wholes(text, secret, kind), ...tail(text, secret, kind)]),
  );
}

/** It stands in texts that tell no secret. */
const isWord = (secret: string): boolean => /^\p{L}+$/u.test(secret) && secret.length < 20;

function wholes(text: string, secret: string, kind: string): Span[] {
  const found: Span[] = [];
  for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + secret.length))
    found.push({ start: at, end: at + secret.length, kind });
  return found;
}

function tail(text: string, secret: string, kind: string): Span[] {
  const end = text.trimEnd().replace(/(?:…|\.\.\.)$/, '').length;
  for (let length = Math.min(secret.length, end); length >= shortestPiece; length--)
    if (text.startsWith(secret.slice(0, length), end - length)) return [{ start: end - length, end, kind }];
  return [];
}
