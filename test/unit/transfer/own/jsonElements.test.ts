import { describe, expect, it } from 'vitest';
import { type JsonElement, jsonElements } from '../../../../src/transfer/own/jsonElements.ts';

async function* chunksOf(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function read(text: string, size = 5): Promise<JsonElement[]> {
  const found: JsonElement[] = [];
  for await (const element of jsonElements(chunksOf(text, size))) found.push(element);
  return found;
}

const document = {
  format: 'x"\\]}',
  'na"me': 1,
  rows: [1, { deep: [1, { end: '}]"' }] }, 'q\\', null, [2], true, -1.5e3, {}],
  holds: { a: [1] },
  none: [],
  end: false,
};

describe('the elements of a JSON object', () => {
  it.each([1, 2, 3, 7, 1_000])('are those that it has, in chunks of %d', async (size) => {
    for (const indent of [undefined, 1, '\t']) {
      const found = await read(`\uFEFF ${JSON.stringify(document, undefined, indent)}\r\n`, size);
      const rows = found.filter(({ name }) => name === 'rows').map(({ value }) => value);
      expect(rows).toEqual(document.rows);
      const rest = Object.fromEntries(
        found.filter(({ isOfList }) => !isOfList).map(({ name, value }) => [name, value]),
      );
      const { rows: _, none: _none, ...wanted } = document;
      expect(rest).toEqual(wanted);
    }
  });

  it.each([
    ['nothing', ''],
    ['a list', '[1]'],
    ['a text', '"a"'],
    ['half an object', '{"a": [1, 2'],
    ['half a text', '{"a": "b'],
    ['no JSON within', '{"a": [nothing]}'],
    ['something behind it', '{} {}'],
    ['no colon', '{"a" 1}'],
    ['no name', '{1: 2}'],
  ])('are refused of %s', async (_, text) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
