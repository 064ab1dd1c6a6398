import type { DisposableLike } from '../core/disposable.ts';
import type { Logger } from '../core/ports.ts';
import type { MemoryEvent } from '../protocol/events.ts';

export type EventListener = (event: MemoryEvent) => void;

/** Tells everyone in this process what has changed. A listener that throws does not keep the others from hearing. */
export class EventHub {
  readonly #listeners = new Set<EventListener>();
  readonly #logger: Logger;
  #streams = 0;
  #streamsEnd = new AbortController();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Open event streams, for Status. */
  get streamCount(): number {
    return this.#streams;
  }

  /** Aborts when the streams that are open now have to end although the server goes on. */
  get streamsEnd(): AbortSignal {
    return this.#streamsEnd.signal;
  }

  /** Sends everyone away who follows from outside; whoever may comes back. */
  endStreams(): void {
    const ending = this.#streamsEnd;
    this.#streamsEnd = new AbortController();
    ending.abort();
  }

  emit(event: MemoryEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        this.#logger.error('A listener for events failed', { kind: event.kind, error: String(error) });
      }
    }
  }

  subscribe(listener: EventListener): DisposableLike {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /** As `subscribe`, and counted as a client that follows from outside. */
  openStream(listener: EventListener): DisposableLike {
    const subscription = this.subscribe(listener);
    this.#streams += 1;
    let open = true;
    return {
      dispose: () => {
        if (!open) return;
        open = false;
        this.#streams -= 1;
        subscription.dispose();
      },
    };
  }
}
