import { describe, expect, it } from 'vitest';
import { formatEditable, parseEditable } from '../../src/extension/documents/editFormat.ts';

const memory = {
  title: 'Use one table',
  category: 'decision',
  tags: ['sessions', 'sql'],
  why: 'Claims cross agents.\nA join per claim is slow.\n\nSee the benchmark: 3 ms.',
  content: 'One table for all sessions.\n\n---\n\ntitle: this line is text',
} as const;

describe('the text that a memory is edited as', () => {
  it('reads back what it wrote', () => {
    expect(parseEditable(formatEditable(memory))).toEqual({ ...memory, tags: [...memory.tags] });
  });

  it('reads back Windows line ends', () => {
    expect(parseEditable(formatEditable(memory).replaceAll('\n', '\r\n'))).toEqual({
      ...memory,
      tags: [...memory.tags],
    });
  });

  it('keeps empty fields empty', () => {
    const bare = { ...memory, why: null, tags: [] };
    expect(formatEditable(bare)).toContain('\nwhy:\n');
    expect(parseEditable(formatEditable(bare))).toEqual(bare);
  });

  it.each([
    ['title: x\ncategory: fact\ntext', { kind: 'noSeparator' }],
    ['---\ntitle:\ncategory: fact\n---\ntext', { kind: 'noTitle' }],
    ['---\ntitle: x\ncategory: thought\n---\ntext', { kind: 'unknownCategory', name: 'thought' }],
    ['---\ntitle: x\nscope: global\n---\ntext', { kind: 'unknownField', name: 'scope' }],
    ['---\ntitle: x\ncategory: fact\n---\n \n', { kind: 'noContent' }],
  ])('says what is wrong with %j', (text, problem) => {
    expect(parseEditable(text)).toEqual(problem);
  });
});
