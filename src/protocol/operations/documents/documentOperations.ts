import { bootstrapMemoryOperation } from './bootstrapMemory.ts';
import { ingestFileOperation } from './ingestFile.ts';

export const documentOperations = [ingestFileOperation, bootstrapMemoryOperation] as const;
