import { describe, expect, it } from 'vitest';
import { snippetMaker } from '../../src/store/repositories/snippet.ts';

const filler = (words: number) => 'lorem ipsum dolor sit amet '.repeat(words / 5);

describe('a snippet', () => {
  it('is the whole of a short text, on one line', () => {
    expect(snippetMaker(['x'])('one\n two\tthree ')).toBe('one two three');
  });

  it('is where most of the terms meet, in whole words', () => {
    const text = `${filler(50)}the port alone ${filler(50)}the port and its owners ${filler(50)}`;
    const snippet = snippetMaker(['ports', 'owner'])(text);
    expect(snippet).toContain('the port and its owners');
    expect(snippet).toMatch(/^… \p{L}.*\p{L} …$/u);
    expect(snippet.length).toBeLessThanOrEqual(164);
  });

  it('is the beginning when no term is there, and the end when they are at the end', () => {
    expect(snippetMaker(['absent'])(filler(100))).toMatch(/^lorem ipsum .* …$/);
    expect(snippetMaker([])(filler(100))).toMatch(/^lorem ipsum/);
    expect(snippetMaker(['finish'])(`${filler(100)}finished`)).toMatch(/^… .* finished$/);
  });

  it('takes terms as text, and texts without a space', () => {
    expect(snippetMaker(['a.*(', '[', '\\', '🎉'])(filler(100))).toMatch(/^lorem/);
    const long = `${'x'.repeat(500)}needle${'y'.repeat(500)}`;
    expect(snippetMaker(['needle'])(long).length).toBeLessThanOrEqual(164);
    expect(snippetMaker(['naïve', '漢字'])(`${filler(60)}漢字 ${filler(60)}`)).toContain('漢字');
  });
});
