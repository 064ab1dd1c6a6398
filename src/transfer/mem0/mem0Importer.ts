import { MemoryBridgeError } from '../../core/errors.ts';
import type { Importer, ImportReader, ImportSource } from '../incoming.ts';
import { isMem0Folder, mem0File, mem0Folder } from './mem0Folder.ts';
import { Mem0Reader } from './mem0Reader.ts';

const title = 'Mem0';
/** Files of a folder that are looked at: one of them says whose they are. */
const filesLooked = 50;

/** What `get_all` of Mem0 and its servers answer, kept in a file, and exports of OpenMemory: packed or not, one or a folder of them. */
export const mem0Importer: Importer = {
  system: 'mem0',
  title,

  async recognises({ path: place, isFolder }: ImportSource): Promise<boolean> {
    try {
      if (isFolder) return await isMem0Folder(place, filesLooked);
      return (await mem0File(place, '')) !== undefined;
    } catch (error) {
      if (MemoryBridgeError.is(error, 'invalid_input', 'not_found')) return false;
      throw error;
    }
  },

  async open(source: ImportSource): Promise<ImportReader> {
    const file = source.isFolder ? undefined : await mem0File(source.path, '');
    const { files, others } = source.isFolder
      ? await mem0Folder(source.path)
      : { files: file ? [file] : [], others: [] };
    if (files.length > 0) return new Mem0Reader(source.path, files, others);
    throw new MemoryBridgeError(
      'invalid_input',
      `There are no memories of ${title} at the beginning of ${source.isFolder ? 'the files in ' : ''}${source.path}. Import the answer of GET /memories, an ` +
        'export of OpenMemory (memories_export_….zip), or its memories.json or memories.jsonl.gz.',
      { details: { path: source.path } },
    );
  },
};
