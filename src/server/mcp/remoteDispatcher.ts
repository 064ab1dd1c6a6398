import { randomUUID } from 'node:crypto';
import type { MemoryConnection } from '../../client/connection.ts';
import type { DispatchReply } from '../../operations/dispatch/dispatcher.ts';
import { encodeHeaderValue } from '../../protocol/headerValue.ts';
import { operationDefinitions } from '../../protocol/operations/registry.ts';
import { headers } from '../../core/product.ts';
import type { DispatchContext, Dispatcher } from '../../operations/dispatch/dispatcher.ts';

const queries = new Set(operationDefinitions.filter(({ kind }) => kind === 'query').map(({ name }) => name));

/**
 * Has operations done by the owner, wherever that is. The connection waits through takeovers and sends again; writes
 * carry a key, so that what was sent twice is done once.
 */
export class RemoteDispatcher implements Dispatcher {
  readonly #connection: Pick<MemoryConnection, 'forward'>;

  constructor(connection: Pick<MemoryConnection, 'forward'>) {
    this.#connection = connection;
  }

  async dispatch(name: string, rawInput: unknown, context: DispatchContext): Promise<DispatchReply> {
    const answer = await this.#connection.forward(`/api/${name}`, {
      body: JSON.stringify(rawInput ?? {}),
      headers: headersOf(name, context),
      signal: context.signal,
    });
    return JSON.parse(answer.body) as DispatchReply;
  }
}

function headersOf(name: string, context: DispatchContext): Record<string, string> {
  const { kind, name: client } = context.actor;
  const values: [string, string | undefined][] = [
    [headers.actor, client === undefined ? kind : `${kind}/${client}`],
    [headers.project, context.projectRef],
    [headers.session, context.sessionId],
    [headers.idempotencyKey, queries.has(name) ? undefined : (context.idempotencyKey ?? randomUUID())],
  ];
  return Object.fromEntries(
    values.flatMap(([header, value]) => (value === undefined ? [] : [[header, encodeHeaderValue(value)]])),
  );
}
