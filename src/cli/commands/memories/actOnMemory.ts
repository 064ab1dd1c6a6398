import { archiveMemoryOperation } from '../../../protocol/operations/memories/archiveMemory.ts';
import type { ChangedMemory } from '../../../protocol/operations/memories/changedMemory.ts';
import { clearReminderOperation } from '../../../protocol/operations/memories/clearReminder.ts';
import { deleteMemoryOperation } from '../../../protocol/operations/memories/deleteMemory.ts';
import { markProcedureReviewedOperation } from '../../../protocol/operations/memories/markProcedureReviewed.ts';
import { pinMemoryOperation } from '../../../protocol/operations/memories/pinMemory.ts';
import { unresolveBlockerOperation } from '../../../protocol/operations/memories/unresolveBlocker.ts';
import { resolveBlockerOperation } from '../../../protocol/operations/memories/resolveBlocker.ts';
import { unpinMemoryOperation } from '../../../protocol/operations/memories/unpinMemory.ts';
import type { CliIo } from '../../cliIo.ts';
import { commandOf } from '../../commandOf.ts';
import { showChanged } from './showChanged.ts';

const done = (word: string) => (result: ChangedMemory, io: CliIo) => showChanged(word, result, io);

/** Commands that do one thing to one memory. */
export const addResolve = commandOf(resolveBlockerOperation, done('Resolved'));
export const addReopen = commandOf(unresolveBlockerOperation, done('Reopened'));
export const addPin = commandOf(pinMemoryOperation, done('Pinned'));
export const addUnpin = commandOf(unpinMemoryOperation, done('Unpinned'));
export const addArchive = commandOf(archiveMemoryOperation, done('Archived'));
export const addUnremind = commandOf(clearReminderOperation, done('Reminder cleared for'));
export const addReview = commandOf(markProcedureReviewedOperation, done('Reviewed'));
export const addDelete = commandOf(deleteMemoryOperation, done('Deleted'));
