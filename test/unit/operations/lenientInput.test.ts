import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { lenientInput } from '../../../src/operations/dispatch/lenientInput.ts';
import { jsonText } from '../../../src/protocol/operation.ts';
import { callDefinitions } from '../../../src/protocol/tools/registry.ts';
import { listMemoriesOperation } from '../../../src/protocol/operations/memories/listMemories.ts';
import { getMemoryOperation } from '../../../src/protocol/operations/memories/getMemory.ts';
import { recallOperation } from '../../../src/protocol/operations/recall/recall.ts';
import { rememberOperation } from '../../../src/protocol/operations/memories/remember.ts';
import { updateMemoryTool } from '../../../src/protocol/tools/updateMemoryTool.ts';

function within(schema: z.ZodType): z.ZodType {
  let inner: unknown = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable || inner instanceof z.ZodDefault)
    inner = inner.def.innerType;
  return inner as z.ZodType;
}

const read = (definition: { input: z.ZodObject }, given: unknown) =>
  definition.input.safeParse(lenientInput(definition.input, given));

describe('an input as models write it', () => {
  it.each([
    [recallOperation, { query: 'x', limit: '5' }, { limit: 5 }],
    [recallOperation, { query: 'x', limit: ' 12 ', compact: 'False' }, { limit: 12, compact: false }],
    [recallOperation, { query: 'x', limit: null, category: null, since: null }, { limit: 8 }],
    [recallOperation, { query: 'x', category: '', scope: '', limit: '' }, { limit: 8 }],
    [recallOperation, { query: 'x', category: 'Decision' }, { category: 'decision' }],
    [recallOperation, { query: 'x', category: 'achievement' }, { category: 'event' }],
    [rememberOperation, { content: 'x', category: 'Boot gate' }, { category: 'directive' }],
    [listMemoriesOperation, { category: 'goal' }, { category: 'plan' }],
    [rememberOperation, { content: 'x', category: 'fact', tags: '["a"]' }, { tags: ['a'] }],
    [rememberOperation, { content: 'x', category: 'fact', tags: 'a, b' }, { tags: ['a', 'b'] }],
    [rememberOperation, { content: 'x', category: 'fact', tags: '[]' }, { tags: [] }],
    [
      rememberOperation,
      { content: 'x', category: 'fact', tags: '发布、回滚，测试' },
      { tags: ['发布', '回滚', '测试'] },
    ],
    [rememberOperation, { content: 'x', category: 'fact', entities: '!12' }, { entities: ['!12'] }],
    [rememberOperation, { content: 'x', category: 'fact', why: null, tags: null }, { content: 'x' }],
    [
      rememberOperation,
      { content: 'x', category: 'fact', anchors: '[{"path":"a.ts","startLine":"3","endLine":4}]' },
      { anchors: [{ path: 'a.ts', startLine: 3, endLine: 4 }] },
    ],
    [
      rememberOperation,
      { content: 'x', category: 'fact', anchors: { path: 'a.ts', startLine: 1, endLine: 2 } },
      { anchors: [{ path: 'a.ts', startLine: 1, endLine: 2 }] },
    ],
    [
      rememberOperation,
      { content: 'x', category: 'fact', why: 'null', what: 'None', learned: ' undefined ' },
      {},
    ],
    [
      rememberOperation,
      { content: 'null', category: 'fact', tags: 'null', title: 'nil' },
      { content: 'null' },
    ],
    [updateMemoryTool, { memory_id: 'abcdef', action: 'edit', why: 'null' }, { why: null }],
    [recallOperation, { query: 'none', limit: 'null', category: 'None', compact: 'null' }, { limit: 8 }],
    [listMemoriesOperation, { text: 'null', tag: 'none' }, { text: 'null', tag: 'none' }],
    [getMemoryOperation, { ids: [1234567890, 'abcdef'] }, { ids: ['1234567890', 'abcdef'] }],
    [updateMemoryTool, { memory_id: 4711007, action: 'pin' }, { memory_id: '4711007' }],
    [rememberOperation, { content: 'x', category: 'fact', tags: [2024, 'v2'] }, { tags: ['2024', 'v2'] }],
    [rememberOperation, { content: 'x', category: 'fact', metadata: { a: 1 } }, { metadata: { a: 1 } }],
    [listMemoriesOperation, { status: 'active' }, { status: ['active'] }],
    [listMemoriesOperation, { status: '["Active", "resolved"]' }, { status: ['active', 'resolved'] }],
  ])('%# is understood', (definition, given, meant) => {
    const parsed = read(definition, given);
    expect(parsed.error).toBeUndefined();
    expect(parsed.data).toMatchObject(meant);
  });

  it('is kept without what only says that there is nothing', () => {
    const given = { content: 'x', category: 'fact', why: 'null', what: 'None', learned: 'nil', tags: 'NULL' };
    expect(read(rememberOperation, given).data).toEqual({ content: 'x', category: 'fact' });
    for (const why of ['null pointers crash it', 'None of them', 'undefined behaviour', 'nilpotent'])
      expect(read(rememberOperation, { content: 'x', category: 'fact', why }).data).toMatchObject({ why });
  });

  it.each([
    ['deep', '['.repeat(40_000) + ']'.repeat(40_000)],
    ['wide', `[${'1,'.repeat(40_000)}1]`],
    ['many words', 'a,'.repeat(500_000)],
    ['many objects', `[${'{},'.repeat(30_000)}{}]`],
  ])('makes nothing of a list in a text that no field could take: %s', (_name, text) => {
    for (const field of ['tags', 'anchors', 'entities'] as const) {
      const given = lenientInput(rememberOperation.input, { content: 'x', category: 'fact', [field]: text });
      const made = (given as Record<string, unknown>)[field];
      expect(Array.isArray(made) ? made.length : 0).toBeLessThan(50_000);
      expect(read(rememberOperation, { content: 'x', category: 'fact', [field]: text }).error).toBeDefined();
    }
    const tags = Array.from({ length: 32 }, (_, at) => `tag${at}`);
    const fits = { content: 'x', category: 'fact', tags: JSON.stringify(tags) };
    expect(read(rememberOperation, fits).data).toMatchObject({ tags });
  });

  it('keeps null where it takes something away', () => {
    const given = { memory_id: 'abcdef', action: 'edit', why: null, content: null };
    const parsed = read(updateMemoryTool, given);
    expect(parsed.data).toEqual({ memory_id: 'abcdef', action: 'edit', why: null });
  });

  it('leaves texts alone that only look like something else', () => {
    const given = { content: '["a"]', category: 'fact', title: 'true', why: '12', what: '{"a":1}' };
    expect(read(rememberOperation, given).data).toEqual(given);
  });

  it.each([
    [recallOperation, { query: 'x', limit: '5 or so' }],
    [recallOperation, { query: 'x', limit: '0x10' }],
    [recallOperation, { query: 'x', limit: '99' }],
    [recallOperation, { query: 'x', limit: true }],
    [recallOperation, { query: 'x', compact: 'maybe' }],
    [recallOperation, { query: 'x', compact: 1 }],
    [recallOperation, { query: null }],
    [recallOperation, { query: 404 }],
    [recallOperation, { query: 4.04 }],
    [recallOperation, { query: true }],
    [rememberOperation, { content: 'x', category: 'fact', why: { a: 1 } }],
    [getMemoryOperation, { ids: 1234567890 }],
    [recallOperation, { query: ['x'] }],
    [recallOperation, { query: 'x', category: 'opinion' }],
    [rememberOperation, { content: 'x', category: null }],
    [rememberOperation, { content: 'x', category: 'fact', tags: "['a', 'b']" }],
    [rememberOperation, { content: 'x', category: 'fact', tags: '["a"' }],
    [rememberOperation, { content: 'x', category: 'fact', tags: '"a"' }],
    [rememberOperation, { content: 'x', category: 'fact', tags: '[1', anchors: 'a.ts:3' }],
    [rememberOperation, { content: 'x', category: 'fact', tags: { a: 1 } }],
  ])('%# is still refused', (definition, given) => {
    expect(read(definition, given).success).toBe(false);
  });

  const texts = callDefinitions.flatMap(({ name, input }) =>
    Object.entries(input.shape).flatMap(([field, schema]) => {
      const inner = within(schema as z.ZodType);
      const isList = inner instanceof z.ZodArray;
      const text = isList ? within(inner.element as z.ZodType) : inner;
      return text instanceof z.ZodString && !jsonText.has(text)
        ? [[`${name}.${field}`, { field, input, isList }] as const]
        : [];
    }),
  );
  /** Of these a number says nothing that anybody could mean. Every other text names something. */
  const prose = new Set(
    (
      'content title what why learned note reason query text summary next working_on agent learnings done open_items ' +
      'since until for reminder_at recurrence time_zone root origin prefix backup reset localAuthors'
    ).split(' '),
  );
  const names = texts.filter(([, { field }]) => !prose.has(field));
  const others = texts.filter(([, { field }]) => prose.has(field));

  it.each(names)('has the text of a whole number in %s', (_name, { field, input, isList }) => {
    for (const number of [7, 123, 1_234_567_890]) {
      const asText = lenientInput(input, { [field]: isList ? [String(number)] : String(number) });
      const given = isList ? [number] : number;
      expect(lenientInput(input, { [field]: given })).toEqual(asText);
    }
    // What no longer says which digits were meant is left for the schema to refuse.
    for (const value of [1.5, 2 ** 53, Number.NaN, true])
      expect(lenientInput(input, { [field]: value })).toEqual({ [field]: value });
  });

  it('is refused where a text says something and a number says nothing', () => {
    const unchanged = others.filter(
      ([, { field, input }]) => (lenientInput(input, { [field]: 7 }) as Record<string, unknown>)[field] === 7,
    );
    expect(unchanged).toEqual(others);
    expect([names.length > 80, others.length > 60]).toEqual([true, true]);
  });

  it('is the same input when it was right before', () => {
    const given = { query: 'x', memory_id: 'abcdef', ids: ['abcdef'], action: 'list', limit: 3 };
    const right = callDefinitions
      .map(({ input }) => ({ input, parsed: input.safeParse(given) }))
      .flatMap(({ input, parsed }) => (parsed.success ? [{ input, data: parsed.data }] : []));
    expect(right.length).toBeGreaterThan(3);
    expect(right.map(({ input, data }) => lenientInput(input, data))).toEqual(right.map(({ data }) => data));
  });
});
