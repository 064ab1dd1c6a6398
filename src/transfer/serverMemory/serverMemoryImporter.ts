import { MemoryBridgeError } from '../../core/errors.ts';
import { headOf } from '../fileHead.ts';
import type { Importer, ImportReader, ImportSource } from '../incoming.ts';
import { storeFileOf } from '../storeFiles.ts';
import { type GraphForm, graphFormOf } from './graphFile.ts';
import { ServerMemoryReader } from './serverMemoryReader.ts';

const title = 'MCP reference server';
const headBytes = 1_000_000;

async function found(
  source: ImportSource,
): Promise<{ readonly file: string; readonly form: GraphForm } | undefined> {
  const file = await storeFileOf(source, ['memory.jsonl', 'memory.json']);
  const form = file === undefined ? undefined : graphFormOf(await headOf(file, headBytes));
  return file === undefined || form === undefined ? undefined : { file, form };
}

/** The file of `@modelcontextprotocol/server-memory`, of every version, and what its `read_graph` answers. */
export const serverMemoryImporter: Importer = {
  system: 'server-memory',
  title,

  async recognises(source: ImportSource): Promise<boolean> {
    return (await found(source)) !== undefined;
  },

  async open(source: ImportSource): Promise<ImportReader> {
    const graph = await found(source);
    if (graph) return new ServerMemoryReader(graph.file, graph.form);
    throw new MemoryBridgeError(
      'invalid_input',
      `There is no graph of the ${title} at the beginning of ${source.path}. Its file is named by MEMORY_FILE_PATH, ` +
        'else it is memory.jsonl beside the program.',
      { details: { path: source.path } },
    );
  },
};
