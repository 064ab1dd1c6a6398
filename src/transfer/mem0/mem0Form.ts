import { isRecord } from '../../core/isRecord.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import { type JsonElement, jsonElements } from '../own/jsonElements.ts';
import { lineJson } from '../said.ts';
import { isMem0Memory } from './mem0Memory.ts';

/** How memories stand in a text: one a line, in lists of one document, or one that is the whole of it. */
export interface Mem0Form {
  readonly shape: 'lines' | 'document' | 'one';
  /** An export of OpenMemory, with apps and categories beside the memories. */
  readonly isOpenMemory: boolean;
  /** The first of them. */
  readonly first: Readonly<Record<string, unknown>>;
}

/** Lists of memories in a document: the first is that of a document that is nothing but a list. */
export const memoryLists: ReadonlySet<string> = new Set(['', 'results', 'memories']);

/** Lines of the beginning that are looked at. */
const linesLooked = 20;

/** Tells from the beginning of a text how memories stand in it; undefined when none do. */
export async function mem0FormOf(head: string): Promise<Mem0Form | undefined> {
  const lines = head
    .split('\n', linesLooked)
    .map(lineJson)
    .filter((line) => memoriesIn(line).length > 0);
  // One line may be a whole document.
  if (lines.length < 2) {
    const first = await firstInDocument(head);
    if (first) return formOf('document', first);
    const one = lineJson(head);
    if (isMem0Memory(one)) return formOf('one', one);
  }
  const first = lines.flatMap(memoriesIn).at(0);
  return first && formOf('lines', first);
}

const formOf = (shape: Mem0Form['shape'], first: Record<string, unknown>): Mem0Form => ({
  shape,
  isOpenMemory: 'content' in first,
  first,
});

async function firstInDocument(head: string): Promise<Record<string, unknown> | undefined> {
  try {
    for await (const { name, isOfList, value } of documentElements(once(head)))
      if (isOfList && memoryLists.has(name) && isMem0Memory(value)) return value;
  } catch (error) {
    // It is only the beginning: it ends in the middle.
    if (!MemoryBridgeError.is(error, 'invalid_input')) throw error;
  }
  return undefined;
}

/** Memories in a value: itself, a list of them, or an answer of a server with such a list in it. */
export function memoriesIn(value: unknown): Record<string, unknown>[] {
  if (isMem0Memory(value)) return [value];
  if (isRecord(value)) return memoriesIn(value['results'] ?? value['memories'] ?? []);
  return Array.isArray(value) ? value.filter(isMem0Memory) : [];
}

/** The elements of a document, which may be a list: then their list has no name. */
export async function* documentElements(chunks: AsyncIterable<string>): AsyncGenerator<JsonElement> {
  yield* jsonElements(namedList(chunks));
}

/** A list as what is to be read as an object: named, by nothing. */
async function* namedList(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let begun: string | undefined = '';
  let isList = false;
  for await (const chunk of chunks) {
    if (begun === undefined) {
      yield chunk;
      continue;
    }
    begun += chunk;
    const mark = begun.trimStart().charAt(0);
    if (mark === '') continue;
    isList = mark === '[';
    yield isList ? `{"":${begun}` : begun;
    begun = undefined;
  }
  if (isList) yield '}';
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
