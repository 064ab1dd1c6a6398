import { describe, expect, it } from 'vitest';
import { embeddingChunks, tokensOfChunk } from '../../src/embed/builtIn/embeddingTokens.ts';

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

  it('know languages by their marks, and words without their accents', () => {
    expect(tokens('C++ Ünknown user, párties')).toEqual(['cpp', 'user', 'parti']);
  });
});
