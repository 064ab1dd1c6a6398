import { describe, expect, it } from 'vitest';
import { boundedYamlIn } from '../../../src/core/text/boundedYaml.ts';

describe('YAML from outside', () => {
  it('is read as it is written', () => {
    expect(
      boundedYamlIn(
        'title: "A: b"\ntags: [a, b]\nnested:\n  - x: 1\n    y: {z: [true, null]}\ndate: 2026-01-02',
      ),
    ).toEqual({
      title: 'A: b',
      tags: ['a', 'b'],
      nested: [{ x: 1, y: { z: [true, null] } }],
      date: '2026-01-02',
    });
    expect(boundedYamlIn('? [a, b]\n: c\nwhy: Why? What? Who?')).toEqual({
      '[ a, b ]': 'c',
      why: 'Why? What? Who?',
    });
  });

  it('is none where it is broken or ends early', () => {
    for (const text of ['a: [1,', 'a: "b', 'a: b: c', '\tb']) expect(boundedYamlIn(text)).toBeUndefined();
  });

  it('follows what points at another only where that is asked for, and then not for ever', () => {
    const text = 'base: &base {a: 1}\nmore:\n  <<: *base\n  b: 2';
    expect(boundedYamlIn(text)).toBeUndefined();
    expect(boundedYamlIn(text, { maxAliasCount: 100, merge: true })).toMatchObject({ more: { a: 1, b: 2 } });
    const laughs = Array.from(
      { length: 20 },
      (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(9)}x]`,
    );
    const bomb = ['a0: &a0 [x]', ...laughs].join('\n');
    expect(boundedYamlIn(bomb, { maxAliasCount: 100 })).toBeUndefined();
  });

  const nests: Readonly<Record<string, (depth: number) => string>> = {
    lists: (depth) => '['.repeat(depth) + ']'.repeat(depth),
    'lists over lines': (depth) => '[\n'.repeat(depth) + ']'.repeat(depth),
    objects: (depth) => '{a: '.repeat(depth) + '}'.repeat(depth),
    names: (depth) => '? '.repeat(depth),
    'names over lines': (depth) => Array.from({ length: depth }, (_, at) => `${' '.repeat(at)}?`).join('\n'),
    'lists as names': (depth) => '['.repeat(depth) + ']: 1'.repeat(depth),
    'names in lists': (depth) => '[? '.repeat(depth) + ']'.repeat(depth),
    items: (depth) => '- '.repeat(depth),
    anchors: (depth) => '&a '.repeat(depth),
    colons: (depth) => 'a: '.repeat(depth),
  };

  it.each(Object.keys(nests))(
    'is not parsed where %s stand within each other as nobody writes them',
    (name) => {
      for (const depth of [200, 2_000, 10_000])
        expect(boundedYamlIn(nests[name]?.(depth) ?? '')).toBeUndefined();
    },
  );

  it('is parsed where it is nested as somebody might', () => {
    for (const name of ['lists', 'objects', 'names', 'items', 'names in lists'])
      expect(boundedYamlIn(nests[name]?.(5) ?? '')).toBeDefined();
    expect(boundedYamlIn('a:\n  b:\n    c:\n      d:\n        e: 1')).toEqual({
      a: { b: { c: { d: { e: 1 } } } },
    });
  });
});
