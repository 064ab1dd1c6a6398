import { describe, expect, it } from 'vitest';
import { formatEditable, parseEditable } from '../../../src/protocol/editFormat.ts';

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
    ['title: x\ncategory: fact\ntext', { kind: 'noSeparator', line: 1 }],
    ['', { kind: 'noSeparator', line: 0 }],
    ['---\ntitle:\ncategory: fact\n---\ntext', { kind: 'noTitle', line: 1 }],
    ['---\ncategory: fact\ntitle: x\n---\n', { kind: 'noContent', line: 4 }],
    ['---\ntitle: x\ncategory: thought\n---\ntext', { kind: 'unknownCategory', name: 'thought', line: 2 }],
    ['title: x\r\ntags: a\r\n\r\ncategory:\r\n---\r\ntext', { kind: 'unknownCategory', name: '', line: 3 }],
    ['---\ntitle: x\nscope: global\n---\ntext', { kind: 'unknownField', name: 'scope', line: 2 }],
    ['---\ntitle: x\ncategory: fact\n---\n \n', { kind: 'noContent', line: 4 }],
    [`---\ntitle: ${'x'.repeat(201)}\n---\ntext`, { kind: 'tooLong', field: 'title', most: 200, line: 1 }],
    [
      `---\ntitle: x\ncategory: fact\ntags: a, ${'b'.repeat(65)}\n---\ntext`,
      { kind: 'tooLong', field: 'tags', most: 64, line: 3 },
    ],
    [
      `---\ntitle: x\ncategory: fact\ntags: ${'a,'.repeat(33)}\n---\ntext`,
      { kind: 'tooManyTags', most: 32, line: 3 },
    ],
    [
      `---\ntitle: x\ncategory: fact\nwhy: ${'y'.repeat(4001)}\n---\ntext`,
      { kind: 'tooLong', field: 'why', most: 4000, line: 3 },
    ],
    [
      `---\ntitle: x\ncategory: fact\n---\n${'t'.repeat(20_001)}`,
      { kind: 'tooLong', field: 'text', most: 20_000, line: 4 },
    ],
  ])('says what is wrong with %j, and in which line', (text, problem) => {
    expect(parseEditable(text)).toEqual(problem);
  });
});
