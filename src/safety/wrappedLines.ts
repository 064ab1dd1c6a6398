import { looksRandom } from './secretShape.ts';
import type { Span } from './spans.ts';

/** A line as long as this may have been broken for its length. */
const longLine = 40;
/** What is shorter goes on nowhere. */
const shortestPiece = 12;
/** Nothing but blanks before it in its line, as in a block of YAML. */
const alone = /(?:^|\n)[ \t>|]{1,40}$/;
const mostLines = 60;
const next = /\r?\n[ \t>|]{0,12}([\w+/=.-]{16,})(?=\s|["',;]|$)/y;

/** What says that a text goes on: the end of a line of a shell, or one string and then another. */
const goesOn =
  /(?:(?:[\\^`]|(?<=[\\^`]))\r?\n[ \t]{0,40}|(["'`])[ \t]{0,3}(?:(?:[+.&]|\|\||\\)?[ \t]{0,3}\r?\n[ \t]{0,60}(?:[+.&][ \t]{0,3})?|[+.&][ \t]{0,3})\1)([\w+/=.-]{8,})(?=["'`\s\\^;,)]|$)/y;

/** Secrets with the lines on which they go on: mail and terminals break a long token. */
export function withWrappedLines(text: string, spans: readonly Span[]): Span[] {
  return spans.map((span) => {
    let { end } = span;
    if (end - span.start < shortestPiece) return span;
    const isLong =
      end - span.start >= longLine || alone.test(text.slice(Math.max(0, span.start - longLine), span.start));
    for (let line = 0; line < mostLines; line++) {
      goesOn.lastIndex = end;
      next.lastIndex = end;
      const match = goesOn.exec(text) ?? (isLong ? next.exec(text) : undefined);
      const piece = match?.[2] ?? match?.[1];
      if (!match || piece === undefined || !looksRandom(piece, match[2] === undefined ? 16 : 8)) break;
      end += match[0].length;
    }
    return { ...span, end };
  });
}
