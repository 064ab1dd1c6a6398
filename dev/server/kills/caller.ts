import http from 'node:http';
import { LoopbackError, loopbackRequest } from '../../../src/client/loopbackRequest.ts';
import type { MemoryRecord } from '../../../src/protocol/memoryRecord.ts';
import { headers } from '../../../src/core/product.ts';
import type { PlannedCall } from './ledger.ts';
import type { Victim } from './victim.ts';

export interface Answer {
  readonly memory?: MemoryRecord;
  readonly memories?: MemoryRecord[];
  readonly changeId: string;
}

/** Sends operations to a victim over a connection of its own and never sends anything again by itself. */
export class Caller {
  readonly #victim: Victim;
  readonly #name: string;
  readonly #token: string;
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: 2 });

  constructor(victim: Victim, name: string) {
    this.#victim = victim;
    this.#name = name;
    this.#token = victim.token;
  }

  /** The whole answer as text, or undefined when the server was gone before it came. Throws when it refused. */
  async send(call: PlannedCall): Promise<string | undefined> {
    try {
      return await this.ask(call.operation, call.input, call.key);
    } catch (error) {
      if (LoopbackError.is(error)) return undefined;
      throw error;
    }
  }

  async ask(operation: string, input: object, key?: string): Promise<string> {
    const { status, body } = await loopbackRequest({
      port: this.#victim.port,
      method: 'POST',
      path: `/api/${operation}`,
      headers: {
        authorization: `Bearer ${this.#token}`,
        'content-type': 'application/json',
        [headers.actor]: `user/${this.#name}`,
        ...(key === undefined ? {} : { [headers.idempotencyKey]: key }),
      },
      body: JSON.stringify(input),
      timeoutMs: 30_000,
      agent: this.#agent,
    });
    if (status !== 200) throw new Error(`${operation} ${key ?? ''} was refused with ${status}: ${body}`);
    return body;
  }

  close(): void {
    this.#agent.destroy();
  }
}

export function answerOf(body: string): Answer {
  return (JSON.parse(body) as { result: Answer }).result;
}
