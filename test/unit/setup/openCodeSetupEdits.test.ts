import { describe, expect, it } from 'vitest';
import { parse } from 'jsonc-parser';
import {
  insertProperty,
  parseObject,
  propertyOf,
  removeProperty,
  replaceValue,
} from '../../../src/setup/openCode/jsoncEdit.ts';

const file = 'opencode.json';
const entry = { type: 'local', command: ['/home/a b/bin/memory-bridge', 'mcp'], enabled: true };

function insert(text: string): string {
  const root = parseObject(text, file);
  if (!root) throw new Error('no object');
  return insertProperty(text, root, 'mcp', { memory: entry });
}

function remove(text: string, key = 'mcp'): string {
  const root = parseObject(text, file);
  const property = propertyOf(root, key);
  if (!root || !property) throw new Error('no property');
  return removeProperty(text, root, property);
}

describe('adding a property', () => {
  it('leaves a comment beside the property that it follows', () => {
    expect(insert('{\n  "model": "a/b" // the cheap one\n  /* end */\n}\n')).toBe(
      [
        '{',
        '  "model": "a/b", // the cheap one',
        '  "mcp": {',
        '    "memory": {',
        '      "type": "local",',
        '      "command": ["/home/a b/bin/memory-bridge", "mcp"],',
        '      "enabled": true',
        '    }',
        '  }',
        '  /* end */',
        '}',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['two spaces', '{\n  "a": 1\n}\n'],
    ['four spaces', '{\n    "a": {\n        "b": []\n    }\n}'],
    ['tabs', '{\n\t"a": 1,\n\t"b": 2\n}\n'],
    ['Windows line ends', '{\r\n  "a": 1 // x\r\n}\r\n'],
    ['a trailing comma', '{\n  "a": 1, // x\n}\n'],
    ['a comma before a comment on the next line', '{\n  "a": 1\n  // why\n  , "b": 2\n  // end\n}\n'],
    ['comments with commas and braces', '{\n  // a, b }\n  "a": "x // no comment" /* , } */\n}\n'],
    ['an empty object', '{}'],
    ['a comment above the root', '// mine\n{\n  "a": 1\n}\n'],
  ])('and taking it out again changes nothing: %s', (_name, text) => {
    const added = insert(text);
    expect(parse(added)).toEqual({ ...(parse(text) as object), mcp: { memory: entry } });
    const eol = text.includes('\r\n') ? /(?<!\r)\n/ : /\r/;
    expect(added).not.toMatch(eol);
    expect(remove(added)).toBe(text);
  });

  it('keeps comments of an object that holds nothing else', () => {
    const added = insert('{\n  // nothing yet\n}\n');
    expect(added).toContain('{\n  // nothing yet\n  "mcp"');
    expect(remove(added)).toBe('{\n  // nothing yet\n}\n');
  });

  it('breaks an object on one line', () => {
    const added = insert('{"a": 1}');
    expect(added).toMatch(/^\{"a": 1,\n {2}"mcp": \{[\s\S]+\n\}$/);
    expect(parse(added)).toEqual({ a: 1, mcp: { memory: entry } });
  });
});

describe('other edits', () => {
  it('take out the first and the middle property with their own comma only', () => {
    const text = '{\n  // one\n  "a": 1, // first\n  "b": 2,\n  "c": 3\n}\n';
    expect(remove(text, 'b')).toBe('{\n  // one\n  "a": 1, // first\n  "c": 3\n}\n');
    expect(parse(remove(text, 'a'))).toEqual({ b: 2, c: 3 });
    expect(remove(text, 'a')).toContain('// one');
    expect(remove(text, 'c')).toBe('{\n  // one\n  "a": 1, // first\n  "b": 2\n}\n');
  });

  it('replace a value where it stands', () => {
    const text = '{\n    "a": {"x": 1}, // keep\n    "b": 2\n}\n';
    const property = propertyOf(parseObject(text, file), 'a');
    if (!property) throw new Error('no property');
    expect(replaceValue(text, property, { y: [1, 2] })).toBe(
      '{\n    "a": {\n        "y": [1, 2]\n    }, // keep\n    "b": 2\n}\n',
    );
  });

  it('name line and column of what cannot be read', () => {
    expect(() => parseObject('{\n  "a": 1\n  "b" 2\n}', file)).toThrow(
      /^Not valid JSON: comma expected at line 3, column 3\..* opencode\.json$/,
    );
    expect(() => parseObject('[1]', file)).toThrow(
      /^It holds an array where OpenCode expects an object.* opencode\.json$/,
    );
    expect(parseObject('// only a comment\n', file)).toBeUndefined();
  });
});
