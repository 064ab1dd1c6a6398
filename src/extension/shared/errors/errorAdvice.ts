import { MemoryBridgeError, type ErrorCode } from '../../../core/errors.ts';
import type { CommandId } from '../ids.ts';

/** What a person is offered beside the sentence. */
export type Advice =
  | { readonly kind: 'silent' }
  | {
      readonly kind: 'known';
      readonly message: string;
      readonly actions: readonly AdviceAction[];
      /** A file that a person has to look at, which is then the one way on. */
      readonly file?: FilePlace;
    }
  | { readonly kind: 'unknown' };
export type AdviceAction = Extract<
  CommandId,
  | 'memoryBridge.showStatus'
  | 'memoryBridge.showLog'
  | 'memoryBridge.refresh'
  | 'memoryBridge.reconnect'
  | 'memoryBridge.useAnotherPort'
>;

/** Line and column counted from 1. */
export interface FilePlace {
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
}

const tryAgain = ['memoryBridge.reconnect', 'memoryBridge.showLog'] as const;
/** Ways out per code; none where the sentence itself is all there is to say. */
const actions: Record<ErrorCode, readonly AdviceAction[]> = {
  invalid_input: [],
  not_found: ['memoryBridge.refresh'],
  conflict: ['memoryBridge.refresh'],
  unauthorized: ['memoryBridge.showStatus'],
  forbidden: [],
  too_large: [],
  rate_limited: [],
  draining: ['memoryBridge.reconnect'],
  unavailable: tryAgain,
  owner_elsewhere: ['memoryBridge.showStatus'],
  owner_hung: tryAgain,
  port_taken: ['memoryBridge.useAnotherPort', ...tryAgain],
  port_mismatch: ['memoryBridge.showStatus'],
  newer_database: ['memoryBridge.showStatus'],
  newer_owner: ['memoryBridge.showStatus'],
  corrupt: ['memoryBridge.showStatus'],
  disk_full: tryAgain,
  read_only: tryAgain,
  unknown_operation: ['memoryBridge.showStatus'],
  internal: ['memoryBridge.showLog'],
};

/** What to say about an error: nothing after a cancellation, its own sentence when its code is known. */
export function adviceFor(error: unknown): Advice {
  if (isCancellation(error)) return { kind: 'silent' };
  if (!MemoryBridgeError.is(error) || error.code === 'internal') return { kind: 'unknown' };
  const file = fileOf(error);
  if (file) return { kind: 'known', message: error.message, actions: [], file };
  return { kind: 'known', message: error.message, actions: isLasting(error) ? lasting : actions[error.code] };
}

/** A damaged or replaced database is no better at the next try. */
const lasting = ['memoryBridge.showStatus'] as const;
const isLasting = ({ details }: MemoryBridgeError): boolean =>
  details?.['reason'] === 'database_damaged' || details?.['reason'] === 'database_replaced';

/** Only what is wrong in a text is to be looked at in it; one that may not be written is no better when it is open. */
function fileOf({ code, details }: MemoryBridgeError): FilePlace | undefined {
  const { path, line, column } = details ?? {};
  if (code !== 'invalid_input' || typeof path !== 'string') return undefined;
  return { path, ...(typeof line === 'number' && { line }), ...(typeof column === 'number' && { column }) };
}

/** Thrown by the editor as `Canceled`, by fetch as `AbortError`. */
export function isCancellation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'AbortError' || error.name === 'Canceled' || error.name === 'CancellationError';
}
