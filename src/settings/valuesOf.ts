import type { Setting } from '../protocol/settings/setting.ts';
import { jsonSchemaOf, type JsonSchema } from './configJsonSchema.ts';

/** What a setting may be, in words that follow "takes": `a whole number from 1 to 50, or null`. */
export const valuesOf = (setting: Setting): string => describe(jsonSchemaOf(setting));

function describe(schema: JsonSchema): string {
  const { anyOf, type } = schema;
  if (anyOf) return either(anyOf.map(describe));
  if (Array.isArray(type)) return either(type.map((each: string) => describe({ ...schema, type: each })));
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return `one of ${schema.enum.map((each) => JSON.stringify(each)).join(', ')}`;
  switch (type) {
    case 'boolean':
      return 'true or false';
    case 'integer':
    case 'number':
      return `a ${type === 'integer' ? 'whole ' : ''}number${rangeOf(schema)}`;
    case 'null':
      return 'null';
    case 'array':
      return `a list${schema.maxItems === undefined ? '' : ` of at most ${schema.maxItems}`}`;
    case 'object':
      return 'an object in braces';
    case undefined:
    default:
      return `a text${schema.maxLength === undefined ? '' : ` of at most ${schema.maxLength} characters`}`;
  }
}

function rangeOf({ minimum, maximum }: JsonSchema): string {
  // A whole number without a limit has that of JavaScript.
  const [least, most] = [minimum, maximum].map((each) =>
    each === undefined || Math.abs(each) >= Number.MAX_SAFE_INTEGER ? undefined : each,
  );
  if (least !== undefined && most !== undefined) return ` from ${least} to ${most}`;
  if (least !== undefined) return ` of at least ${least}`;
  return most === undefined ? '' : ` of at most ${most}`;
}

/** `a, b or c`, `null` last. */
function either(said: readonly string[]): string {
  const ordered = [...said.filter((each) => each !== 'null'), ...said.filter((each) => each === 'null')];
  return ordered.length === 2 ? ordered.join(', or ') : ordered.join(' or ');
}
