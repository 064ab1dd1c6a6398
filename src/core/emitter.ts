import type { DisposableLike } from './disposable.ts';
import type { Logger } from './ports.ts';

/** Listeners of one kind of news. One that throws is logged; the others still hear it. */
export class Emitter<T> {
  readonly #listeners = new Set<{ readonly call: (value: T) => void }>();
  readonly #logger: Logger | undefined;

  constructor(logger?: Logger) {
    this.#logger = logger;
  }

  on(call: (value: T) => void): DisposableLike {
    const entry = { call };
    this.#listeners.add(entry);
    return { dispose: () => void this.#listeners.delete(entry) };
  }

  emit(value: T): void {
    for (const { call } of this.#listeners) {
      try {
        call(value);
      } catch (error) {
        this.#logger?.error('A listener failed.', { error: String(error) });
      }
    }
  }
}
