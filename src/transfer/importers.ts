import { MemoryBridgeError } from '../core/errors.ts';
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
  throw new MemoryBridgeError(
    'invalid_input',
    `${source.path} is nothing that can be imported, as far as can be told from what is in it. If it is, say of which system: ${systems}.`,
  );
}
