import { looksRandom } from './secretShape.ts';
import type { Span } from './spans.ts';

/** A line as long as this may have been broken for its length. */
const longLine = 40;
const mostLines = 60;
const next = /\r?\n[ \t>|]{0,12}([\w+/=.-]{16,})(?=\s|["',;]|$)/y;

/** Secrets with the lines on which they go on: mail and terminals break a long token. */
export function withWrappedLines(text: string, spans: readonly Span[]): Span[] {
  return spans.map((span) => {
    let { end } = span;
    if (end - span.start < longLine) return span;
    for (let line = 0; line < mostLines; line++) {
      next.lastIndex = end;
      const match = next.exec(text);
      if (!match?.[1] || !looksRandom(match[1], 16)) break;
      end += match[0].length;
    }
    return { ...span, end };
  });
}
