import path from 'node:path';
import { shortId } from '../../src/core/shortId.ts';

/** Of the moment, of the server as a whole, or of who said it. */
const varies = new Set(
  'age actor agent source score recallCount lastRecalledAt openedCount lastOpenedAt eventClients running uptimeSeconds rssBytes databaseBytes jobs'.split(
    ' ',
  ),
);

/** What differs by call, by project and by clock is put alike: ids by the order in which they come. */
export function alike(value: unknown, project: string): unknown {
  const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;
  let text = JSON.stringify(value, (key, each: unknown) => (varies.has(key) ? undefined : each)) ?? 'null';
  text = text.replaceAll(project, '/project').replaceAll(path.basename(project), 'project');
  const ids = [...new Set(text.match(uuid) ?? [])];
  for (const [at, id] of ids.entries())
    text = text.replaceAll(id, `id ${at}`).replaceAll(shortId(id), `short ${at}`);
  return JSON.parse(text.replaceAll(/\b1[6-9]\d{11}\b/g, '0').replaceAll(/(\d\.\d{2})\d+/g, '$1')) as unknown;
}
