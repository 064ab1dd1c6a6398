import { listInboxOperation } from './listInbox.ts';
import { acceptCandidatesOperation } from './acceptCandidates.ts';
import { acceptAllCandidatesOperation } from './acceptAllCandidates.ts';
import { rejectAllCandidatesOperation } from './rejectAllCandidates.ts';
import { rejectCandidatesOperation } from './rejectCandidates.ts';

export const inboxOperations = [
  listInboxOperation,
  acceptCandidatesOperation,
  acceptAllCandidatesOperation,
  rejectCandidatesOperation,
  rejectAllCandidatesOperation,
] as const;
