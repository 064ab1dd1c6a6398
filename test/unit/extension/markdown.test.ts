import { describe, expect, it } from 'vitest';
import { escapeMarkdown } from '../../../src/extension/shared/platform/markdown.ts';

describe('escapeMarkdown', () => {
  it.each([
    ['[run](command:memoryBridge.delete)', String.raw`\[run\]\(command\:memoryBridge\.delete\)`],
    ['![x](https://a.b/c)', String.raw`\!\[x\]\(https\:`],
    ['<img src=x>', String.raw`\<img src=x\>`],
    ['$(trash) &amp; `code`', String.raw`\$\(trash\) \&amp; `],
  ])('leaves nothing to render in %s', (text, expected) => {
    expect(escapeMarkdown(text)).toContain(expected);
  });

  it('keeps spaces, and line ends as line ends', () => {
    expect(escapeMarkdown('two  words\r\nand more')).toBe('two  words  \nand more');
  });
});
