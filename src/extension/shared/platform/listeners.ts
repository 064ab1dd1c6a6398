import type { DisposableLike } from '../../../core/disposable.ts';

/** A small event without the editor, so that models can be tested outside it. */
export class Listeners<T> {
  readonly #all = new Set<(value: T) => void>();

  add(listener: (value: T) => void): DisposableLike {
    this.#all.add(listener);
    return { dispose: () => this.#all.delete(listener) };
  }

  fire(value: T): void {
    for (const listener of this.#all) listener(value);
  }

  clear(): void {
    this.#all.clear();
  }
}
