import { MemoryBridgeError } from '../../core/errors.ts';
import type { Importer, ImportReader, ImportSource } from '../incoming.ts';
import { type Mem0Form, mem0FormOf } from './mem0Form.ts';
import { Mem0Reader } from './mem0Reader.ts';
import { type PackedText, headOfText, packedText } from './mem0Source.ts';

const title = 'Mem0';

async function found(
  source: ImportSource,
): Promise<{ readonly text: PackedText; readonly form: Mem0Form } | undefined> {
  const text = await packedText(source);
  const form = text && (await mem0FormOf(await headOfText(text)));
  return text && form ? { text, form } : undefined;
}

/** What `get_all` of Mem0 and its servers answer, kept in a file, and exports of OpenMemory: packed or not. */
export const mem0Importer: Importer = {
  system: 'mem0',
  title,

  async recognises(source: ImportSource): Promise<boolean> {
    try {
      return (await found(source)) !== undefined;
    } catch (error) {
      if (MemoryBridgeError.is(error, 'invalid_input', 'not_found')) return false;
      throw error;
    }
  },

  async open(source: ImportSource): Promise<ImportReader> {
    const export_ = await found(source);
    if (export_) return new Mem0Reader(source.path, export_.text, export_.form);
    throw new MemoryBridgeError(
      'invalid_input',
      `There are no memories of ${title} at the beginning of ${source.path}. Import the answer of GET /memories, an ` +
        'export of OpenMemory (memories_export_….zip), or its memories.json or memories.jsonl.gz.',
      { details: { path: source.path } },
    );
  },
};
