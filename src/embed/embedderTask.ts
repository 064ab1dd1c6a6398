import type { DisposableLike } from '../core/disposable.ts';
import { MemoryBridgeError } from '../core/errors.ts';
import type { Logger } from '../core/ports.ts';
import type { EmbedderSettings } from '../protocol/embedderSettings.ts';
import { failureText } from './embedFailure.ts';
import type { Embedder } from './embedder.ts';
import type { EmbedderHandle, EmbedderState } from './embedderHandle.ts';

/** What making an embedder may use. */
export interface TaskTools {
  /** Aborted when the embedder is not wanted any more. */
  readonly signal: AbortSignal;
  readonly report: (state: EmbedderState) => void;
  /** The embedder that was made cannot answer any more. */
  readonly fail: (error: MemoryBridgeError) => void;
}

export interface TaskOptions {
  readonly make: (tools: TaskTools) => Promise<Embedder & Partial<DisposableLike>>;
  readonly logger?: Logger | undefined;
  /** Before something that may pass is tried again; doubled each time, up to a quarter of an hour, ms. */
  readonly retryMs?: number | undefined;
}

const longestPause = 15 * 60_000;

/** Makes an embedder, tries again by itself what may pass, and tells how far it is. */
export class EmbedderTask implements EmbedderHandle {
  readonly wanted: EmbedderSettings;
  readonly #options: TaskOptions;
  readonly #listeners = new Set<(state: EmbedderState) => void>();
  #state: EmbedderState = { kind: 'waiting', why: 'It is being prepared.' };
  #embedder: (Embedder & Partial<DisposableLike>) | undefined;
  /** Of the attempt that is under way, or of the embedder that came of it. */
  #attempt: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #isDisposed = false;

  constructor(wanted: EmbedderSettings, options: TaskOptions) {
    this.wanted = wanted;
    this.#options = options;
    void this.#run();
  }

  get state(): EmbedderState {
    return this.#state;
  }

  get embedder(): Embedder | undefined {
    return this.#embedder;
  }

  onState(listener: (state: EmbedderState) => void): DisposableLike {
    const own = (state: EmbedderState) => listener(state);
    this.#listeners.add(own);
    return { dispose: () => void this.#listeners.delete(own) };
  }

  retry(): void {
    if (this.#attempt || this.#isDisposed) return;
    this.#failures = 0;
    void this.#run();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#listeners.clear();
    this.#drop();
  }

  async #run(): Promise<void> {
    clearTimeout(this.#timer);
    const attempt = new AbortController();
    this.#attempt = attempt;
    const isCurrent = () => this.#attempt === attempt;
    const tools: TaskTools = {
      signal: attempt.signal,
      report: (state) => {
        if (isCurrent()) this.#become(state);
      },
      fail: (error) => {
        if (isCurrent()) this.#failed(error);
      },
    };
    try {
      const embedder = await this.#options.make(tools);
      // Not wanted any more, or failed in the moment it was made.
      if (!isCurrent()) return embedder.dispose?.();
      this.#failures = 0;
      this.#embedder = embedder;
      this.#become({ kind: 'ready' });
    } catch (error) {
      if (isCurrent()) this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.#drop();
    const { message, advice } = failureText(error);
    this.#options.logger?.warn('The embedder is not ready.', { ...this.#name(), message });
    if (!MemoryBridgeError.is(error, 'unavailable', 'rate_limited'))
      return this.#become({ kind: 'failed', message, advice });
    const { retryMs = 30_000 } = this.#options;
    const pause = Math.max(
      Math.min(longestPause, retryMs * 2 ** this.#failures++),
      (error.retryAfter ?? 0) * 1_000,
    );
    this.#timer = setTimeout(() => void this.#run(), pause);
    this.#timer.unref();
    this.#become({ kind: 'waiting', why: `${message} It is tried again in ${inWords(pause)}. ${advice}` });
  }

  #drop(): void {
    clearTimeout(this.#timer);
    const attempt = this.#attempt;
    this.#attempt = undefined;
    attempt?.abort(new MemoryBridgeError('unavailable', 'The embedder is no longer needed.'));
    this.#embedder?.dispose?.();
    this.#embedder = undefined;
  }

  #become(state: EmbedderState): void {
    if (this.#isDisposed) return;
    this.#state = state;
    for (const listener of this.#listeners) {
      try {
        listener(state);
      } catch (error) {
        this.#options.logger?.error('A listener failed.', { error: String(error) });
      }
    }
  }

  #name(): Record<string, unknown> {
    const { provider, model } = this.wanted;
    return { provider, ...(model === undefined ? {} : { model }) };
  }
}

function inWords(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1_000);
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
