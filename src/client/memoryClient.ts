import type { DisposableLike } from '../core/disposable.ts';
import type { MemoryBridgeError } from '../core/errors.ts';
import type { MemoryEvent } from '../protocol/events.ts';
import type { Health } from '../protocol/health.ts';
import type { Caller } from '../protocol/caller.ts';
import type { CallDefinition, InputOf, OperationReply, OutputOf } from '../protocol/operation.ts';

/** What one call says otherwise than its connection. What may change something gets a key when none is given. */
export interface CallOptions extends Partial<
  Pick<Caller, 'project' | 'sessionId' | 'signal' | 'idempotencyKey' | 'lent'>
> {
  /** The server says it in words too. Without this it makes none: a client shows what it makes of the result. */
  readonly withText?: boolean;
}

export type Reply<Output> = Omit<OperationReply<Output>, 'text'> &
  Partial<Pick<OperationReply<Output>, 'text'>>;

/**
 * Where a client stands: `connecting` also covers a takeover in progress; `failed` is a state that a person must act
 * on (hung owner, newer database, token missing) and carries the reason.
 */
export type ConnectionState =
  | { readonly kind: 'connecting' }
  | {
      readonly kind: 'connected';
      readonly health: Health;
      readonly port: number;
      readonly isOwnerHere: boolean;
    }
  | { readonly kind: 'failed'; readonly error: MemoryBridgeError };

/** How every other process talks to the memory server. Calls wait through a takeover and are sent again. */
export interface MemoryClient extends DisposableLike {
  readonly state: ConnectionState;
  call<D extends CallDefinition>(
    definition: D,
    input: InputOf<D>,
    options?: CallOptions,
  ): Promise<Reply<OutputOf<D>>>;
  onEvent(listener: (event: MemoryEvent) => void): DisposableLike;
  onDidChangeState(listener: (state: ConnectionState) => void): DisposableLike;
}

/**
 * How a client becomes the owner when nobody is: the editor forks `dist/server.js`, `serve` and `mcp` host it in their
 * own process. `start` resolves when a contender has either become ready or lost the race; it never throws for losing.
 */
export interface OwnerStarter {
  /** Process that serves because of this starter, while one does. */
  readonly ownerPid?: number | undefined;
  /** True once a newer version took over: from then on `start` never becomes the owner again. */
  readonly isRetired?: boolean;
  start(): Promise<
    { outcome: 'owner' } | { outcome: 'lost' } | { outcome: 'failed'; error: MemoryBridgeError }
  >;
  /** Ends what `start` began; the port is free when this resolves. */
  stop(reason: string): Promise<void>;
}
