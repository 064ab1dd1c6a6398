import { homedir } from 'node:os';
import path from 'node:path';
import { readForeign } from '../../sqlite/readForeign.ts';
import { headOf, isDatabase } from '../fileHead.ts';
import { tablesOf } from '../foreignTables.ts';
import type { Importer, ImportReader, ImportSource } from '../incoming.ts';
import { asUnreadable, notItsShape } from '../unreadable.ts';
import { isOpenCodeManager, openOpenCodeManagerDatabase, title } from './openCodeManagerDatabase.ts';
import { looksLikeManagerExport, openOpenCodeManagerExport } from './openCodeManagerExport.ts';
import { readOpenCodeProjects } from './openCodeProjects.ts';

const headBytes = 4096;

const fileOf = ({ path: place, isFolder }: ImportSource): string =>
  isFolder ? path.join(place, 'memory.db') : place;

const holdsMemory = (file: string): Promise<boolean> =>
  asUnreadable(file, title, () => readForeign(file, (database) => isOpenCodeManager(tablesOf(database))));

/** Where OpenCode keeps its database on this machine. */
function openCodeDatabase(environment: NodeJS.ProcessEnv): string {
  const data = environment['XDG_DATA_HOME'] ?? path.join(environment['HOME'] ?? homedir(), '.local', 'share');
  return path.join(data, 'opencode', 'opencode.db');
}

/** `memory.db` of every version, the folder that it lies in, and its exports. */
export function createOpenCodeManagerImporter(environment: NodeJS.ProcessEnv = process.env): Importer {
  return {
    system: 'opencode-manager',
    title,

    async recognises(source: ImportSource): Promise<boolean> {
      const file = fileOf(source);
      if (await isDatabase(file)) return holdsMemory(file).catch(() => false);
      return !source.isFolder && looksLikeManagerExport(await headOf(file, headBytes));
    },

    async open(source: ImportSource): Promise<ImportReader> {
      const file = fileOf(source);
      const openCode = openCodeDatabase(environment);
      if (await isDatabase(file)) {
        if (await holdsMemory(file))
          return openOpenCodeManagerDatabase(file, { openCodeDatabases: [openCode] });
        throw notItsShape(file, title, 'it has other tables');
      }
      if (source.isFolder) throw notItsShape(file, title, 'there is no database memory.db in the folder');
      return openOpenCodeManagerExport(file, await readOpenCodeProjects(openCode));
    },
  };
}

export const openCodeManagerImporter = createOpenCodeManagerImporter();
