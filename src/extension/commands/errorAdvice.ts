import { MemoryBridgeError, type ErrorCode } from '../../core/errors.ts';
import type { CommandId } from '../ids.ts';

/** What a person is offered beside the sentence. */
export type Advice =
  | { readonly kind: 'silent' }
  | { readonly kind: 'known'; readonly message: string; readonly action: AdviceAction | undefined }
  | { readonly kind: 'unknown' };
export type AdviceAction = Extract<
  CommandId,
  'memoryBridge.showStatus' | 'memoryBridge.showLog' | 'memoryBridge.refresh' | 'memoryBridge.reconnect'
>;

/** One way out per code; undefined where the sentence itself is all there is to say. */
const actions: Record<ErrorCode, AdviceAction | undefined> = {
  invalid_input: undefined,
  not_found: 'memoryBridge.refresh',
  conflict: 'memoryBridge.refresh',
  unauthorized: 'memoryBridge.showStatus',
  forbidden: undefined,
  too_large: undefined,
  rate_limited: undefined,
  draining: 'memoryBridge.reconnect',
  unavailable: 'memoryBridge.reconnect',
  owner_elsewhere: 'memoryBridge.showStatus',
  owner_hung: 'memoryBridge.showStatus',
  port_taken: 'memoryBridge.showStatus',
  port_mismatch: 'memoryBridge.showStatus',
  newer_database: 'memoryBridge.showStatus',
  newer_owner: 'memoryBridge.showStatus',
  corrupt: 'memoryBridge.showStatus',
  disk_full: 'memoryBridge.showStatus',
  read_only: undefined,
  unknown_operation: 'memoryBridge.showStatus',
  internal: 'memoryBridge.showLog',
};

/** What to say about an error: nothing after a cancellation, its own sentence when its code is known. */
export function adviceFor(error: unknown): Advice {
  if (isCancellation(error)) return { kind: 'silent' };
  if (MemoryBridgeError.is(error) && error.code !== 'internal')
    return { kind: 'known', message: error.message, action: actions[error.code] };
  return { kind: 'unknown' };
}

/** Thrown by the editor as `Canceled`, by fetch as `AbortError`. */
export function isCancellation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'AbortError' || error.name === 'Canceled' || error.name === 'CancellationError';
}
