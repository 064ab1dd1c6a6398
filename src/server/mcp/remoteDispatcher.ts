import { randomUUID } from 'node:crypto';
import type { MemoryConnection } from '../../client/connection.ts';
import { lendEnvironment } from '../../client/lendEnvironment.ts';
import type { Dispatcher, DispatchReply } from '../../operations/dispatch/dispatcher.ts';
import type { Caller } from '../../protocol/caller.ts';
import { namesOf } from '../../protocol/operation.ts';
import { lendKeyOperation } from '../../protocol/operations/embedding/lendKey.ts';
import { operationDefinitions } from '../../protocol/operations/registry.ts';
import { callDefinitions, isReadOnly } from '../../protocol/tools/registry.ts';

const borrowing = new Map(
  operationDefinitions.flatMap((definition) =>
    definition.borrows === undefined
      ? []
      : namesOf(definition).map((name) => [name, definition.borrows] as const),
  ),
);
const reading = new Set(callDefinitions.filter(isReadOnly).flatMap(namesOf));

/**
 * Has operations done by the owner, wherever that is. The connection waits through takeovers and sends again; what may
 * change something carries a key, so that what was sent twice is done once.
 */
export class RemoteDispatcher implements Dispatcher {
  readonly #connection: Pick<MemoryConnection, 'forward'>;

  constructor(connection: Pick<MemoryConnection, 'forward'>) {
    this.#connection = connection;
  }

  async dispatch(name: string, rawInput: unknown, caller: Caller): Promise<DispatchReply> {
    const idempotencyKey = reading.has(name) ? undefined : (caller.idempotencyKey ?? randomUUID());
    const lent = await lendEnvironment(borrowing.get(name), process.env, (keys) =>
      this.#connection.forward(lendKeyOperation.name, keys, caller),
    );
    const answer = await this.#connection.forward(name, rawInput ?? {}, { ...caller, idempotencyKey, lent });
    return JSON.parse(answer.body) as DispatchReply;
  }
}
