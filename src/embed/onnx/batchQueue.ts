/** A few texts that somebody waits for. */
export interface Batch {
  readonly texts: readonly string[];
  readonly resolve: (vectors: Float32Array[]) => void;
  readonly reject: (error: unknown) => void;
  /** Nobody waits any more. */
  readonly isAbandoned: () => boolean;
  /** It was in work when a worker crashed. */
  hasCrashed: boolean;
}

/** Batches that wait: those of questions first, then in the order in which they came. */
export class BatchQueue {
  readonly #urgent: Batch[] = [];
  readonly #patient: Batch[] = [];

  /** The vectors, in order. An abort is heard at once. */
  add(texts: readonly string[], isUrgent: boolean, signal?: AbortSignal): Promise<Float32Array[]> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const leave = () => reject(signal?.reason as Error);
      signal?.addEventListener('abort', leave, { once: true });
      const left = () => signal?.removeEventListener('abort', leave);
      (isUrgent ? this.#urgent : this.#patient).push({
        texts,
        resolve: (vectors) => {
          left();
          resolve(vectors);
        },
        reject: (error) => {
          left();
          reject(error);
        },
        isAbandoned: () => signal?.aborted ?? false,
        hasCrashed: false,
      });
    });
  }

  get isEmpty(): boolean {
    this.#dropAbandoned();
    return this.#urgent.length === 0 && this.#patient.length === 0;
  }

  take(): Batch | undefined {
    this.#dropAbandoned();
    return this.#urgent.shift() ?? this.#patient.shift();
  }

  /** To be taken next. */
  putBack(batch: Batch): void {
    this.#urgent.unshift(batch);
  }

  rejectAll(error: unknown): void {
    for (const batch of [...this.#urgent.splice(0), ...this.#patient.splice(0)]) batch.reject(error);
  }

  #dropAbandoned(): void {
    for (const queue of [this.#urgent, this.#patient]) while (queue[0]?.isAbandoned()) queue.shift();
  }
}
