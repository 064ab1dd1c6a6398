import { MemoryBridgeError } from '../../core/errors.ts';
import { countOf } from '../../core/text/countOf.ts';
import { describeIngestion } from '../../protocol/describeIngestion.ts';
import type { IngestionStatus } from '../../protocol/ingestion.ts';
import { ingestionStatusOperation } from '../../protocol/operations/ingestion/ingestionStatus.ts';
import { withMemory } from '../withMemory.ts';
import { type Check, type DoctorContext, fail, messageOf, ok, warn } from './check.ts';

const name = 'Conversations';

/** Which conversations and documents are read into memory, and what could not be read. */
export async function checkConversations({ globals, io }: DoctorContext): Promise<Check[]> {
  try {
    const status = await withMemory(
      globals,
      io,
      async (client) => (await client.call(ingestionStatusOperation, {})).result,
    );
    return [judgeConversations(status), ...judgeDocuments(status)];
  } catch (error) {
    // A server of an earlier release reads none.
    if (MemoryBridgeError.is(error, 'not_found')) return [ok(name, 'not told by the server that is running')];
    return [fail(name, messageOf(error), 'Check the newest file in the logs folder of the data directory.')];
  }
}

export function judgeConversations(status: IngestionStatus): Check {
  const { enabled, agents, last, model } = status;
  const fault = last?.result?.faults[0] ?? last?.error;
  if (enabled && fault)
    return warn(name, `could not be read: ${fault}`, 'Solve that and run: memory-bridge conversations --now');
  if (enabled && model.on && model.today.fault !== null)
    return warn(
      name,
      model.today.fault,
      'Solve that, or run: memory-bridge config set ingestion.modelExtraction false',
    );
  const read = agents.filter(({ on, sources }) => on && sources.length > 0).map(({ agent }) => agent);
  if (!enabled) return ok(name, describeIngestion(status, 0)[0] ?? 'not read');
  return ok(name, read.length === 0 ? 'none found to read' : `read with ${read.join(', ')}`);
}

/** Nothing where no documents are named. */
export function judgeDocuments({ documents = [] }: IngestionStatus): Check[] {
  if (documents.length === 0) return [];
  const wrong = documents.find(({ fault }) => fault !== null);
  if (wrong)
    return [
      warn(
        'Documents',
        `${wrong.path}: ${wrong.fault}`,
        'Solve that, or change the setting ingestion.documents.',
      ),
    ];
  const files = documents.reduce((sum, each) => sum + each.files, 0);
  return [ok('Documents', `${countOf(files, 'file')} kept in step`)];
}
