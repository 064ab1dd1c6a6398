import * as z from 'zod';
import { parseBoundedJson } from '../../core/text/boundedJson.ts';
import { saysNothing } from '../../core/text/saysNothing.ts';
import { asWritten, jsonText, otherChoices } from '../../protocol/operation.ts';
import { isRecord } from '../../core/isRecord.ts';

/**
 * What a model meant. Models write numbers, booleans and lists as text, an id of digits as a number, `null` for what they
 * leave out, and a choice with a capital or in the words of another system; whoever reads such an input knows what it says.
 * What can be read in two ways stays as it is and is refused by the schema.
 *
 * @param schema What the input should be.
 * @param given JSON as it came.
 * @returns The same with values in the types that the schema asks for, where they say so.
 */
export function lenientInput(schema: z.core.$ZodType, given: unknown): unknown {
  const { inner, takesNull, isOptional } = unwrapped(schema);
  if (inner instanceof z.ZodString && jsonText.has(inner))
    return typeof given === 'string' || given === undefined ? given : JSON.stringify(given);
  if (given === null) return takesNull ? null : isOptional ? undefined : null;
  if (inner instanceof z.ZodObject) return lenientObject(inner, fromJson(given, isRecord));
  if (inner instanceof z.ZodArray) return lenientList(inner, given, isOptional);
  if (inner instanceof z.ZodNumber) return emptyIsMissing(given, isOptional, numberIn);
  if (inner instanceof z.ZodBoolean) return emptyIsMissing(given, isOptional, booleanIn);
  if (inner instanceof z.ZodEnum) return emptyIsMissing(given, isOptional, (text) => choiceIn(text, inner));
  if (inner instanceof z.ZodString && !asWritten.has(inner) && isNothing(given))
    return takesNull && !/undefined/i.test(given) ? null : isOptional ? undefined : given;
  return given;
}

const isNothing = (given: unknown): given is string => typeof given === 'string' && saysNothing(given);

/** The type within, and what may stand in its place. */
function unwrapped(schema: z.core.$ZodType): {
  inner: z.core.$ZodType;
  takesNull: boolean;
  isOptional: boolean;
} {
  let inner = schema;
  let takesNull = false;
  let isOptional = false;
  for (;;) {
    if (inner instanceof z.ZodNullable) takesNull = true;
    else if (
      inner instanceof z.ZodOptional ||
      inner instanceof z.ZodDefault ||
      inner instanceof z.ZodPrefault
    )
      isOptional = true;
    else if (!(inner instanceof z.ZodReadonly)) return { inner, takesNull, isOptional };
    inner = inner.def.innerType;
  }
}

function lenientObject(schema: z.ZodObject, given: unknown): unknown {
  if (!isRecord(given)) return given;
  return Object.fromEntries(
    Object.entries(given)
      .map(([name, value]) => {
        const field = Object.hasOwn(schema.shape, name) ? schema.shape[name] : undefined;
        return [name, field ? lenientInput(field, idIn(name, field, value)) : value] as const;
      })
      .filter(([, value]) => value !== undefined),
  );
}

/** Fields that name something: ids, references, keys, projects. A text that says something is no number. */
const naming =
  /^(?:\w+_)?(?:id|ref|tag)s?$|^(?:entities|supersedes|superseded_by|continues|confirm|cursor|key|project|alias|from|into|to|commit|sha|path|output)$/;

/** An id of digits may come as a number, also within a list. Beyond 2^53 a number no longer says which digits were meant. */
function idIn(name: string, schema: z.core.$ZodType, given: unknown): unknown {
  if (!naming.test(name)) return given;
  const { inner } = unwrapped(schema);
  const isText = (each: z.core.$ZodType): boolean => unwrapped(each).inner instanceof z.ZodString;
  const textOf = (each: unknown): unknown => (Number.isSafeInteger(each) ? String(each) : each);
  if (isText(inner)) return textOf(given);
  return inner instanceof z.ZodArray && isText(inner.element) && Array.isArray(given)
    ? given.map(textOf)
    : given;
}

function lenientList({ def: { element } }: z.ZodArray, given: unknown, isOptional: boolean): unknown {
  if (isOptional && (isBlank(given) || isNothing(given))) return undefined;
  const read = fromJson(given, Array.isArray);
  const list =
    typeof read === 'string' && read.length <= longestList && isOfWords(element)
      ? wordsIn(read)
      : isRecord(read)
        ? [read]
        : read;
  return Array.isArray(list) ? list.map((each) => lenientInput(element, each)) : given;
}

/** Lists of tags, ids, entities and choices; none of these has a comma inside. */
function isOfWords(element: z.core.$ZodType): boolean {
  const { inner } = unwrapped(element);
  return inner instanceof z.ZodString || inner instanceof z.ZodEnum;
}

/** Words between commas, in whatever script; undefined for what begins like JSON and is none. */
function wordsIn(text: string): string[] | undefined {
  if (/^\s*[[{"']/.test(text)) return undefined;
  return text
    .split(/[,，、]/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

const isBlank = (value: unknown): boolean => typeof value === 'string' && value.trim() === '';

/** Longer texts are no lists that a field could take: five hundred ids have 34,000 characters. */
const longestList = 40_000;

/** The value, or what its text is as JSON when that is of the wanted kind. */
function fromJson(value: unknown, isWanted: (parsed: unknown) => boolean): unknown {
  if (typeof value !== 'string' || value.length > longestList || !/^\s*[[{]/.test(value)) return value;
  try {
    const parsed = parseBoundedJson(value);
    return isWanted(parsed) ? parsed : value;
  } catch {
    return value;
  }
}

function emptyIsMissing(given: unknown, isOptional: boolean, read: (text: string) => unknown): unknown {
  if (typeof given !== 'string') return given;
  if (isOptional && isBlank(given)) return undefined;
  return read(given.trim()) ?? (isOptional && isNothing(given) ? undefined : given);
}

/** As JSON writes numbers. */
function numberIn(text: string): number | undefined {
  return /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text) ? Number(text) : undefined;
}

function booleanIn(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}

/** The choice that differs in case, in blanks or in the mark between words, or that another system has a word for. */
function choiceIn(text: string, schema: z.ZodEnum): unknown {
  const wanted = folded(text);
  const ours = schema.options.find((option) => typeof option === 'string' && folded(option) === wanted);
  if (ours !== undefined) return ours;
  const others = otherChoices.get(schema) ?? {};
  return Object.hasOwn(others, wanted) ? others[wanted] : undefined;
}

const folded = (text: string): string => text.toLowerCase().replaceAll(/[\s-]+/g, '_');
