import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { contextRules } from '../../../src/safety/contextRules.ts';
import { piecesOf } from '../../../src/safety/letterPairs.ts';
import { matchesOf } from '../../../src/safety/lineStarts.ts';
import { tokenRules } from '../../../src/safety/tokenRules.ts';

const data = path.resolve(import.meta.dirname, '../../data/secrets.jsonl');
const rules = [...tokenRules, ...contextRules];

/** Of a corpus of secrets, which are joined here: no scanner is to find them. */
const samples = readFileSync(data, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => [(JSON.parse(line) as { text: string | string[] }).text].flat().join(''));
/** As they are looked through: many at a time. */
const texts = [
  '',
  '\n',
  'a',
  ...samples,
  samples.join('\n'),
  samples.join('\n\n\n'),
  samples.join('\r\n'),
  samples.join(' '),
];

describe('marks in a text', () => {
  it('are there where the text has them, and nowhere else', () => {
    const marks = [...new Set(rules.map(({ marker }) => marker))];
    const wrong = texts.flatMap((text) => {
      const pieces = piecesOf(text);
      return marks.filter((mark) => pieces.includes(mark) !== text.includes(mark));
    });
    expect(wrong).toEqual([]);
    expect(marks.filter((mark) => piecesOf(texts.at(-1) ?? '').includes(mark)).length).toBeGreaterThan(50);
  });

  it('are found at the borders and in any script', () => {
    for (const text of ['ghp_', 'パスワード', '😀']) {
      const long = `${text}${'-'.repeat(1_000)}${text}`;
      const pieces = piecesOf(long);
      expect(pieces.includes(text)).toBe(true);
      expect(pieces.includes(`-${text}`)).toBe(true);
      expect(pieces.includes(`${text}${text}`)).toBe(false);
      expect(pieces.includes('')).toBe(true);
    }
  });
});

describe('forms that begin a line', () => {
  it('are found where they are when each character is tried', () => {
    let found = 0;
    const forms = rules.map(({ form }) => form).filter(({ source }) => source.startsWith('(?<=^|\\n)'));
    expect(forms.length).toBeGreaterThan(3);
    for (const form of forms)
      for (const text of texts) {
        const wanted = [...text.matchAll(form)].map(({ index, 0: match }) => [index, match]);
        expect([...matchesOf(text, form)].map(({ index, 0: match }) => [index, match])).toEqual(wanted);
        found += wanted.length;
      }
    expect(found).toBeGreaterThan(10);
  });

  it.each(['a\nab\n\nb\na', '\na\n', 'aa\na\na', 'ab\r\na'])('are all found in %j', (text) => {
    for (const form of [/(?<=^|\n)a\n?/g, /(?<=^|\n)a\s*/g, /(?<=^|\n)[^\n]*?b/g, /(?<=^|\n)(?:a\n){2}/g])
      expect([...matchesOf(text, form)].map(({ index }) => index)).toEqual(
        [...text.matchAll(form)].map(({ index }) => index),
      );
  });
});
