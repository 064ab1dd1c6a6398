import { MemoryBridgeError } from '../core/errors.ts';
import type { Lane } from '../core/fairLanes.ts';
import { isRecord } from '../core/isRecord.ts';
import { lendable } from '../core/lending.ts';
import { type Actor, actorKinds } from '../core/memory/history.ts';
import { headers } from '../core/product.ts';
import type { Loan } from '../core/taskLoans.ts';
import { parseBoundedJson } from '../core/text/boundedJson.ts';

import { decodeHeaderValue, encodeHeaderValue } from './headerValue.ts';

/** Who calls, about what and how: what is said beside the input, the same from the client to the operation. */
export interface Caller {
  readonly actor: Actor;
  /** Directory, id or alias of where the caller is; what the call is about when its input names no project. */
  readonly project?: string | undefined;
  readonly sessionId?: string | undefined;
  /** The same for every attempt at one call. */
  readonly idempotencyKey?: string | undefined;
  /** Tokens that what is called may use, and nobody else. Never written down. */
  readonly lent?: Loan | undefined;
  /** The caller shows no text, so none is made. */
  readonly withoutText?: boolean | undefined;
  /** Ends when the caller gives up. */
  readonly signal?: AbortSignal | undefined;
  /** In whose turn the call is done: found out by the server, never sent. Without it the actor's, and its session's. */
  readonly lane?: Lane | undefined;
}

/** The value of the header by which a caller wants no text. */
const noText = 'none';

/** What is read of each header, in characters. */
const longest = { actor: 120, project: 4096, session: 200, key: 200, name: 100, lent: 8_000 } as const;

/** What crosses the wire of a caller. */
export function callerHeaders(caller: Caller): Record<string, string> {
  const { kind, name } = caller.actor;
  const values: [string, string | undefined][] = [
    [headers.actor, name === undefined ? kind : `${kind}/${name}`],
    [headers.project, caller.project],
    [headers.session, caller.sessionId],
    [headers.idempotencyKey, caller.idempotencyKey],
    [headers.lent, caller.lent && JSON.stringify(caller.lent)],
    [headers.text, caller.withoutText ? noText : undefined],
  ];
  return Object.fromEntries(
    values.flatMap(([header, value]) => (value === undefined ? [] : [[header, encodeHeaderValue(value)]])),
  );
}

/** What the headers of a request say of its caller. Nobody but the server itself may act as `system`. */
export function callerOfHeaders(given: Pick<Headers, 'get'>): Caller {
  const read = (name: string, length: number): string | undefined => {
    const value = given.get(name);
    if (value === null || value === '') return undefined;
    const said = decodeHeaderValue(value);
    // Cut, it would be that of another call, session or project.
    if (said.length > length)
      throw new MemoryBridgeError(
        'invalid_input',
        `The header ${name} has ${said.length} characters; at most ${length} are taken.`,
      );
    return said;
  };
  const actor = given.get(headers.actor);
  return {
    actor: parseActor(actor && decodeHeaderValue(actor).slice(0, longest.actor), given.get('user-agent')),
    project: read(headers.project, longest.project),
    sessionId: read(headers.session, longest.session),
    idempotencyKey: read(headers.idempotencyKey, longest.key),
    lent: loanIn(read(headers.lent, longest.lent)),
    withoutText: given.get(headers.text) === noText,
  };
}

/** Only what may be lent so: a caller cannot set anything else of the server's environment. */
function loanIn(text: string | undefined): Loan | undefined {
  if (text === undefined) return undefined;
  const said = jsonIn(text);
  if (!isRecord(said))
    throw new MemoryBridgeError('invalid_input', `The header ${headers.lent} must be a JSON object.`);
  const texts = Object.entries(said).filter((each): each is [string, string] => typeof each[1] === 'string');
  return lendable('forgeTokens', Object.fromEntries(texts));
}

function jsonIn(text: string): unknown {
  try {
    return parseBoundedJson(text);
  } catch {
    return undefined;
  }
}

/** `kind` or `kind/name`. A caller that does not say who it is counts as an agent: that is trusted least. */
function parseActor(header: string | null, userAgent: string | null): Actor {
  const [kind = '', ...rest] = (header ?? '').split('/');
  const name = rest.join('/').trim().slice(0, longest.name) || undefined;
  const known = actorKinds.find((each) => each === kind && each !== 'system');
  if (known) return { kind: known, name };
  return { kind: 'agent', name: name ?? userAgent?.split(/[\s/]/)[0]?.slice(0, longest.name) };
}
