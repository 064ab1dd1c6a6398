import { looksRandom } from './secretShape.ts';
import type { Span } from './spans.ts';

const header = /(?:\b(?:set-)?cookies?\d?["']?\s{0,3}[:=]|\s(?:-b|--cookie)[ =])\s{0,3}["']?/gi;
const pair = /([\w.%$-]{1,100})=([^;\s,"']{1,4000})/g;
const about = /^(?:path|domain|expires|max-age|samesite|secure|httponly|priority|version)$/i;

/** What cookies carry, where it looks like chance. */
export function cookieSecrets(text: string): Span[] {
  const found: Span[] = [];
  let from = 0;
  for (const match of text.matchAll(header)) {
    const start = match.index + match[0].length;
    if (start < from) continue;
    const line = text.slice(start, start + 4_000).split('\n', 1)[0] ?? '';
    for (const { index, 0: whole, 1: name = '', 2: value = '' } of line.matchAll(pair)) {
      const at = start + index + whole.length - value.length;
      if (!about.test(name) && looksRandom(value, 10))
        found.push({ start: at, end: at + value.length, kind: 'cookie' });
    }
    from = start + line.length;
  }
  return found;
}
