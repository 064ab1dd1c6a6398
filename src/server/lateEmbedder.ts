import type { DisposableLike } from '../core/disposable.ts';
import type { Embedder } from '../embed/embedder.ts';
import type { EmbedderHandle, EmbedderState } from '../embed/embedderHandle.ts';
import type { EmbedderSettings } from '../protocol/embedderSettings.ts';

/**
 * An embedder that begins a moment later. Commands that own the data for a second must neither begin a download nor
 * call an API; whoever stays does not notice.
 */
export class LateEmbedder implements EmbedderHandle {
  readonly wanted: EmbedderSettings;
  readonly #listeners = new Set<(state: EmbedderState) => void>();
  readonly #timer: NodeJS.Timeout;
  #made: EmbedderHandle | undefined;

  constructor(wanted: EmbedderSettings, make: () => EmbedderHandle, delayMs: number) {
    this.wanted = wanted;
    this.#timer = setTimeout(() => {
      this.#made = make();
      this.#made.onState((state) => this.#tell(state));
      this.#tell(this.#made.state);
    }, delayMs);
    this.#timer.unref();
  }

  get state(): EmbedderState {
    return this.#made?.state ?? { kind: 'waiting', why: 'It is being prepared.' };
  }

  get embedder(): Embedder | undefined {
    return this.#made?.embedder;
  }

  onState(listener: (state: EmbedderState) => void): DisposableLike {
    const own = (state: EmbedderState) => listener(state);
    this.#listeners.add(own);
    return { dispose: () => void this.#listeners.delete(own) };
  }

  /** Nothing before the beginning: that comes by itself. */
  retry(): void {
    this.#made?.retry();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#listeners.clear();
    this.#made?.dispose();
  }

  #tell(state: EmbedderState): void {
    for (const listener of this.#listeners) listener(state);
  }
}
