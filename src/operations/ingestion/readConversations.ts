import { MemoryBridgeError } from '../../core/errors.ts';
import { ingestKind, type IngestPayload } from '../../protocol/ingestion.ts';
import { readConversationsOperation } from '../../protocol/operations/ingestion/readConversations.ts';
import type { TaskOperation } from '../operation.ts';
import { sayStarted } from '../shared/jobRecords.ts';
import type { IngestionPorts } from './createIngestion.ts';

export function createReadConversations({
  feeds,
  isEnabled,
  stoppedBy,
}: IngestionPorts['ingestion']): TaskOperation<typeof readConversationsOperation> {
  return {
    definition: readConversationsOperation,

    start({ feed: named }) {
      const wanted = feeds.filter(({ feed }) => named === undefined || feed.name === named);
      if (stoppedBy !== undefined)
        throw new MemoryBridgeError('forbidden', `No conversations are read: ${stoppedBy} is off.`);
      const off = isEnabled()
        ? wanted.every(({ isOn }) => !isOn()) && wanted[0]?.setting
        : 'ingestion.enabled';
      if (off)
        throw new MemoryBridgeError(
          'forbidden',
          `No conversations are read: ${off} is off. A person can switch it on with "memory-bridge config set ${off} true".`,
        );
      const payload: IngestPayload = { feed: named ?? null };
      return { kind: ingestKind, payload, project: null };
    },

    render: sayStarted('Reading conversations'),
  };
}
