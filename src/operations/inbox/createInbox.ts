import type { inboxOperations } from '../../protocol/operations/inbox/inboxOperations.ts';
import type { Group } from '../operation.ts';
import { reviewInbox } from './reviewInbox.ts';

export function createInbox(): Group<typeof inboxOperations> {
  return { review_inbox: reviewInbox };
}
