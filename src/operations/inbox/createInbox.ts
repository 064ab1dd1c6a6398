import type { inboxOperations } from '../../protocol/operations/inbox/inboxOperations.ts';
import type { Group } from '../operation.ts';
import { acceptAllCandidates } from './acceptAllCandidates.ts';
import { acceptCandidates } from './acceptCandidates.ts';
import { listInbox } from './listInbox.ts';
import { rejectAllCandidates } from './rejectAllCandidates.ts';
import { rejectCandidates } from './rejectCandidates.ts';

export function createInbox(): Group<typeof inboxOperations> {
  return {
    list_inbox: listInbox,
    accept_candidates: acceptCandidates,
    accept_all_candidates: acceptAllCandidates,
    reject_candidates: rejectCandidates,
    reject_all_candidates: rejectAllCandidates,
  };
}
