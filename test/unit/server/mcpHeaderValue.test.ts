import { describe, expect, it } from 'vitest';
import { decodeHeaderValue, encodeHeaderValue } from '../../../src/protocol/headerValue.ts';

describe('header values', () => {
  it.each([
    '/home/ana/shop',
    'C:\\Users\\Ana\\My Shop',
    '/home/zoë/проект 🚢/100%',
    ' leading and trailing ',
    '/a%20b',
    'two\nlines',
    'github.com/group/repo',
    '',
  ])('come back as they went: %j', (text) => {
    const value = encodeHeaderValue(text);

    expect(value).toMatch(/^[\u0020-\u007E]*$/);
    expect(value.trim()).toBe(value);
    expect(decodeHeaderValue(new Headers({ value }).get('value') ?? '')).toBe(text);
  });

  it('stay readable where nothing needs to be encoded', () => {
    expect(encodeHeaderValue('C:\\Users\\Ana\\My Shop')).toBe('C:\\Users\\Ana\\My Shop');
  });

  it('hold a name of a file with half of a character in it, as far as that can be', () => {
    expect(decodeHeaderValue(encodeHeaderValue('C:\\shop \ud83d'))).toBe('C:\\shop \ufffd');
  });

  it('are taken as they are when somebody wrote them by hand', () => {
    expect(decodeHeaderValue('/projects/100% sure')).toBe('/projects/100% sure');
  });
});
