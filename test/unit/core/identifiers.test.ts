import { describe, expect, it } from 'vitest';
import { identifiersIn, identifierTokens, tokensBeginningWith } from '../../../src/core/text/identifiers.ts';
import { isLikelySlip, isOneEdit } from '../../../src/core/text/oneEdit.ts';
import { isFunctionWord } from '../../../src/core/text/words.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';

const tokens = (text: string): string[] => [...identifierTokens(text)].toSorted();

describe('the tokens of identifiers that begin with something', () => {
  it('are those of all tokens, in texts of every kind', () => {
    const random = seededRandom(7);
    const parts = [
      'user',
      'Name',
      'HTTP',
      'v',
      '2',
      '31',
      '_',
      '__',
      '.',
      '-',
      ' ',
      '/',
      'é',
      'ß',
      '用户',
      '…',
      'ID',
      's',
    ];
    const text = () =>
      Array.from(
        { length: 1 + Math.floor(random() * 9) },
        () => parts[Math.floor(random() * parts.length)],
      ).join('');
    const headsOf = [['user'], ['n', 'http'], ['2'], ['2dot31', 'v2'], ['username', 'ids'], ['31']];
    let found = 0;
    for (let round = 0; round < 3_000; round += 1) {
      const [heads = [], written] = [headsOf[round % headsOf.length], text()];
      const begin = [...identifierTokens(written)].filter(
        (token) => heads.some((head) => token.startsWith(head)) || !/^[a-z0-9]/.test(token),
      );
      found += begin.length;
      expect([written, ...tokensBeginningWith(heads)(written)]).toEqual([written, ...begin]);
    }
    expect(found).toBeGreaterThan(400);
  });
});

describe('the tokens of identifiers', () => {
  it.each([
    ['userName', ['name', 'user', 'username']],
    ['UserName', ['name', 'user', 'username']],
    ['user_name', ['username']],
    ['user-name', ['username']],
    ['USER__NAME', ['username']],
    ['user.name', ['username']],
    ['HTTPServer', ['http', 'httpserver', 'server']],
    ['parseURLs and userIDs', ['ids', 'parse', 'parseurls', 'urls', 'user', 'userids']],
    ['src/store/sqlite/sqliteStore.ts', ['sqlite', 'sqlitestorets', 'store']],
    ['ERR_MODULE_NOT_FOUND', ['errmodulenotfound']],
    ['TS2345', ['2345', 'ts', 'ts2345']],
    ['E11000', ['11000', 'e11000']],
    ['utf8 and utf-8', ['utf', 'utf8']],
    ['k8s', ['k8s']],
    ['v2.3.1', ['2dot3', '2dot3dot1']],
    ['2.3.1', ['2dot3', '2dot3dot1']],
    ['2.03', ['2dot3']],
    ['Größe_Ändern', ['aendern', 'groesse', 'grosseandern']],
    ['node:fs/promises', []],
    ['plain words, well... and 12 more. Next', []],
    ['ECONNREFUSED', []],
    ['e.g.', ['eg']],
  ])('of %j are %j', (text, expected) => {
    expect(tokens(text)).toEqual(expected);
  });

  it('say where each came from', () => {
    expect(identifiersIn('call parseJson() in v1.2')).toEqual([
      { raw: 'parseJson', joined: 'parsejson', parts: ['parse', 'json'] },
      { raw: 'v1.2', joined: '1dot2', parts: [] },
    ]);
  });

  it('leave out what nobody types, and take long texts without end', () => {
    expect(tokens('x'.repeat(300_000))).toEqual([]);
    expect(tokens('aB'.repeat(300_000))).toEqual([]);
    expect(tokens('a_'.repeat(300_000))).toEqual([]);
    expect(tokens('one-two-three-four-five-six-seven')).toEqual([]);
  });
});

describe('one edit', () => {
  it.each([
    ['recal', 'recall', true],
    ['reccall', 'recall', true],
    ['recqll', 'recall', true],
    ['reclal', 'recall', true],
    ['recall', 'recall', false],
    ['rcl', 'recall', false],
    ['reclla', 'recall', false],
    ['v2', 'v3', false],
    ['port3000', 'port300', false],
    ['ab1', 'a1b', false],
    ['', 'a', true],
  ])('%s to %s: %s', (left, right, expected) => {
    expect(isOneEdit(left, right)).toBe(expected);
    expect(isOneEdit(right, left)).toBe(expected);
  });

  it('is what the edits themselves make', () => {
    const random = seededRandom(7);
    const letters = 'abcde';
    const letter = () => letters[Math.floor(random() * letters.length)] ?? 'a';
    for (let round = 0; round < 2_000; round += 1) {
      const word = Array.from({ length: 2 + Math.floor(random() * 6) }, letter).join('');
      const at = Math.floor(random() * word.length);
      const [head, tail] = [word.slice(0, at), word.slice(at)];
      const edits = [
        head + letter() + tail,
        head + tail.slice(1),
        head + letter() + tail.slice(1),
        head + tail.slice(1, 2) + tail.slice(0, 1) + tail.slice(2),
      ];
      for (const edit of edits)
        expect([word, edit, isOneEdit(word, edit)]).toEqual([word, edit, word !== edit]);
    }
  });
});

describe('a likely slip', () => {
  it.each([
    ['deplyment', 'deployment', true],
    ['deployyment', 'deployment', true],
    ['depolyment', 'deployment', true],
    ['deploxment', 'deployment', true],
    ['edployment', 'deployment', true],
    ['xeployment', 'deployment', false],
    ['recqll', 'recall', true],
    ['reczll', 'recall', true],
    ['recpll', 'recall', false],
    ['seperate', 'separate', true],
    ['house', 'mouse', false],
    ['usable', 'unable', false],
    ['long', 'log', false],
    ['feat', 'flat', false],
    ['prot', 'port', true],
    ['tst', 'test', false],
  ])('%s for %s: %s', (typed, meant, expected) => {
    expect(isLikelySlip(typed, meant)).toBe(expected);
  });
});

it('function words carry no subject', () => {
  for (const word of 'did does he she his they many much whose between'.split(' '))
    expect([word, isFunctionWord(word)]).toEqual([word, true]);
  for (const word of 'node port first last new same off down up run git'.split(' '))
    expect([word, isFunctionWord(word)]).toEqual([word, false]);
});
