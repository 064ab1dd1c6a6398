import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/core/text/plainText.ts';

describe('plainText', () => {
  it.each([
    ['## Decision\n\nWe use **SQLite**, *not* Postgres.', 'Decision\n\nWe use SQLite, not Postgres.'],
    ['- first\n* second\n  + third\n1. fourth', '• first\n• second\n  • third\n1. fourth'],
    ['- [ ] open\n- [x] done', '• open\n• done'],
    ['> quoted\n> > twice', 'quoted\ntwice'],
    ['See [the record](https://e.org/a_b_c "why") and ![a chart](x.png).', 'See the record and a chart.'],
    ['<https://e.org/x> [ref][1] ~~old~~', 'https://e.org/x ref old'],
    ['```ts\nconst a = **b**;\n```\nafter', 'const a = **b**;\nafter'],
    ['Run `npm *run* x` or ``a ` b``.', 'Run npm *run* x or a ` b.'],
    ['| a | b |\n|---|:-:|\n| 1 | 2 |', 'a · b\n1 · 2'],
    ['a\n\n---\n***\nb', 'a\n\nb'],
    ['one<br>two <kbd>Ctrl</kbd>', 'one two  Ctrl '],
    ['_only_ this, __truly__ so, ***both***', 'only this, __truly__ so, both'],
    ['__two words__', 'two words'],
    [String.raw`2 \* 3 and \_x\_`, '2 * 3 and _x_'],
    ['**Größe**: naïve, **決定**。', 'Größe: naïve, 決定。'],
  ])('shows %j as %j', (text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  it.each([
    'src/**/*.ts and *.js',
    'snake_case_name, _private, __init__',
    '2 * 3 * 4 = 24 and a*b*c',
    'List<String> and Map<K, V>',
    'C:\\Users\\me',
    'a | b, x || y',
    '#12 and !34, &56',
    'it costs ~5 and ~~',
    'one ` tick',
    'array[0] (x) = f(a)[1]',
    '-1 is negative',
  ])('leaves %j alone', (text) => {
    expect(plainText(text)).toBe(text);
  });
});
