import { describe, expect, it } from 'vitest';
import { embeddingChunks, tokensOfChunk } from '../../../src/embed/builtIn/embeddingTokens.ts';
import { foldLetters } from '../../../src/core/text/foldText.ts';
import { isPlainText } from '../../../src/core/text/words.ts';
import { TokenIndex } from '../../../src/embed/builtIn/tokenIndex.ts';

const vocabulary = new Set(
  'user name by id http server sha k8 javascript file system not do can cpp token 403 e404 parti'.split(' '),
);
const tokens = (text: string) =>
  embeddingChunks(text).flatMap((chunk) => tokensOfChunk(chunk, (token) => vocabulary.has(token)));

describe('tokens of the built-in embedder', () => {
  it('are the parts of identifiers and paths', () => {
    expect(tokens('userNameById user_name /user/name.token')).toEqual(
      'user name by id user name user name token'.split(' '),
    );
    expect(tokens('HTTPServer')).toEqual(['http', 'server']);
  });

  it('are whole where the whole is known', () => {
    expect(tokens('JavaScript got a 403 and E404')).toEqual(['javascript', '403', 'e404']);
  });

  it('are the words that an unknown one is composed of', () => {
    expect(tokens('filesystem')).toEqual(['file', 'system']);
    expect(tokens('zzzzzz')).toEqual([]);
  });

  it('keep what a contraction denies', () => {
    expect(tokens("can't don’t user's")).toEqual(['can', 'not', 'do', 'not', 'user']);
  });

  it('are what they are where JavaScript has a property of the name', () => {
    const known = new Set(['constructor', 'tostring', 'valueofn', 'not']);
    const of = (text: string) => tokensOfChunk(text, (token) => known.has(token));
    expect(of('constructor')).toEqual(['constructor']);
    expect(of('__proto__')).toEqual([]);
    expect(of("constructorn't")).toEqual(['constructor', 'not']);
  });

  it('know languages by their marks, and words without their accents', () => {
    expect(tokens('C++ Ünknown user, párties')).toEqual(['cpp', 'user', 'parti']);
  });

  it('are parted by every sign that plain text may have as they are when the sign is folded', () => {
    const signs = Array.from({ length: 2 ** 16 }, (_, code) => String.fromCharCode(code)).filter(isPlainText);
    expect(signs.length).toBeGreaterThan(300);
    const plain = /[A-Za-z0-9]+(?:'[A-Za-z]+|[+#]+(?![A-Za-z0-9]))?/g;
    for (const sign of signs) {
      const text = `a${sign}b C${sign}${sign} ${sign}d${sign}'t C+${sign}`;
      const folded = foldLetters(text.replaceAll('\u2019', "'"));
      expect(embeddingChunks(text), `U+${sign.charCodeAt(0).toString(16)}`).toEqual(
        folded.match(plain) ?? [],
      );
    }
  });
});

describe('the index of tokens', () => {
  const words = ['403', 'a', 'ab', 'abc', 'b', 'zoo'];
  const index = new TokenIndex(Buffer.from(words.join('\n')), words.length);

  it('finds each token and no other', () => {
    expect(words.map((word) => index.rowOf(word))).toEqual([0, 1, 2, 3, 4, 5]);
    for (const other of ['', '4', '4033', 'aa', 'abcd', 'zo', 'zzz', 'é'])
      expect(index.rowOf(other)).toBeUndefined();
  });

  it('refuses a list of another length than announced', () => {
    expect(() => new TokenIndex(Buffer.from('a\nb'), 3)).toThrow('2 words where 3');
  });
});
