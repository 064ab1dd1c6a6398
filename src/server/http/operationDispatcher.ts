import type { DispatchContext, DispatchReply } from '../../operations/dispatch/dispatcher.ts';

/** Who calls and what they said beside the input. A call over a connection can always be cut off. */
export interface CallContext extends DispatchContext {
  readonly signal: AbortSignal;
}

/**
 * The one door from HTTP and MCP into the operations: in the owner the dispatcher itself, in the shim the way to the
 * owner. Throws a `MemoryBridgeError` for everything that a caller can do something about.
 */
export interface OperationDispatcher {
  dispatch(name: string, rawInput: unknown, context: CallContext): Promise<DispatchReply>;
}
