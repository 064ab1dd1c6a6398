import type { Lane } from '../../core/fairLanes.ts';
import type { Actor } from '../../core/memory/history.ts';

export interface DispatchContext {
  readonly actor: Actor;
  /** What the caller named as its project beside the input: a directory, an id or an alias. */
  readonly projectRef?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** In whose turn the call is done. Without it the actor's, and its session's. */
  readonly lane?: Lane | undefined;
  /** The caller shows no text, so none is made. */
  readonly withoutText?: boolean | undefined;
}

export interface DispatchReply {
  readonly result: Record<string, unknown>;
  /** Empty when the caller wanted none. */
  readonly text: string;
  /** Fields of the input that mean nothing to the operation. */
  readonly ignored?: readonly string[];
}

/**
 * The one door from HTTP and MCP into the operations: in the owner the operations themselves, in the shim the way to the
 * owner. Throws a `MemoryBridgeError` for everything that a caller can do something about.
 */
export interface Dispatcher {
  dispatch(name: string, rawInput: unknown, caller: DispatchContext): Promise<DispatchReply>;
}
