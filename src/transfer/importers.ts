import type { Importer } from './incoming.ts';
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
