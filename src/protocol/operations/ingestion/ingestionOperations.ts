import { readConversationsOperation } from './readConversations.ts';
import { ingestionStatusOperation } from './ingestionStatus.ts';

export const ingestionOperations = [readConversationsOperation, ingestionStatusOperation] as const;
