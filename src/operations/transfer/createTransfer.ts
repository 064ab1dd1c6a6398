import type { transferOperations } from '../../protocol/operations/transfer/transferOperations.ts';
import type { Group } from '../operation.ts';
import { createExportMemories } from './exportMemories.ts';
import { createImportMemories } from './importMemories.ts';
import { undoImport } from './undoImport.ts';

export interface TransferPorts {
  /** Folder of the memory for what is exported without a name, and for what is brought there to be imported. */
  readonly exports: string;
}

/** What goes out, and what comes in from elsewhere. */
export function createTransfer(ports: TransferPorts): Group<typeof transferOperations> {
  return {
    export_memories: createExportMemories(ports),
    import_memories: createImportMemories(ports),
    undo_import: undoImport,
  };
}
