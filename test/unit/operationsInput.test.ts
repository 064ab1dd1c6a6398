import { describe, expect, it } from 'vitest';
import { closestNames } from '../../src/operations/closestNames.ts';
import { describeInputProblems } from '../../src/operations/inputProblems.ts';
import type { OperationDefinition } from '../../src/protocol/operation.ts';
import { configureOperation } from '../../src/protocol/operations/configure.ts';
import { operationDefinitions } from '../../src/protocol/operations/registry.ts';
import { recallOperation } from '../../src/protocol/operations/recall.ts';
import { rememberOperation } from '../../src/protocol/operations/remember.ts';

function problems(definition: OperationDefinition, given: unknown): string {
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

describe('names that are close', () => {
  const names = operationDefinitions.map(({ name }) => name);

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
