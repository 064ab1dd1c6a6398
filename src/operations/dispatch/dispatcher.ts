import type { Caller } from '../../protocol/caller.ts';

export interface DispatchReply {
  readonly result: Record<string, unknown>;
  /** Empty when the caller wanted none. */
  readonly text: string;
  /** Fields of the input that mean nothing to the operation. */
  readonly ignored?: readonly string[];
  /** What a person has to know beside the result. */
  readonly note?: string;
}

/**
 * The one door from HTTP and MCP into the operations: in the owner the operations themselves, in the shim the way to the
 * owner. Throws a `MemoryBridgeError` for everything that a caller can do something about.
 */
export interface Dispatcher {
  dispatch(name: string, rawInput: unknown, caller: Caller): Promise<DispatchReply>;
}
