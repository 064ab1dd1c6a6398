import type { Lane } from '../../core/fairLanes.ts';
import { actorKinds, type Actor } from '../../core/memory/history.ts';
import { decodeHeaderValue } from '../../protocol/headerValue.ts';
import { headers } from '../../core/product.ts';
import type { DispatchContext } from '../../operations/dispatch/dispatcher.ts';

const longest = { project: 4096, session: 200, key: 200, name: 100 } as const;

/** What was found out about a request beside what it says: a request is passed on as it came. */
const lanes = new WeakMap<Request, Lane>();

export function setLaneOf(request: Request, lane: Lane): void {
  lanes.set(request, lane);
}

export const laneOfRequest = (request: Request): Lane | undefined => lanes.get(request);

/** What a request says about its sender. Nobody but the server itself may act as `system`. */
export function callerOf(request: Request): DispatchContext {
  const read = (name: string, length: number) => {
    const value = request.headers.get(name);
    return value === null || value === '' ? undefined : decodeHeaderValue(value).slice(0, length);
  };
  return {
    actor: parseActor(read(headers.actor, 120), request.headers.get('user-agent')),
    projectRef: read(headers.project, longest.project),
    sessionId: read(headers.session, longest.session),
    idempotencyKey: read(headers.idempotencyKey, longest.key),
    signal: request.signal,
    lane: laneOfRequest(request),
  };
}

/** `kind` or `kind/name`. A caller that does not say who it is counts as an agent: that is trusted least. */
function parseActor(header: string | undefined, userAgent: string | null): Actor {
  const [kind = '', ...rest] = (header ?? '').split('/');
  const name = rest.join('/').trim().slice(0, longest.name) || undefined;
  const known = actorKinds.find((each) => each === kind && each !== 'system');
  if (known) return { kind: known, name };
  return { kind: 'agent', name: name ?? userAgent?.split(/[\s/]/)[0]?.slice(0, longest.name) };
}
