import type { ConversationFeed } from '../../intake/feeds/conversationFeeds.ts';
import type { ModelStatus } from '../../protocol/modelExtraction.ts';
import type { ingestionOperations } from '../../protocol/operations/ingestion/ingestionOperations.ts';
import type { Group } from '../operation.ts';
import { createReadConversations } from './readConversations.ts';
import { createIngestionStatus } from './ingestionStatus.ts';

export interface IngestionPorts {
  readonly ingestion: {
    readonly feeds: readonly ConversationFeed[];
    /** Whether the settings have conversations read at all. */
    readonly isEnabled: () => boolean;
    /** What else keeps them from being read, e.g. a variable; undefined for nothing. */
    readonly stoppedBy: string | undefined;
    /** Whether a model is asked, which one, and what it may cost a day. */
    readonly model: () => Omit<ModelStatus, 'today'>;
    /** Files and folders that are kept in step, as the setting names them. */
    readonly documents: () => readonly string[];
  };
}

export function createIngestion({ ingestion }: IngestionPorts): Group<typeof ingestionOperations> {
  return {
    read_conversations: createReadConversations(ingestion),
    ingestion_status: createIngestionStatus(ingestion),
  };
}
