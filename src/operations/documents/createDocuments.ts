import type { documentOperations } from '../../protocol/operations/documents/documentOperations.ts';
import type { Group } from '../operation.ts';
import { createBootstrapMemory } from './bootstrapMemory.ts';
import { createIngestFile } from './ingestFile.ts';
import type { DocumentsPorts } from './namedDocuments.ts';

export const createDocuments = (ports: DocumentsPorts): Group<typeof documentOperations> => ({
  ingest_file: createIngestFile(ports),
  bootstrap_memory: createBootstrapMemory(ports),
});
