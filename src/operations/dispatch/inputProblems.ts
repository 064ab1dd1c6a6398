import type * as z from 'zod';

/** Problems that are told; whoever has made more mends these first. */
const mostProblems = 8;
const mostUnknown = 5;

/** What is wrong with an input, one plain sentence a field, for people and models alike. */
export function describeInputProblems(
  error: z.ZodError,
  schema: z.ZodObject,
  given: unknown,
): { message: string; fields: string[] } {
  // Of several problems with one field the first is the cause: what is no list has no right number of entries either.
  const first = new Map(error.issues.toReversed().map((issue) => [issue.path.join('.'), issue]));
  const distinct = error.issues.filter((issue) => first.get(issue.path.join('.')) === issue);
  const issues = distinct.slice(0, mostProblems);
  const sentences = issues.map((issue) => sentenceOf(issue, given));
  const fields = [...new Set(issues.map((issue) => issue.path.join('.')).filter((path) => path !== ''))];
  const untold = distinct.length - issues.length;
  const unknown = unknownFields(schema, given);
  if (unknown.length > 0)
    sentences.push(
      `There is no field ${unknown.join(', ')}; the fields are ${Object.keys(schema.shape).join(', ')}.`,
    );
  if (untold > 0) sentences.push(`There are ${untold} more problems.`);
  return { message: [...new Set(sentences)].join(' '), fields };
}

function sentenceOf(issue: z.core.$ZodIssue, given: unknown): string {
  if (issue.path.length === 0 && issue.code === 'invalid_type') return 'The input must be a JSON object.';
  const field = issue.path.join('.');
  return `${field}${field === '' ? '' : ': '}${reasonOf(issue, given)}.`;
}

function reasonOf(issue: z.core.$ZodIssue, given: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return valueAt(given, issue.path) === undefined
        ? `is missing (${typeName(issue.expected)})`
        : `must be ${typeName(issue.expected)}`;
    case 'invalid_value':
      return valueAt(given, issue.path) === undefined
        ? `is missing (one of ${issue.values.join(', ')})`
        : `must be one of ${issue.values.join(', ')}`;
    case 'too_small':
      return boundOf(issue.origin, 'least', issue.minimum);
    case 'too_big':
      return boundOf(issue.origin, 'most', issue.maximum);
    case 'unrecognized_keys':
      return `has no ${issue.keys.slice(0, mostUnknown).map(shortened).join(', ')}`;
    case 'invalid_format':
      return `is not a valid ${issue.format === 'regex' ? 'value' : issue.format}`;
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
      return 'is not valid';
    case 'custom':
      return /^[a-z]/.test(issue.message) ? issue.message : 'is not valid';
  }
}

function boundOf(origin: string, which: 'least' | 'most', bound: number | bigint): string {
  if (origin === 'string')
    return which === 'least' && bound === 1
      ? 'must not be empty'
      : `must have at ${which} ${bound} characters`;
  if (origin === 'array') return `must have at ${which} ${bound} entries`;
  return `must be at ${which} ${bound}`;
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

const typeName = (expected: string): string => typeNames[expected] ?? expected;

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  let value = given;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

function unknownFields(schema: z.ZodObject, given: unknown): string[] {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return [];
  return Object.keys(given)
    .filter((key) => !Object.hasOwn(schema.shape, key))
    .slice(0, mostUnknown)
    .map(shortened);
}

const shortened = (key: string): string => JSON.stringify(key.slice(0, 40));
