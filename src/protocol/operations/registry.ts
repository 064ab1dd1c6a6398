import type { OperationDefinition } from '../operation.ts';
import { backupOperation } from './backup.ts';
import { captureCommitsOperation } from './captureCommits.ts';
import { captureHistoryOperation } from './captureHistory.ts';
import { configureOperation } from './configure.ts';
import { getBootContextOperation } from './getBootContext.ts';
import { getContextOperation } from './getContext.ts';
import { getMemoryOperation } from './getMemory.ts';
import { lendKeyOperation } from './lendKey.ts';
import { listMemoriesOperation } from './listMemories.ts';
import { loopOperation } from './loop.ts';
import { memoryHistoryOperation } from './memoryHistory.ts';
import { previewEmbedderOperation } from './previewEmbedder.ts';
import { purgeOperation } from './purge.ts';
import { recallOperation } from './recall.ts';
import { reindexOperation } from './reindex.ts';
import { rememberOperation } from './remember.ts';
import { reviewInboxOperation } from './reviewInbox.ts';
import { rotateTokenOperation } from './rotateToken.ts';
import { serverStatusOperation } from './serverStatus.ts';
import { sessionOperation } from './session.ts';
import { statsOperation } from './stats.ts';
import { undoOperation } from './undo.ts';
import { changeMemoriesOperation } from './changeMemories.ts';
import { updateMemoryOperation } from './updateMemory.ts';

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
