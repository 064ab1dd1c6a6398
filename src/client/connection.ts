import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Disposable, type DisposableLike } from '../core/disposable.ts';
import { MemoryBridgeError } from '../core/errors.ts';
import type { Logger } from '../core/ports.ts';
import type { MemoryEvent } from '../protocol/events.ts';
import { type Caller, callerHeaders } from '../protocol/caller.ts';
import type { CallDefinition, InputOf, OutputOf } from '../protocol/operation.ts';
import { fromWireError } from '../protocol/wireError.ts';
import type { DataDirectory } from '../home/dataDirectory.ts';
import { LoopbackError, loopbackRequest, type LoopbackResponse } from './loopbackRequest.ts';
import type { CallOptions, ConnectionState, MemoryClient, OwnerStarter, Reply } from './memoryClient.ts';
import { type OwnerLink, OwnerFollower } from './ownerFollower.ts';
import { type Patience, usualPatience } from './patience.ts';
import { ProvenAgent } from './provenAgent.ts';
import { TokenFile } from '../home/token.ts';

/** Its caller is the one of every call that says nothing else. */
export interface MemoryConnectionOptions extends Pick<Caller, 'actor' | 'project' | 'sessionId'> {
  readonly directory: DataDirectory;
  /** Makes this process an owner when there is none. Without one the connection only waits. */
  readonly starter?: OwnerStarter | undefined;
  readonly logger?: Logger | undefined;
  /** How long a call waits for an owner and tries again, ms. */
  readonly callTimeoutMs?: number;
  readonly patience?: Patience | undefined;
}

/** An answer may take this long while the owner is known to live, ms. */
const answerTimeout = 120_000;
/** Calls in a failed state look again at most this often, ms. */
const failedPause = 1_000;

/** The memory server as a client sees it: finds or becomes the owner, waits through takeovers, sends again. */
export class MemoryConnection extends Disposable implements MemoryClient {
  readonly #options: MemoryConnectionOptions;
  readonly #tokens: TokenFile;
  readonly #loop: OwnerFollower;
  readonly #closed = new AbortController();
  readonly #patience: Patience;
  readonly #agent: ProvenAgent;

  constructor(options: MemoryConnectionOptions) {
    super();
    this.#options = options;
    this.#tokens = new TokenFile(options.directory);
    this.#patience = options.patience ?? usualPatience;
    this.#agent = new ProvenAgent(() => this.#tokens.accepted(), this.#patience.answer);
    this._register({ dispose: () => this.#agent.destroy() });
    this._register({ dispose: () => this.#closed.abort() });
    const { directory, starter, logger } = options;
    this.#loop = this._register(
      new OwnerFollower({
        directory,
        tokens: this.#tokens,
        agent: this.#agent,
        starter,
        logger,
        patience: this.#patience,
      }),
    );
  }

  get state(): ConnectionState {
    return this.#loop.state;
  }

  onEvent(listener: (event: MemoryEvent) => void): DisposableLike {
    return this.#loop.events.on(listener);
  }

  onDidChangeState(listener: (state: ConnectionState) => void): DisposableLike {
    return this.#loop.stateChanges.on(listener);
  }

  async call<D extends CallDefinition>(
    definition: D,
    input: InputOf<D>,
    options: CallOptions = {},
  ): Promise<Reply<OutputOf<D>>> {
    const caller = this.#callerOf(definition, options);
    const answer = await this.forward(definition.name, input, caller).catch((error: unknown) => {
      const { within } = definition;
      // An owner of before that verb knows the tool.
      if (!within || !MemoryBridgeError.is(error, 'unknown_operation')) throw error;
      const said = withFormerFields(definition, input);
      return this.forward(within.tool, { ...said, action: within.action }, caller);
    });
    return JSON.parse(answer.body) as Reply<OutputOf<D>>;
  }

  /**
   * Sends a call to the owner until it is answered: through takeovers, drains and broken connections, always in the name
   * of the same caller. Whoever calls sees to it that it may be sent twice. Resolves with a 2xx answer, else throws.
   */
  async forward(name: string, input: unknown, caller: Caller): Promise<LoopbackResponse> {
    const deadline = performance.now() + (this.#options.callTimeoutMs ?? 30_000);
    const { signal } = caller;
    const request = {
      path: `/api/${name}`,
      body: JSON.stringify(input),
      headers: callerHeaders(caller),
      signal,
    };
    let last: MemoryBridgeError | undefined;
    for (;;) {
      const link = await this.#owner(deadline, signal, last);
      try {
        const answer = await this.#send(link, request);
        if (answer.status >= 200 && answer.status < 300) return answer;
        last = refusal(answer);
        // The token may have been rotated since the connection was made.
        const isStale = answer.status === 401 && this.#tokens.read() !== link.token;
        if (isStale) this.#loop.renew(link);
        else if (!last.isRetryable) throw last;
        else await pauseFor(last, deadline, signal);
      } catch (error) {
        if (!LoopbackError.is(error)) throw error;
        signal?.throwIfAborted();
        last = new MemoryBridgeError(
          'unavailable',
          'The connection to the memory server was lost. Try again.',
          {
            cause: error,
          },
        );
        if (!link.signal.aborted) await this.#loop.verify(link);
      }
      if (performance.now() >= deadline) throw last;
    }
  }

  async #send(
    link: OwnerLink,
    request: {
      path: string;
      body: string;
      headers: Readonly<Record<string, string>>;
      signal: AbortSignal | undefined;
    },
  ): Promise<LoopbackResponse> {
    const slow = setInterval(() => void this.#loop.verify(link), this.#patience.answer);
    try {
      return await loopbackRequest({
        port: link.port,
        method: 'POST',
        path: request.path,
        headers: {
          'content-type': 'application/json',
          ...request.headers,
          authorization: `Bearer ${link.token}`,
        },
        body: request.body,
        timeoutMs: answerTimeout,
        signal: request.signal ? AbortSignal.any([link.signal, request.signal]) : link.signal,
        agent: this.#agent,
      });
    } finally {
      clearInterval(slow);
    }
  }

  /** The owner, as soon as there is one. Throws the reason when the connection has failed, after one fresh look. */
  async #owner(
    deadline: number,
    signal: AbortSignal | undefined,
    last: MemoryBridgeError | undefined,
  ): Promise<OwnerLink> {
    const loop = this.#loop;
    const attempts = loop.attempts;
    let woken = false;
    for (;;) {
      signal?.throwIfAborted();
      if (this.isDisposed)
        throw new MemoryBridgeError('unavailable', 'The connection to memory has been closed.');
      if (loop.link) return loop.link;
      const { state } = loop;
      if (state.kind === 'failed') {
        const isFresh = loop.attempts > attempts || performance.now() - loop.settledAt < failedPause;
        if (isFresh) throw state.error;
        if (!woken) loop.wake();
        woken = true;
      }
      const left = deadline - performance.now();
      if (left <= 0)
        throw (
          last ?? new MemoryBridgeError('unavailable', 'No memory server answers. Try again in a moment.')
        );
      await this.#change(left, signal);
    }
  }

  #change(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        listener.dispose();
        for (const each of signals) each.removeEventListener('abort', finish);
        resolve();
      };
      const timer = setTimeout(finish, milliseconds);
      const listener = this.onDidChangeState(finish);
      const signals = [this.#closed.signal, ...(signal ? [signal] : [])];
      for (const each of signals) each.addEventListener('abort', finish);
    });
  }

  #callerOf(definition: CallDefinition, options: CallOptions): Caller {
    const { actor, project, sessionId } = this.#options;
    return {
      actor,
      project: options.project ?? project,
      sessionId: options.sessionId ?? sessionId,
      idempotencyKey: definition.kind === 'query' ? undefined : (options.idempotencyKey ?? randomUUID()),
      signal: options.signal,
      lent: options.lent,
      withoutText: !options.withText,
    };
  }
}

function refusal(answer: LoopbackResponse): MemoryBridgeError {
  let body: unknown;
  try {
    body = JSON.parse(answer.body);
  } catch {
    body = undefined;
  }
  const retryAfter = Number(answer.headers['retry-after']);
  return fromWireError(body, answer.status, Number.isFinite(retryAfter) ? retryAfter : undefined);
}

/** An owner of before may know a field by another name alone; one that means nothing to it does no harm. */
function withFormerFields(
  { otherFields = {} }: CallDefinition,
  input: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const former = Object.entries(otherFields).flatMap(([theirs, ours]) =>
    input[ours] === undefined ? [] : [[theirs, input[ours]] as const],
  );
  return { ...Object.fromEntries(former), ...input };
}

/** Draining owners end within moments and then the state changes; a rate limit says how long it lasts. */
async function pauseFor(
  error: MemoryBridgeError,
  deadline: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const wanted = error.code === 'rate_limited' ? (error.retryAfter ?? 1) * 1_000 : 50;
  const left = Math.max(0, deadline - performance.now());
  await delay(Math.min(wanted, left), undefined, signal ? { signal } : {});
}
