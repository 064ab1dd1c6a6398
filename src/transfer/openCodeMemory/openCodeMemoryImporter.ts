import path from 'node:path';
import { readForeign } from '../../sqlite/readForeign.ts';
import { headOf, isDatabase } from '../fileHead.ts';
import { tablesOf } from '../foreignTables.ts';
import type { Importer, ImportReader, ImportSource } from '../incoming.ts';
import { asUnreadable, notItsShape } from '../unreadable.ts';
import { isOpenCodeMemory, openOpenCodeMemoryDatabase } from './openCodeMemoryDatabase.ts';
import { looksLikeExport, openOpenCodeMemoryExport } from './openCodeMemoryExport.ts';

const title = 'opencode-semantic-memory';
const headBytes = 4096;

/** The database of a folder, which is where its settings point at. */
const fileOf = ({ path: place, isFolder }: ImportSource): string =>
  isFolder ? path.join(place, 'memory.db') : place;

const holdsMemory = (file: string): Promise<boolean> =>
  asUnreadable(file, title, () => readForeign(file, (database) => isOpenCodeMemory(tablesOf(database))));

/** `memory.db` of every version, the folder that it lies in, and its export. */
export const openCodeMemoryImporter: Importer = {
  system: 'opencode-memory',
  title,

  async recognises(source: ImportSource): Promise<boolean> {
    const file = fileOf(source);
    // What cannot be read at all is nobody's.
    if (await isDatabase(file)) return holdsMemory(file).catch(() => false);
    return !source.isFolder && looksLikeExport(await headOf(file, headBytes));
  },

  async open(source: ImportSource): Promise<ImportReader> {
    const file = fileOf(source);
    if (await isDatabase(file)) {
      if (await holdsMemory(file)) return openOpenCodeMemoryDatabase(file);
      throw notItsShape(file, title, 'it has other tables');
    }
    if (source.isFolder) throw notItsShape(file, title, 'there is no database memory.db in the folder');
    return openOpenCodeMemoryExport(file);
  },
};
