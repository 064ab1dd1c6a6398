import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { MemoryBridgeError } from '../../core/errors.ts';

/** How a file is laid out, so that what is added looks like the rest. */
export interface JsonStyle {
  readonly indent: string;
  readonly eol: string;
}

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { [key: string]: JsonValue };

export function styleOf(text: string): JsonStyle {
  const indent = /^([ \t]+)["}\]/]/m.exec(text)?.[1];
  return { indent: indent ?? '  ', eol: text.includes('\r\n') ? '\r\n' : '\n' };
}

/**
 * The root object, or undefined when there is no value at all (an empty file, or comments only).
 * Throws `invalid_input` with line and column for anything that OpenCode could not read either.
 */
export function parseObject(text: string, path: string): Node | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const [error] = errors;
  if (error) {
    const { line, column } = placeOf(text, error.offset);
    throw new MemoryBridgeError(
      'invalid_input',
      `Not valid JSON: ${describe(error)} at line ${line}, column ${column}. Nothing was written. Correct this file and try again: ${path}`,
      { details: { path, line, column } },
    );
  }
  if (root && root.type !== 'object')
    throw new MemoryBridgeError(
      'invalid_input',
      `It holds ${root.type === 'array' ? 'an array' : `a ${root.type}`} where OpenCode expects an object. Nothing was written. Correct this file and try again: ${path}`,
      { details: { path, ...placeOf(text, root.offset) } },
    );
  return root;
}

/** Line and column, counted from 1. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

export function propertyOf(object: Node | undefined, key: string): Node | undefined {
  return object?.children?.findLast((property) => property.children?.[0]?.value === key);
}

export function valueOf(object: Node | undefined, key: string): Node | undefined {
  return propertyOf(object, key)?.children?.[1];
}

/**
 * Adds a property at the end of an object. Written here because `jsonc-parser`'s own `modify` moves a comment that
 * follows the last property behind the new one.
 */
export function insertProperty(text: string, object: Node, key: string, value: JsonValue): string {
  const { indent, eol } = styleOf(text);
  const base = indentOfLine(text, object.offset);
  const close = object.offset + object.length - 1;
  const last = object.children?.at(-1);
  if (!last) {
    const inside = text.slice(object.offset + 1, close).trimEnd();
    const property = `${base}${indent}${JSON.stringify(key)}: ${format(value, base + indent, text)}`;
    return splice(text, object.offset + 1, close, `${inside}${eol}${property}${eol}${base}`);
  }
  const own = startsLine(text, last.offset) ? indentOfLine(text, last.offset) : base + indent;
  const end = last.offset + last.length;
  const comma = commaAfter(text, end, close);
  const lineEnd = endOfLineComments(text, comma === undefined ? end : comma + 1, close);
  const property = `${own}${JSON.stringify(key)}: ${format(value, own, text)}${comma === undefined ? '' : ','}`;
  const between = `${comma === undefined ? ',' : ''}${text.slice(end, lineEnd)}${eol}${property}`;
  const rest = text.slice(lineEnd, close);
  return splice(
    text,
    end,
    close,
    between + (rest.includes('\n') ? rest : `${eol}${base}${rest.trimStart()}`),
  );
}

/** Puts another value in the place of a property's value. */
export function replaceValue(text: string, property: Node, value: JsonValue): string {
  const node = property.children?.[1];
  if (!node) return text;
  const indentation = indentOfLine(text, property.offset);
  return splice(text, node.offset, node.offset + node.length, format(value, indentation, text));
}

/** Takes a property out with the comma that belonged to it; comments around it stay. */
export function removeProperty(text: string, object: Node, property: Node): string {
  const siblings = object.children ?? [];
  const index = siblings.indexOf(property);
  const close = object.offset + object.length - 1;
  const end = property.offset + property.length;
  const comma = commaAfter(text, end, close);
  const previous = siblings[index - 1];
  const start = startsLine(text, property.offset)
    ? endOfPreviousLine(text, property.offset)
    : property.offset;
  let result = splice(text, start, comma === undefined ? end : comma + 1, '');
  if (previous && index === siblings.length - 1 && comma === undefined) {
    const separator = commaAfter(text, previous.offset + previous.length, property.offset);
    if (separator !== undefined) result = splice(result, separator, separator + 1, '');
  }
  const inside = result.slice(object.offset + 1, close - (text.length - result.length));
  return inside.trim() === ''
    ? splice(result, object.offset + 1, object.offset + 1 + inside.length, '')
    : result;
}

/** Text of a value for a place with the given indentation; lists of plain values stay on one line. */
export function format(value: JsonValue, indentation: string, like: string): string {
  const { indent, eol } = styleOf(like);
  const inner = indentation + indent;
  const lines = (open: string, items: string[], close: string) =>
    items.length === 0
      ? open + close
      : `${open}${eol}${items.map((item) => inner + item).join(`,${eol}`)}${eol}${indentation}${close}`;
  if (Array.isArray(value)) {
    const items = value.map((item: JsonValue) => format(item, inner, like));
    return value.every((item) => typeof item !== 'object') ? `[${items.join(', ')}]` : lines('[', items, ']');
  }
  if (typeof value === 'object' && value !== null) {
    const items = Object.entries(value).map(
      ([key, item]) => `${JSON.stringify(key)}: ${format(item, inner, like)}`,
    );
    return lines('{', items, '}');
  }
  return JSON.stringify(value);
}

function splice(text: string, start: number, end: number, replacement: string): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

function describe(error: ParseError): string {
  const words = printParseErrorCode(error.error).replaceAll(/([a-z])([A-Z])/g, '$1 $2');
  return words.toLowerCase();
}

function startOfLine(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function startsLine(text: string, offset: number): boolean {
  const start = startOfLine(text, offset);
  return start > 0 && text.slice(start, offset).trim() === '';
}

/** Where the line before ends, its line break not included. */
function endOfPreviousLine(text: string, offset: number): number {
  const lineBreak = startOfLine(text, offset) - 1;
  return text[lineBreak - 1] === '\r' ? lineBreak - 1 : lineBreak;
}

function indentOfLine(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(startOfLine(text, offset)))?.[0] ?? '';
}

const comment = /\/\/[^\r\n]*|\/\*[\s\S]*?\*\//y;

/** Offset of the comma that follows, blanks and comments skipped. */
function commaAfter(text: string, from: number, limit: number): number | undefined {
  for (let offset = from; offset < limit; offset += 1) {
    comment.lastIndex = offset;
    if (comment.test(text)) offset = comment.lastIndex - 1;
    else if (text[offset] === ',') return offset;
    else if (!/\s/.test(text[offset] ?? '')) return undefined;
  }
  return undefined;
}

/** End of the comments that follow on the same line, or `from` when there are none. */
function endOfLineComments(text: string, from: number, limit: number): number {
  let end = from;
  for (let offset = from; offset < limit && !/[\r\n]/.test(text[offset] ?? ''); offset += 1) {
    comment.lastIndex = offset;
    if (!comment.test(text)) continue;
    end = comment.lastIndex;
    offset = end - 1;
  }
  return Math.min(end, limit);
}
