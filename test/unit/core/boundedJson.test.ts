import { describe, expect, it } from 'vitest';
import { deepestJson, mostJsonValues, parseBoundedJson } from '../../../src/core/text/boundedJson.ts';

const nested = (open: string, inner: string, close: string, depth: number): string =>
  open.repeat(depth) + inner + close.repeat(depth);
const list = (values: number): string => `[${Array.from({ length: values }, () => '1').join(',')}]`;
const object = (fields: number): string =>
  `{${Array.from({ length: fields }, (_, at) => `"k${at}":1`).join(',')}}`;

describe('JSON from outside', () => {
  it.each([
    ['lists', (depth: number) => nested('[', '', ']', depth)],
    ['objects', (depth: number) => nested('{"a":', '1', '}', depth)],
    ['both in turns', (depth: number) => nested('[{"a":', '1', '}]', depth / 2)],
    ['lists with blanks between', (depth: number) => nested('[ \n', '"x"', '\t]', depth)],
  ])('may be as deep as anything of ours, and no deeper: %s', (_name, make) => {
    expect(parseBoundedJson(make(deepestJson))).toEqual(JSON.parse(make(deepestJson)));
    for (const depth of [deepestJson + 2, 1_000, 100_000])
      expect(() => parseBoundedJson(make(depth))).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });

  it.each([
    ['a list', list, mostJsonValues],
    ['an object, whose names count as well', object, mostJsonValues / 2],
    [
      'lists in a list',
      (count: number) => `[${Array.from({ length: count }, () => '[]').join(',')}]`,
      mostJsonValues,
    ],
    ['objects in a list', (count: number) => `[${'{},'.repeat(count - 1)}{}]`, mostJsonValues],
  ])('may be as wide as our largest call, and no wider: %s', (_name, make, most) => {
    expect(parseBoundedJson(make(most))).toEqual(JSON.parse(make(most)));
    for (const count of [most + 1, most * 10])
      expect(() => parseBoundedJson(make(count))).toThrow(expect.objectContaining({ code: 'too_large' }));
  });

  it.each([
    ['brackets', '[{'.repeat(10_000)],
    ['commas', ',:'.repeat(20_000)],
    ['quotes and strokes before them', '\\"[,'.repeat(20_000)],
    ['strokes at the end', `${'['.repeat(100)}\\`.repeat(3)],
  ])('may hold any text: %s', (_name, text) => {
    const json = JSON.stringify({ [text]: text, after: [text] });
    expect(parseBoundedJson(json)).toEqual({ [text]: text, after: [text] });
  });

  it('is not counted twice where it ends and begins anew', () => {
    const rows = `[${Array.from({ length: 200 }, () => nested('[', '', ']', 20)).join(',')}]`;
    expect(parseBoundedJson(rows)).toHaveLength(200);
  });

  it.each(['', '{', '[1,', '"open', '"open\\', ']]]]', '{"a":1,}', 'nul'])(
    'says of %j what the parser says',
    (text) => {
      expect(() => parseBoundedJson(text)).toThrow(SyntaxError);
    },
  );
});
