import type { captureCommitsOperation } from '../../protocol/operations/capture/captureCommits.ts';
import type { captureHistoryOperation } from '../../protocol/operations/capture/captureHistory.ts';
import type { captureOperations } from '../../protocol/operations/capture/captureOperations.ts';
import type { Group, Operation } from '../operation.ts';

/** Both are made elsewhere: they take turns, and what they go on with ends before the store does. */
export interface CapturePorts {
  readonly captureCommits: Operation<typeof captureCommitsOperation>;
  readonly captureHistory: Operation<typeof captureHistoryOperation>;
}

export function createCapture({
  captureCommits,
  captureHistory,
}: CapturePorts): Group<typeof captureOperations> {
  return { capture_commits: captureCommits, capture_history: captureHistory };
}
