import { cleanupOperation } from './cleanup.ts';
import { advanceReminderOperation } from './advanceReminder.ts';
import { bulkArchiveOperation } from './bulkArchive.ts';
import { clearReminderOperation } from './clearReminder.ts';
import { createLinkOperation } from './createLink.ts';
import { deleteAllMemoriesOperation } from './deleteAllMemories.ts';
import { getLinkedMemoriesOperation } from './getLinkedMemories.ts';
import { listRemindersOperation } from './listReminders.ts';
import { markProcedureReviewedOperation } from './markProcedureReviewed.ts';
import { removeLinkOperation } from './removeLink.ts';
import { setReminderOperation } from './setReminder.ts';
import { setReviewIntervalOperation } from './setReviewInterval.ts';
import { changeMemoriesOperation } from './changeMemories.ts';
import { editMemoryOperation } from './editMemory.ts';
import { getMemoryOperation } from './getMemory.ts';
import { listMemoriesOperation } from './listMemories.ts';
import { unresolveBlockerOperation } from './unresolveBlocker.ts';
import { pinMemoryOperation } from './pinMemory.ts';
import { unpinMemoryOperation } from './unpinMemory.ts';
import { archiveMemoryOperation } from './archiveMemory.ts';
import { restoreMemoryOperation } from './restoreMemory.ts';
import { deleteMemoryOperation } from './deleteMemory.ts';
import { getHistoryOperation } from './getHistory.ts';
import { purgeOperation } from './purge.ts';
import { rememberOperation } from './remember.ts';
import { resolveBlockerOperation } from './resolveBlocker.ts';
import { searchHistoryOperation } from './searchHistory.ts';
import { supersedeMemoryOperation } from './supersedeMemory.ts';
import { undoOperation } from './undo.ts';

export const memoryOperations = [
  rememberOperation,
  getMemoryOperation,
  listMemoriesOperation,
  getHistoryOperation,
  searchHistoryOperation,
  editMemoryOperation,
  resolveBlockerOperation,
  unresolveBlockerOperation,
  pinMemoryOperation,
  unpinMemoryOperation,
  archiveMemoryOperation,
  restoreMemoryOperation,
  deleteMemoryOperation,
  supersedeMemoryOperation,
  changeMemoriesOperation,
  bulkArchiveOperation,
  deleteAllMemoriesOperation,
  setReminderOperation,
  clearReminderOperation,
  advanceReminderOperation,
  listRemindersOperation,
  markProcedureReviewedOperation,
  setReviewIntervalOperation,
  createLinkOperation,
  removeLinkOperation,
  getLinkedMemoriesOperation,
  undoOperation,
  cleanupOperation,
  purgeOperation,
] as const;
