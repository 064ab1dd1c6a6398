import type { memoryOperations } from '../../protocol/operations/memories/memoryOperations.ts';
import type { purgeOperation } from '../../protocol/operations/memories/purge.ts';
import type { Group, Operation } from '../operation.ts';
import { cleanup } from './cleanup.ts';
import type { Store } from '../../store/ports/store.ts';
import type { ConfigPort, NearVectors, QuestionEmbedder } from '../ports.ts';
import { advanceReminder } from './advanceReminder.ts';
import { bulkArchive } from './bulkArchive.ts';
import { createDeleteAllMemories } from './deleteAllMemories.ts';
import { getLinkedMemories } from './getLinkedMemories.ts';
import { createLink, removeLink } from './links.ts';
import { listReminders } from './listReminders.ts';
import { markProcedureReviewed, setReviewInterval } from './reviewProcedure.ts';
import { createSetReminder } from './setReminder.ts';
import { archiveMemory } from './archiveMemory.ts';
import { changeMemories } from './changeMemories.ts';
import { editMemory } from './editMemory.ts';
import { getMemory } from './getMemory.ts';
import { listMemories } from './listMemories.ts';
import {
  clearReminder,
  deleteMemory,
  pinMemory,
  unresolveBlocker,
  restoreMemory,
  unpinMemory,
} from './actOnMemory.ts';
import { getHistory } from './getHistory.ts';
import { createRemember } from './remember.ts';
import { resolveBlocker } from './resolveBlocker.ts';
import { createSearchHistory } from './searchHistory.ts';
import { supersedeMemory } from './supersedeMemory.ts';
import { undo } from './undo.ts';

export interface MemoriesPorts {
  readonly config: Pick<ConfigPort, 'read'>;
  readonly embedding: QuestionEmbedder & NearVectors;
  /** For what takes many units of work. */
  readonly store: Pick<Store, 'read' | 'write'>;
  /** Made elsewhere, because it goes on at a start. */
  readonly purge: Operation<typeof purgeOperation>;
}

export function createMemories({
  config,
  embedding,
  store,
  purge,
}: MemoriesPorts): Group<typeof memoryOperations> {
  return {
    remember: createRemember(config, embedding),
    get_memory: getMemory,
    list_memories: listMemories,
    get_history: getHistory,
    search_history: createSearchHistory(embedding),
    edit_memory: editMemory,
    resolve_blocker: resolveBlocker,
    unresolve_blocker: unresolveBlocker,
    pin_memory: pinMemory,
    unpin_memory: unpinMemory,
    archive_memory: archiveMemory,
    restore_memory: restoreMemory,
    delete_memory: deleteMemory,
    supersede_memory: supersedeMemory,
    change_memories: changeMemories,
    bulk_archive: bulkArchive,
    delete_all_memories: createDeleteAllMemories(store),
    set_reminder: createSetReminder(config),
    clear_reminder: clearReminder,
    advance_reminder: advanceReminder,
    list_reminders: listReminders,
    mark_procedure_reviewed: markProcedureReviewed,
    set_review_interval: setReviewInterval,
    create_link: createLink,
    remove_link: removeLink,
    get_linked_memories: getLinkedMemories,
    undo,
    cleanup_memories: cleanup,
    purge,
  };
}
