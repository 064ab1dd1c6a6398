import { captureCommitsOperation } from './captureCommits.ts';
import { captureHistoryOperation } from './captureHistory.ts';

export const captureOperations = [captureCommitsOperation, captureHistoryOperation] as const;
