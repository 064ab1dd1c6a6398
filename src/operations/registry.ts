import { createBackup } from './system/backup.ts';
import { createConfigure } from './system/configure.ts';
import { createGetBootContext } from './recall/getBootContext.ts';
import { getContext } from './recall/getContext.ts';
import { getMemory } from './memories/getMemory.ts';
import { createLendKey } from './embedding/lendKey.ts';
import { listMemories } from './memories/listMemories.ts';
import { loop } from './loops/loop.ts';
import { memoryHistory } from './memories/memoryHistory.ts';
import type { AnyOperation } from './operation.ts';
import type {
  BackupPort,
  ConfigPort,
  EmbeddingPort,
  KeyBorrower,
  ServerFactsPort,
  SessionGracePort,
  StoreFactsPort,
  TokenPort,
} from './ports.ts';
import { createPreviewEmbedder } from './embedding/previewEmbedder.ts';
import { createRecall } from './recall/recall.ts';
import { createReindex } from './embedding/reindex.ts';
import { createRemember } from './memories/remember.ts';
import { reviewInbox } from './inbox/reviewInbox.ts';
import { createRotateToken } from './system/rotateToken.ts';
import { createServerStatus } from './system/serverStatus.ts';
import { createSession } from './sessions/session.ts';
import { createStats } from './system/stats.ts';
import { undo } from './memories/undo.ts';
import { changeMemories } from './memories/changeMemories.ts';
import { updateMemory } from './memories/updateMemory.ts';

/** What operations need of the process that hosts them. */
export interface OperationPorts {
  readonly storeFacts: StoreFactsPort;
  readonly serverFacts: ServerFactsPort;
  readonly config: ConfigPort;
  readonly backup: BackupPort;
  readonly grace: SessionGracePort;
  /** `capture_commits`, made by its own factory because it reads git. */
  readonly captureCommits: AnyOperation;
  /** `capture_history`, which takes turns with it. */
  readonly captureHistory: AnyOperation;
  /** `purge`, which works outside of units and goes on at a start. */
  readonly purge: AnyOperation;
  readonly token: TokenPort;
  readonly embedding: EmbeddingPort;
  readonly keys: KeyBorrower;
}

/** Every operation there is, in the order of the definitions. */
export function createOperations(ports: OperationPorts): AnyOperation[] {
  return [
    createRecall(ports.embedding),
    createRemember(ports.config),
    getMemory,
    getContext,
    createGetBootContext(ports.grace),
    updateMemory,
    createSession(ports.grace),
    loop,
    listMemories,
    memoryHistory,
    undo,
    reviewInbox,
    createStats(ports),
    createServerStatus(ports),
    ports.captureCommits,
    ports.captureHistory,
    createConfigure(ports.config),
    createBackup(ports.backup),
    ports.purge,
    createRotateToken(ports.token),
    createReindex(ports.embedding),
    createPreviewEmbedder(ports.keys),
    createLendKey(ports.keys, ports.embedding),
    changeMemories,
  ];
}
