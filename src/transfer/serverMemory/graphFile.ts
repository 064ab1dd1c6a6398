import { isRecord } from '../../core/isRecord.ts';
import { fileBytes } from '../files/fileBytes.ts';
import { textChunks } from '../files/textChunks.ts';
import { textLines } from '../files/textLines.ts';
import { jsonElements } from '../own/jsonElements.ts';
import { lineJson } from '../said.ts';

/** A node of the graph, with all fields that it has. */
export interface GraphEntity {
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface GraphRelation {
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What stands in the file, one thing after the other. `odd` is what is neither, with where it is. */
export type GraphPart =
  | { readonly kind: 'entity'; readonly entity: GraphEntity }
  | { readonly kind: 'relation'; readonly relation: GraphRelation }
  | { readonly kind: 'odd'; readonly where: string; readonly isCut: boolean };

/** How the graph is written: a line for each thing, or the answer of `read_graph` in one document. */
export type GraphForm = 'lines' | 'document';

export async function* graphParts(file: string, form: GraphForm): AsyncGenerator<GraphPart> {
  const chunks = textChunks(fileBytes(file));
  if (form === 'document') {
    let number = 0;
    for await (const { name, value, isOfList } of jsonElements(chunks)) {
      number += 1;
      const type = isOfList && name === 'entities' ? 'entity' : 'relation';
      yield partOf(isOfList && isRecord(value) ? { type, ...value } : value) ?? odd(`entry ${number}`);
    }
    return;
  }
  for await (const { number, text, isCut } of textLines(chunks)) {
    if (text.trim() === '') continue;
    yield (isCut ? undefined : partOf(lineJson(text))) ?? odd(`line ${number}`, isCut);
  }
}

const odd = (where: string, isCut = false): GraphPart => ({ kind: 'odd', where, isCut });

/** What one line says. The first versions wrote the same, and left out what was empty. */
export function partOf(value: unknown): Exclude<GraphPart, { kind: 'odd' }> | undefined {
  if (!isRecord(value)) return undefined;
  const { type, ...fields } = value;
  if (type === 'entity') {
    const name = fields['name'];
    return typeof name === 'string' ? { kind: 'entity', entity: { name, fields } } : undefined;
  }
  const { from, to, relationType } = fields;
  if (type !== 'relation' || typeof from !== 'string' || typeof to !== 'string') return undefined;
  const said = typeof relationType === 'string' ? relationType : '';
  return { kind: 'relation', relation: { from, to, type: said, fields } };
}

/** Lines of the beginning that are looked at. */
const linesLooked = 20;
/** A first line may be longer than what is looked at. */
const lineBegin = /^\s*\{\s*"type"\s*:\s*"(?:entity|relation)"\s*,/;
const documentBegin = /^\s*\{\s*"(?:entities|relations)"\s*:\s*\[/;

/** Tells from the beginning of a text whether it is such a graph, and how it is written. */
export function graphFormOf(head: string): GraphForm | undefined {
  const text = head.charCodeAt(0) === 0xfeff ? head.slice(1) : head;
  if (documentBegin.test(text) && /"(?:entityType|relationType)"\s*:/.test(text)) return 'document';
  const lines = text.split('\n', linesLooked).map(lineJson);
  return lineBegin.test(text) || lines.some(isGraphLine) ? 'lines' : undefined;
}

function isGraphLine(value: unknown): boolean {
  const part = partOf(value);
  if (part?.kind === 'entity')
    return Array.isArray(part.entity.fields['observations']) || 'entityType' in part.entity.fields;
  return part?.kind === 'relation' && part.relation.type !== '';
}
