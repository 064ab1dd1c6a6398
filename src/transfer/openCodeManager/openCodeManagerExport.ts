import { readFile } from 'node:fs/promises';
import { isRecord } from '../../core/isRecord.ts';
import { accountOf } from '../foreignTables.ts';
import type { ImportReader } from '../incoming.ts';
import { listReader } from '../listReader.ts';
import { notItsShape } from '../unreadable.ts';
import { isManagerMarkdown, managerMarkdown } from './openCodeManagerMarkdown.ts';
import { title } from './openCodeManagerDatabase.ts';
import { memoryOfScope } from './openCodeManagerRows.ts';
import type { OpenCodeProjects } from './openCodeProjects.ts';

/** What an export calls the columns. */
const columns: Readonly<Record<string, string>> = {
  id: 'id',
  projectId: 'project_id',
  scope: 'scope',
  content: 'content',
  filePath: 'file_path',
  accessCount: 'access_count',
  lastAccessedAt: 'last_accessed_at',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
};
const became: Readonly<Record<string, string>> = {
  id: 'ref',
  projectId: 'project',
  scope: 'category, metadata.scope where it is none of three',
  content: 'content',
  filePath: 'source.ref',
  accessCount: 'recallCount',
  lastAccessedAt: 'lastRecalledAt',
  createdAt: 'createdAt',
  updatedAt: 'updatedAt',
};

/** A list whose first entry has these names; nothing else writes them side by side. */
const listHead =
  /^\uFEFF?\s{0,100}\[\s{0,100}\{\s{0,100}"id"\s{0,9}:\s{0,9}\d{1,19}\s{0,9},\s{0,100}"projectId"\s{0,9}:/;

export const looksLikeManagerExport = (head: string): boolean =>
  listHead.test(head) || isManagerMarkdown(head);

/** Reads what `ocm-mem export` has written, as JSON or as Markdown. */
export async function openOpenCodeManagerExport(
  file: string,
  projects: OpenCodeProjects,
): Promise<ImportReader> {
  const text = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  if (isManagerMarkdown(text)) return managerMarkdown(file, text);
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    throw notItsShape(file, title, 'it is cut off, or no JSON', error);
  }
  if (!Array.isArray(list)) throw notItsShape(file, title, 'it holds no list of memories');
  const rows = list.filter(isRecord);
  const counts = new Map<string, number>();
  for (const [key, value] of rows.flatMap((row) => Object.entries(row)))
    counts.set(key, (counts.get(key) ?? 0) + (value === null ? 0 : 1));
  const items = rows
    .map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [columns[key] ?? key, value])))
    .map((row) => memoryOfScope(row, projects));
  const accounts = [...counts].map(([key, count]) =>
    accountOf('export', key, became[key] ?? `metadata.${key}`, count),
  );
  return listReader(file, `JSON export of ${title}: without its values`, items, accounts);
}
