import { describe, expect, it } from 'vitest';
import { rememberedContent } from '../../../src/extension/memories/remember/rememberedContent.ts';

describe('what is remembered of a selection', () => {
  it('is the typed words alone, or several lines as code below them', () => {
    expect(rememberedContent('typed', undefined)).toBe('typed');
    expect(rememberedContent('typed', { text: '  one line\n', languageId: 'c' })).toBe('typed');
    expect(rememberedContent('typed', { text: 'a\r\n\r\nb\n\n', languageId: 'c' })).toBe(
      'typed\n\n```c\na\n\nb\n```',
    );
  });

  it('has a fence that nothing in the code closes', () => {
    const content = rememberedContent('typed', { text: `a\n${'`'.repeat(7)}\nb`, languageId: 'markdown' });
    expect(content).toBe(`typed\n\n${'`'.repeat(8)}markdown\na\n${'`'.repeat(7)}\nb\n${'`'.repeat(8)}`);
    expect(() => rememberedContent('typed', { text: '`\n'.repeat(300_000), languageId: 'c' })).not.toThrow();
  });
});
