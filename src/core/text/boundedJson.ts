import { MemoryBridgeError } from '../errors.ts';

/** Levels of lists and objects within each other. No operation has more than four, messages of MCP a few more. */
export const deepestJson = 32;
/** Values and names of fields. The largest call of our own clients, five hundred commits, has half as many. */
export const mostJsonValues = 10_000;

/**
 * `JSON.parse` for text from outside. Depth and number of values are looked at before anything is built of them: a
 * million brackets are a body of one megabyte and cost a third of a second to whoever handles what they stand for.
 * Throws `invalid_input`, and `too_large` when there are too many values; a mistake in the text is a `SyntaxError`.
 */
export function parseBoundedJson(text: string): unknown {
  checkShape(text);
  return JSON.parse(text);
}

/** The same for text that may be something else: undefined for what is no JSON. */
export function boundedJsonIn(text: string): unknown {
  try {
    return parseBoundedJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** One pass over the text. Whether it is JSON at all is for the parser to say. */
function checkShape(text: string): void {
  let depth = 0;
  let values = 1;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    else if (character === ',' || character === ':') values += 1;
    if (depth > deepestJson) throw tooDeep();
    if (values > mostJsonValues) throw tooWide();
  }
}

/** Where the string that begins at `start` ends; the end of the text when it does not. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') return at;
    if (character === '\\') at += 1;
  }
  return text.length;
}

function tooDeep(): MemoryBridgeError {
  return new MemoryBridgeError(
    'invalid_input',
    `The JSON is nested more than ${deepestJson} levels deep. Send it flatter.`,
  );
}

function tooWide(): MemoryBridgeError {
  return new MemoryBridgeError(
    'too_large',
    `The JSON has more than ${mostJsonValues} values and names. Send several requests.`,
  );
}
