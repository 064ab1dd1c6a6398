import { describe, expect, it } from 'vitest';
import { tameYaml } from '../../../src/transfer/basicMemory/tameYaml.ts';

describe('a front matter', () => {
  it('is read as it is written', () => {
    expect(
      tameYaml('title: "A: b"\ntags: [a, b]\nnested:\n  - x: 1\n    y: {z: [true, null]}\ndate: 2026-01-02'),
    ).toEqual({
      title: 'A: b',
      tags: ['a', 'b'],
      nested: [{ x: 1, y: { z: [true, null] } }],
      date: '2026-01-02',
    });
  });

  it('is none where it is broken, ends early or says a thing by pointing at another too often', () => {
    for (const text of ['a: [1,', 'a: "b', 'a: b: c', '\tb', `a: &x b\nc: [${'*x,'.repeat(200)}]`])
      expect(tameYaml(text)).toBeUndefined();
  });

  const nests: Readonly<Record<string, (depth: number) => string>> = {
    lists: (depth) => '['.repeat(depth) + ']'.repeat(depth),
    objects: (depth) => '{a: '.repeat(depth) + '}'.repeat(depth),
    keys: (depth) => '? '.repeat(depth),
    items: (depth) => '- '.repeat(depth),
    anchors: (depth) => '&a '.repeat(depth),
    colons: (depth) => 'a: '.repeat(depth),
    indents: (depth) => Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}k:`).join('\n'),
    'one indent': (depth) => `a:\n${' '.repeat(depth)}b: c`,
  };

  it.each(Object.keys(nests))('is not parsed where %s are nested as nobody nests them', (name) => {
    for (const depth of [200, 2_000, 10_000]) expect(tameYaml(nests[name]?.(depth) ?? '')).toBeUndefined();
  });

  it('is parsed where it is nested as somebody might', () => {
    expect(tameYaml(nests['lists']?.(10) ?? '')).toBeDefined();
    expect(tameYaml(nests['indents']?.(10) ?? '')).toBeDefined();
    expect(tameYaml(nests['items']?.(5) ?? '')).toBeDefined();
  });
});
