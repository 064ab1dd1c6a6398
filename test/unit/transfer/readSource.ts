import { statSync } from 'node:fs';
import { expect } from 'vitest';
import type { Importer, ImportReader, Incoming, IncomingMemory } from '../../../src/transfer/incoming.ts';

/** Reads all of a source that an importer has to recognise. */
export async function readSource(
  importer: Importer,
  place: string,
): Promise<{ readonly reader: ImportReader; readonly items: Incoming[] }> {
  const source = { path: place, isFolder: statSync(place).isDirectory() };
  expect(await importer.recognises(source)).toBe(true);
  const reader = await importer.open(source);
  return { reader, items: await readAll(reader) };
}

export async function readAll(reader: ImportReader, after?: string): Promise<Incoming[]> {
  const items: Incoming[] = [];
  for await (const item of reader.items(after)) items.push(item);
  return items;
}

export const memoriesIn = (items: readonly Incoming[]): IncomingMemory[] =>
  items.filter((item) => item.kind === 'memory');

export const fieldsOf = (reader: ImportReader, place: string): Set<string> =>
  new Set(reader.fields().flatMap((account) => (account.place === place ? [account.field] : [])));

/** Fields that are said to have become something that nothing has which was read. */
export function lostFields(reader: ImportReader, items: readonly Incoming[]): string[] {
  return reader
    .fields()
    .filter(({ became }) => became !== undefined)
    .filter(({ became }) => !items.some((item) => has(item, became?.split(/[;, ]/, 1)[0]?.split('.') ?? [])))
    .map(({ field }) => field);
}

function has(value: unknown, path: readonly string[]): boolean {
  if (Array.isArray(value)) return value.some((each) => has(each, path));
  const [name, ...rest] = path;
  if (name === undefined) return value !== undefined;
  return typeof value === 'object' && value !== null && has((value as Record<string, unknown>)[name], rest);
}
