import { createParser } from 'eventsource-parser';
import type { DisposableLike } from '../core/disposable.ts';
import { eventSchema, type MemoryEvent } from '../protocol/events.ts';
import { openRequest } from './loopbackRequest.ts';
import type { ProvenAgent } from './provenAgent.ts';

export interface EventReaderOptions {
  readonly port: number;
  readonly token: string;
  readonly agent: ProvenAgent;
  readonly onEvent: (event: MemoryEvent) => void;
  /** Any sign of life, heartbeats included. */
  readonly onData: () => void;
  /** Called once. `status` is that of an answer that was no stream. */
  readonly onEnd: (reason: { status?: number }) => void;
}

/** Two missed heartbeats of 15 s, with some slack, ms. */
const silence = 32_000;

/** One `GET /api/events`. Its end is how a client learns that the owner is gone. */
export class EventReader implements DisposableLike {
  readonly #options: EventReaderOptions;
  readonly #abort = new AbortController();
  #ended = false;
  #silenceTimer: NodeJS.Timeout | undefined;

  /** `onSilence` is called when heartbeats stay away; the stream is kept, for it may come back to life. */
  constructor(options: EventReaderOptions, onSilence: () => void) {
    this.#options = options;
    const request = openRequest(
      {
        port: options.port,
        method: 'GET',
        path: '/api/events',
        headers: { authorization: `Bearer ${options.token}`, accept: 'text/event-stream' },
        // Until the first byte; afterwards the heartbeats are watched.
        timeoutMs: 10_000,
        signal: this.#abort.signal,
        agent: options.agent,
      },
      () => this.#end({}),
    );
    request.once('response', (response) => {
      request.setTimeout(0);
      const status = response.statusCode ?? 0;
      if (status !== 200) {
        response.resume();
        this.#end({ status });
        return;
      }
      const parser = createParser({ onEvent: ({ data }) => this.#emit(data) });
      const watch = () => {
        clearTimeout(this.#silenceTimer);
        if (!this.#ended) this.#silenceTimer = setTimeout(onSilence, silence);
      };
      watch();
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        watch();
        options.onData();
        parser.feed(text);
      });
      response.on('error', () => this.#end({}));
      response.on('close', () => this.#end({}));
    });
    request.end();
  }

  dispose(): void {
    this.#end({});
  }

  #emit(data: string): void {
    let parsed: unknown;
    try {
      parsed = JSON.parse(data);
    } catch {
      return;
    }
    // A newer owner may announce kinds that this version does not know.
    const event = eventSchema.safeParse(parsed);
    if (event.success && !this.#ended) this.#options.onEvent(event.data);
  }

  #end(reason: { status?: number }): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#silenceTimer);
    this.#abort.abort();
    this.#options.onEnd(reason);
  }
}
