import type { Span } from './spans.ts';

const begin = /-{4,5} ?BEGIN (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)? ?-{4,5}/g;
const end = /-{4,5} ?END (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)? ?-{4,5}/y;
/** Longer than any key. */
const longest = 20_000;
/** A line of a key in what people paste: quoted, indented, in a string, or behind a name of its own. */
const keyLine =
  /(?:[ \t>|*#+"',]{0,20}(?:[A-Za-z0-9+/=_-]{4,}|[A-Za-z-]{4,30}: [^\n]{0,200}?|)[ \t"',+]{0,8}(?:\\r|\\n|\r?\n|$))/y;

/** Private keys from mark to mark, and what is left of one whose end was cut off. */
export function privateKeys(text: string): Span[] {
  const found: Span[] = [];
  let from = 0;
  for (const match of text.matchAll(begin)) {
    if (match.index < from) continue;
    let at = match.index + match[0].length;
    let letters = 0;
    const body = at;
    for (;;) {
      end.lastIndex = at;
      const ended = end.exec(text);
      if (ended) {
        at += ended[0].length;
        break;
      }
      // A sentence about keys is not one of their lines.
      const next = lineAt(text, at);
      if (next === undefined || at - body > longest) break;
      letters += next.letters;
      at = next.end;
      if (at >= text.length) break;
    }
    if (letters < 16) continue;
    found.push({ start: match.index, end: at, kind: 'private-key' });
    from = at;
  }
  return found;
}

function lineAt(text: string, at: number): { end: number; letters: number } | undefined {
  end.lastIndex = at;
  const ahead = /[ \t>|*#+"',]{0,20}(?=-{4,5} ?END )/y;
  ahead.lastIndex = at;
  const blank = ahead.exec(text);
  if (blank && blank[0] !== '') return { end: at + blank[0].length, letters: 0 };
  keyLine.lastIndex = at;
  const line = keyLine.exec(text)?.[0];
  if (line === undefined || line === '') return oneLine(text, at);
  return { end: at + line.length, letters: line.trim().length };
}

/** A key whose lines were joined by blanks. */
function oneLine(text: string, at: number): { end: number; letters: number } | undefined {
  const piece = /[ \t]{0,4}[A-Za-z0-9+/=]{16,}(?=[ \t-]|$)/y;
  piece.lastIndex = at;
  const found = piece.exec(text)?.[0];
  return found === undefined ? undefined : { end: at + found.length, letters: found.length };
}
