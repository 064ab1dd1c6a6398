import { createBackup } from './backup.ts';
import { createConfigure } from './configure.ts';
import { createGetBootContext } from './getBootContext.ts';
import { getContext } from './getContext.ts';
import { getMemory } from './getMemory.ts';
import { createLendKey } from './lendKey.ts';
import { listMemories } from './listMemories.ts';
import { loop } from './loop.ts';
import { memoryHistory } from './memoryHistory.ts';
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
import { createPreviewEmbedder } from './previewEmbedder.ts';
import { createRecall } from './recall.ts';
import { createReindex } from './reindex.ts';
import { createRemember } from './remember.ts';
import { reviewInbox } from './reviewInbox.ts';
import { createRotateToken } from './rotateToken.ts';
import { createServerStatus } from './serverStatus.ts';
import { createSession } from './session.ts';
import { createStats } from './stats.ts';
import { undo } from './undo.ts';
import { changeMemories } from './changeMemories.ts';
import { updateMemory } from './updateMemory.ts';

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
