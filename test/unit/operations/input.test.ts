import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { closestNames } from '../../../src/core/text/closestNames.ts';
import { describeInputProblems } from '../../../src/operations/dispatch/inputProblems.ts';
import type { CallDefinition } from '../../../src/protocol/operation.ts';
import { captureCommitsOperation } from '../../../src/protocol/operations/capture/captureCommits.ts';
import { configureOperation } from '../../../src/protocol/operations/system/configure.ts';
import { getMemoryOperation } from '../../../src/protocol/operations/memories/getMemory.ts';
import { callDefinitions } from '../../../src/protocol/tools/registry.ts';
import { recallOperation } from '../../../src/protocol/operations/recall/recall.ts';
import { rememberOperation } from '../../../src/protocol/operations/memories/remember.ts';
import { reviewInboxTool } from '../../../src/protocol/tools/reviewInboxTool.ts';

function problems(definition: CallDefinition, given: unknown): string {
  const parsed = definition.input.safeParse(given);
  if (!parsed.error) throw new Error('The input is valid.');
  return describeInputProblems(parsed.error, definition.input, given).message;
}

describe('what is wrong with an input', () => {
  it.each([
    [{}, 'query: is missing (a text).'],
    [{ query: 7 }, 'query: must be a text.'],
    [{ query: '' }, 'query: must not be empty.'],
    [{ query: 'x', limit: 99 }, 'limit: must be at most 50.'],
    [{ query: 'x', limit: 0 }, 'limit: must be at least 1.'],
    [{ query: 'x', limit: 1.5 }, 'limit: must be a whole number.'],
    [{ query: 'x', compact: 'yes' }, 'compact: must be true or false.'],
    [{ query: 'x'.repeat(1_001) }, 'query: must have at most 1000 characters.'],
    ['text', 'The input must be a JSON object.'],
    [[], 'The input must be a JSON object.'],
  ])('%j', (given, message) => {
    expect(problems(recallOperation, given)).toBe(message);
  });

  it('names every field, the choices, and fields that do not exist', () => {
    const text = problems(rememberOperation, { text: 'x', category: 'opinion' });
    expect(text).toContain('content: is missing (a text).');
    expect(text).toContain('category: must be one of decision, convention, blocker');
    expect(text).toContain('There is no field "text"; the fields are content, category');
    expect(problems(rememberOperation, { content: 'x', category: 'fact', tags: 'a' })).toBe(
      'tags: must be a list.',
    );
  });
});

describe('a great many problems', () => {
  const many = 500;
  it.each<[string, CallDefinition, unknown]>([
    [
      'commits without anything',
      captureCommitsOperation,
      { root: '/x', commits: Array.from({ length: many }, () => ({})) },
    ],
    ['ids that are none', reviewInboxTool, { action: 'accept', ids: Array.from({ length: many }, () => 7) }],
    ['ids that are empty', getMemoryOperation, { ids: Array.from({ length: 50 }, () => '') }],
    [
      'settings that are none',
      configureOperation,
      { set: Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`k${at}`.padEnd(200, 'k'), at])) },
    ],
    [
      'fields that are none',
      rememberOperation,
      Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`k${at}`.padEnd(200, 'k'), at])),
    ],
  ])('are told in few words: %s', (_name, definition, given) => {
    const { error } = definition.input.safeParse(given);
    if (!error) throw new Error('The input is valid.');
    const { message, fields } = describeInputProblems(error, definition.input, given);
    expect(message.length).toBeLessThan(2_000);
    expect(fields.length).toBeLessThanOrEqual(8);
  });

  it('says how many it has left out, and leaves out none of a few', () => {
    const ids = (length: number) => ({ ids: Array.from({ length }, () => '') });
    expect(problems(getMemoryOperation, ids(50))).toMatch(/There are 42 more problems\.$/);
    expect(problems(getMemoryOperation, ids(8)).match(/ids\.\d: must not be empty/g)).toHaveLength(8);
  });
});

describe('names that are close', () => {
  const names = callDefinitions.map(({ name }) => name);

  it.each([
    ['memory_recall', ['recall']],
    ['recal', ['recall']],
    ['get-memory', ['get_memory']],
    ['update', ['update_memory']],
    ['reviewinbox', ['review_inbox']],
    ['xyzzy', []],
    ['', []],
    ['q'.repeat(100_000), []],
  ])('to %.20s', (wanted, expected) => {
    expect(closestNames(wanted, names)).toEqual(expected);
  });
});

describe('settings', () => {
  it('change only what is named', () => {
    expect(configureOperation.input.parse({ set: { toolset: 'full' } })).toEqual({
      set: { toolset: 'full' },
    });
    expect(configureOperation.input.parse({ set: {} })).toEqual({ set: {} });
  });

  it('refuse what does not exist', () => {
    expect(problems(configureOperation, { set: { captureComits: false } })).toContain('captureComits');
  });
});

/** Where texts of any length are taken, by their paths. */
function endlessTexts(schema: unknown, path: string): string[] {
  if (!(schema instanceof z.ZodType)) return [];
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([name, each]) => endlessTexts(each, `${path} ${name}`));
  if (schema instanceof z.ZodArray) return endlessTexts(schema.element, path);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((each) => endlessTexts(each, path));
  if (schema instanceof z.ZodString) return schema.maxLength === null ? [path] : [];
  return 'innerType' in schema.def ? endlessTexts(schema.def.innerType, path) : [];
}

it('has an end in every text of every call, since refusals say texts again', () => {
  const endless = callDefinitions.flatMap(({ name, input }) => endlessTexts(input, name));
  // Digests are of one length.
  expect(endless.filter((path) => !/ sha(?:256)?$/.test(path))).toEqual([]);
  expect(endlessTexts(z.object({ a: z.array(z.string()).optional() }), 'twin')).toEqual(['twin a']);
});
