import type { OperationDefinition } from '../operation.ts';
import { backupOperation } from './system/backup.ts';
import { captureCommitsOperation } from './capture/captureCommits.ts';
import { captureHistoryOperation } from './capture/captureHistory.ts';
import { configureOperation } from './system/configure.ts';
import { getBootContextOperation } from './recall/getBootContext.ts';
import { getContextOperation } from './recall/getContext.ts';
import { getMemoryOperation } from './memories/getMemory.ts';
import { lendKeyOperation } from './embedding/lendKey.ts';
import { listMemoriesOperation } from './memories/listMemories.ts';
import { loopOperation } from './loops/loop.ts';
import { memoryHistoryOperation } from './memories/memoryHistory.ts';
import { previewEmbedderOperation } from './embedding/previewEmbedder.ts';
import { purgeOperation } from './memories/purge.ts';
import { recallOperation } from './recall/recall.ts';
import { reindexOperation } from './embedding/reindex.ts';
import { rememberOperation } from './memories/remember.ts';
import { reviewInboxOperation } from './inbox/reviewInbox.ts';
import { rotateTokenOperation } from './system/rotateToken.ts';
import { serverStatusOperation } from './system/serverStatus.ts';
import { sessionOperation } from './sessions/session.ts';
import { statsOperation } from './system/stats.ts';
import { undoOperation } from './memories/undo.ts';
import { changeMemoriesOperation } from './memories/changeMemories.ts';
import { updateMemoryOperation } from './memories/updateMemory.ts';

/** Every verb there is, core tools first. */
export const operationDefinitions: readonly OperationDefinition[] = [
  recallOperation,
  rememberOperation,
  getMemoryOperation,
  getContextOperation,
  getBootContextOperation,
  updateMemoryOperation,
  sessionOperation,
  loopOperation,
  listMemoriesOperation,
  memoryHistoryOperation,
  undoOperation,
  reviewInboxOperation,
  statsOperation,
  serverStatusOperation,
  captureCommitsOperation,
  captureHistoryOperation,
  configureOperation,
  backupOperation,
  purgeOperation,
  rotateTokenOperation,
  reindexOperation,
  previewEmbedderOperation,
  lendKeyOperation,
  changeMemoriesOperation,
];
