import { stat } from 'node:fs/promises';
import { MemoryBridgeError } from '../core/errors.ts';
import { readForeign } from '../sqlite/readForeign.ts';
import { isDatabase } from './fileHead.ts';
import type { Importer, ImportSource } from './incoming.ts';
import { basicMemoryImporter } from './basicMemory/basicMemoryImporter.ts';
import { claudeMemImporter } from './claudeMem/claudeMemImporter.ts';
import { mem0Importer } from './mem0/mem0Importer.ts';
import { memoryServiceImporter } from './memoryService/memoryServiceImporter.ts';
import { openCodeManagerImporter } from './openCodeManager/openCodeManagerImporter.ts';
import { openCodeMemoryImporter } from './openCodeMemory/openCodeMemoryImporter.ts';
import { ownJsonImporter, ownMarkdownImporter } from './own/ownReaders.ts';
import { serverMemoryImporter } from './serverMemory/serverMemoryImporter.ts';

/** Every system that is imported from, one line each. The first that recognises a source has it. */
export const importers: readonly Importer[] = [
  ownJsonImporter,
  ownMarkdownImporter,
  openCodeMemoryImporter,
  openCodeManagerImporter,
  memoryServiceImporter,
  claudeMemImporter,
  mem0Importer,
  serverMemoryImporter,
  basicMemoryImporter,
];

/** The importer for a source: the one that is named, else the one that knows it. Throws `invalid_input` where none does. */
export async function importerFor(
  source: ImportSource,
  from: string | undefined,
  all: readonly Importer[] = importers,
): Promise<Importer> {
  const systems = all.map(({ system }) => system).join(', ');
  if (from !== undefined) {
    const named = all.find(({ system }) => system === from.trim().toLowerCase());
    if (named) return named;
    throw new MemoryBridgeError(
      'invalid_input',
      `from: there is no importer "${from}". There are: ${systems}.`,
      {
        details: { field: 'from' },
      },
    );
  }
  for (const importer of all) if (await importer.recognises(source)) return importer;
  const flaw = await flawOf(source);
  if (flaw !== undefined) throw new MemoryBridgeError('invalid_input', flaw);
  throw new MemoryBridgeError(
    'invalid_input',
    `${source.path} is nothing that can be imported, as far as can be told from what is in it. If it is, say of which system: ${systems}.`,
  );
}

/** What keeps anybody from seeing what a file is, with what to do. */
async function flawOf({ path, isFolder }: ImportSource): Promise<string | undefined> {
  if (isFolder) return undefined;
  if ((await stat(path)).size === 0) return `${path} is empty. Nothing was imported.`;
  if (!(await isDatabase(path))) return undefined;
  const isSound = await readForeign(path, (database) =>
    database.all('PRAGMA quick_check(1)').every(({ quick_check }) => quick_check === 'ok'),
  ).catch(() => false);
  return isSound
    ? undefined
    : `${path} is a database that is damaged, so that nobody can say of which system it is. Make a sound copy with "sqlite3 ${path} .recover | sqlite3 copy.db", and import that.`;
}
