import { Disposable, type DisposableLike } from '../../../core/disposable.ts';
import type { MemoryClient } from '../../../client/memoryClient.ts';
import type { MemoryEvent } from '../../../protocol/events.ts';
import { Debouncer } from '../platform/debounce.ts';
import { Listeners } from '../platform/listeners.ts';

/** `value` stays through a failure: what was last known is better than an empty view. */
export interface LiveState<T> {
  readonly value: T | undefined;
  readonly error: unknown;
  readonly isLoading: boolean;
}

/** An answer that is kept up to date. */
export interface Live<T> {
  readonly state: LiveState<T>;
  onDidChange(listener: (state: LiveState<T>) => void): DisposableLike;
  /** The first answer, asked for now if nobody did. Resolves after a failure too: look at `state`. */
  ready(): Promise<LiveState<T>>;
}

export interface LiveQueryOptions<T> {
  fetch(signal: AbortSignal): Promise<T>;
  /**
   * Whether an event can have changed the answer, which is undefined before there is one. A new stream (`hello`) always
   * can.
   */
  isAffectedBy(event: MemoryEvent, value: T | undefined): boolean;
}

/** Changes come in bursts (an import, accept all); the answer must still be there within a second of the first. */
const quietMs = 80;
const longestMs = 400;

/**
 * An answer of the server that is kept up to date: asked for at the first use, asked again when an event says that
 * it may have changed, when the stream of events starts anew, and on `invalidate`.
 */
export class LiveQuery<T> extends Disposable implements Live<T> {
  readonly #options: LiveQueryOptions<T>;
  readonly #listeners = new Listeners<LiveState<T>>();
  readonly #debouncer: Debouncer;
  #state: LiveState<T> = { value: undefined, error: undefined, isLoading: false };
  #running: { readonly abort: AbortController; readonly done: Promise<void> } | undefined;
  #isStarted = false;

  constructor(client: MemoryClient, options: LiveQueryOptions<T>) {
    super();
    this.#options = options;
    this.#debouncer = this._register(new Debouncer(() => void this.#fetch(), quietMs, longestMs));
    this._register(
      client.onEvent((event) => {
        if (this.#isAffectedBy(event)) this.invalidate();
      }),
    );
    this._register({ dispose: () => this.#running?.abort.abort() });
    this._register({ dispose: () => this.#listeners.clear() });
  }

  get state(): LiveState<T> {
    return this.#state;
  }

  onDidChange(listener: (state: LiveState<T>) => void): DisposableLike {
    return this.#listeners.add(listener);
  }

  async ready(): Promise<LiveState<T>> {
    this.start();
    await this.#running?.done;
    return this.#state;
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    void this.#fetch();
  }

  /** Asks again soon. Does nothing before the first use. */
  invalidate(): void {
    if (this.#isStarted) this.#debouncer.call();
  }

  /** Asks again now. */
  async refresh(): Promise<void> {
    this.#isStarted = true;
    this.#debouncer.cancel();
    await this.#fetch();
  }

  /** While an answer is on its way nobody knows what will be in it. */
  #isAffectedBy(event: MemoryEvent): boolean {
    if (event.kind === 'hello') return true;
    const { value, isLoading } = this.#state;
    return this.#options.isAffectedBy(event, isLoading ? undefined : value);
  }

  #fetch(): Promise<void> {
    if (this.isDisposed) return Promise.resolve();
    this.#running?.abort.abort();
    const abort = new AbortController();
    const done = this.#run(abort.signal);
    this.#running = { abort, done };
    return done;
  }

  async #run(signal: AbortSignal): Promise<void> {
    this.#state = { ...this.#state, isLoading: true };
    let next: LiveState<T>;
    try {
      next = { value: await this.#options.fetch(signal), error: undefined, isLoading: false };
    } catch (error) {
      next = { value: this.#state.value, error, isLoading: false };
    }
    // A later fetch has taken over; its answer counts, and who waits for this one waits for that.
    if (signal.aborted) return this.isDisposed ? undefined : this.#running?.done;
    this.#state = next;
    this.#listeners.fire(next);
  }
}
