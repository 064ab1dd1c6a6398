import type * as z from 'zod';

/** A field that holds a text, as the names on the way to it. `*` is an entry of a list, or the name or value of one. */
export type TextPath = readonly string[];

/**
 * A value of a schema in which every text is harmless but those at `path`, which are `text`. Lists have one entry, and
 * what may be left out is there, so that nothing that can be rendered is missing.
 */
export function valueWith(schema: z.ZodType, path: TextPath | undefined, text: string): unknown {
  return build(schema, [], path?.join('.'), text);
}

/** Every field of a schema that may hold any text. */
export function textPaths(schema: z.ZodType): TextPath[] {
  const found: TextPath[] = [];
  walk(schema, [], (path) => found.push(path));
  return found;
}

interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
  readonly in?: z.ZodType;
}

const definitionOf = (schema: z.ZodType): Definition => schema.def;

function build(schema: z.ZodType, at: TextPath, wanted: string | undefined, text: string): unknown {
  const { type, shape, element, innerType, keyType, valueType, options, entries, values } =
    definitionOf(schema);
  const inner = (each: z.ZodType | undefined, name?: string): unknown =>
    each && build(each, name === undefined ? at : [...at, name], wanted, text);
  switch (type) {
    case 'string':
      return at.join('.') === wanted ? text : 'word';
    case 'number':
    case 'int':
      return 1;
    case 'boolean':
      return true;
    case 'object':
      return Object.fromEntries(Object.entries(shape ?? {}).map(([name, each]) => [name, inner(each, name)]));
    case 'array':
      return [inner(element, '*')];
    case 'record':
      return { [String(inner(keyType, '*name'))]: inner(valueType, '*') };
    case 'enum':
      return Object.values(entries ?? {})[0];
    case 'literal':
      return values?.[0];
    case 'union':
      return inner(options?.[0]);
    case 'unknown':
      return at.join('.') === wanted ? text : null;
    default:
      if (innerType) return inner(innerType);
      throw new Error(`A value of a schema of type ${type} is not known how to be made.`);
  }
}

function walk(schema: z.ZodType, at: TextPath, tell: (path: TextPath) => void): void {
  const { type, shape, element, innerType, keyType, valueType, options } = definitionOf(schema);
  if (type === 'string' || type === 'unknown') tell(at);
  for (const [name, each] of Object.entries(shape ?? {})) walk(each, [...at, name], tell);
  if (element) walk(element, [...at, '*'], tell);
  if (keyType) walk(keyType, [...at, '*name'], tell);
  if (valueType) walk(valueType, [...at, '*'], tell);
  if (innerType) walk(innerType, at, tell);
  if (options?.[0]) walk(options[0], at, tell);
}
