import { reviewInboxOperation } from './reviewInbox.ts';

export const inboxOperations = [reviewInboxOperation] as const;
