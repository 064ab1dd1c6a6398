export interface DisposableLike {
  dispose(): void;
}

/** Owns handles and lets them go once, in reverse order, even when one of them throws. */
export abstract class Disposable implements DisposableLike {
  readonly #owned: DisposableLike[] = [];
  #disposed = false;

  protected get isDisposed(): boolean {
    return this.#disposed;
  }

  /** Takes ownership; what comes after disposal is disposed at once. */
  protected _register<T extends DisposableLike>(handle: T): T {
    if (this.#disposed) handle.dispose();
    else this.#owned.push(handle);
    return handle;
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    const failures: unknown[] = [];
    for (const handle of this.#owned.splice(0).toReversed()) {
      try {
        handle.dispose();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Some handles could not be released.');
  }
}
