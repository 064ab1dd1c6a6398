import { describe, expect, it } from 'vitest';
import { makeMemory } from '../../../../dev/memory/makeMemory.ts';
import type { Memory } from '../../../../src/core/memory/memory.ts';
import { exportedMemory } from '../../../../src/transfer/own/exportFormat.ts';
import {
  markdownOf,
  MarkdownReader,
  type MarkdownMemory,
} from '../../../../src/transfer/own/exportMarkdown.ts';

function read(text: string): (MarkdownMemory | 'damaged')[] {
  const reader = new MarkdownReader();
  const found: (MarkdownMemory | 'damaged')[] = [];
  for (const line of text.split('\n')) {
    const memory = reader.line(line);
    if (memory !== undefined) found.push(memory);
  }
  return found;
}

const usual = makeMemory({});

/** What a reader takes for what is not said. */
const filled = (record: MarkdownMemory | 'damaged' | undefined): object => ({
  ...exportedMemory({
    memory: { ...usual, metadata: {}, entities: [], tags: [], session: null, project: null },
    origins: [],
    history: [],
    turns: [],
  }),
  ...(record === 'damaged' ? {} : record),
});

describe('a memory in Markdown', () => {
  it.each<[string, Partial<Memory>]>([
    ['plain', { content: 'We use PostgreSQL', what: 'a', why: 'b\n\nc', learned: 'd' }],
    [
      'with its own marks',
      { content: '<!-- end -->\n\\<!-- memory {} -->\n<!-- why -->\nx', why: '<!-- end -->' },
    ],
    ['with marks in what else is known', { metadata: { note: 'a --> <!-- end -->', '--': '--->' } }],
    ['with empty lines around', { content: '\n\n# Heading\n\n## Another\n' }],
    ['with a title that no heading has', { title: '  two\nlines ' }],
    ['with Windows line ends', { content: 'a\r\nb\r\n', learned: '' }],
    ['with a fence', { content: '```md\n---\n```\n', title: '## x' }],
  ])('is read as it was: %s', (_, change) => {
    const memory = makeMemory({ ...change });
    const whole = { memory, origins: [], history: [], turns: [] };
    const [found, ...more] = read(`# Memories\n${markdownOf(whole)}${markdownOf(whole)}`);
    expect(more).toHaveLength(1);
    const { what, why, learned, ...rest } = exportedMemory(whole);
    expect(filled(found)).toMatchObject(rest);
    expect([what, why, learned]).toEqual(
      ['what', 'why', 'learned'].map((part) => (found as Record<string, unknown>)[part] ?? null),
    );
  });

  it('says what a person has made of it', () => {
    const text = markdownOf({
      memory: makeMemory({ title: 'Old', content: 'Old text' }),
      origins: [],
      history: [],
      turns: [],
    });
    const [found] = read(text.replace('## Old', '## New').replace('Old text', 'New text\nin two lines'));
    expect(found).toMatchObject({ title: 'New', content: 'New text\nin two lines' });
  });

  it('that cannot be read is one, and not the next one too', () => {
    const good = markdownOf({ memory: makeMemory({}), origins: [], history: [], turns: [] });
    expect(read(`<!-- memory {"id": -->\n<!-- end -->\n${good}`)[0]).toBe('damaged');
    expect(read(`<!-- memory {"id": -->\n<!-- end -->\n${good}`)).toHaveLength(2);
  });
});
