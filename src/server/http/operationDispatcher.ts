import type { Actor } from '../../core/history.ts';

/** Who calls and what they said beside the input. */
export interface CallContext {
  readonly actor: Actor;
  /** What the caller named as its project: a directory, an id or an alias. Not resolved yet. */
  readonly projectRef?: string | undefined;
  readonly sessionId?: string | undefined;
  /** Writes with the same key and input are answered from the first one's reply. */
  readonly idempotencyKey?: string | undefined;
  readonly signal: AbortSignal;
}

export interface DispatchReply {
  /** As the operation's output schema says. */
  readonly result: Record<string, unknown>;
  /** As a person or a model reads it. */
  readonly text: string;
}

/**
 * The one door from HTTP and MCP into the operations. Checks the input against the definition and throws a
 * `MemoryBridgeError` for everything that a caller can do something about.
 */
export interface OperationDispatcher {
  dispatch(name: string, rawInput: unknown, context: CallContext): Promise<DispatchReply>;
}
