import type { Lane } from '../../core/fairLanes.ts';
import { type Caller, callerOfHeaders } from '../../protocol/caller.ts';

/** A request is passed on as it came; what was read and found out about its sender stands beside it. */
const callers = new WeakMap<Request, Caller>();

/** Who sent a request. Its headers are read once. */
export function callerOf(request: Request): Caller & { readonly signal: AbortSignal } {
  let caller = callers.get(request);
  if (!caller) callers.set(request, (caller = callerOfHeaders(request.headers)));
  return { ...caller, signal: request.signal };
}

export function setLaneOf(request: Request, lane: Lane): void {
  callers.set(request, { ...callerOf(request), lane });
}
