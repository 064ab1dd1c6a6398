import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { MemoryBridgeError } from '../../core/errors.ts';
import { healthStatus } from '../../protocol/health.ts';
import { httpStatusOf, toWireError } from '../../protocol/wireError.ts';
import { foreignRequest } from '../http/localRequests.ts';
import type { Lifecycle } from '../lifecycle.ts';

/**
 * Stands in front of the app from the moment the port is bound: says who we are while the database is being opened,
 * counts what runs, and refuses what is new while draining.
 */
export class RequestGate {
  readonly #lifecycle: Lifecycle;
  #listener: RequestListener | undefined;
  #running = 0;
  #onIdle: (() => void) | undefined;

  constructor(lifecycle: Lifecycle) {
    this.#lifecycle = lifecycle;
  }

  /** The database is open: from now on the app answers. */
  open(listener: RequestListener): void {
    this.#listener = listener;
  }

  /** The database is being closed: what was let in is finished, and what comes is told to come again. */
  close(): void {
    this.#listener = undefined;
  }

  readonly handle: RequestListener = (request, response) => {
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    const isHealth = path === '/health';
    if (!this.#listener)
      return isHealth ? this.#health(request, response, query) : refuse(response, starting());
    if (this.#lifecycle.isDraining && !isHealth) return refuse(response, draining());
    // Event streams are told to end and need not be waited for.
    if (path !== '/api/events') this.#count(response);
    this.#listener(request, response);
  };

  /** Resolves when everything that was let in has been answered. */
  idle(): Promise<void> {
    if (this.#running === 0) return Promise.resolve();
    return new Promise((resolve) => (this.#onIdle = resolve));
  }

  #count(response: ServerResponse): void {
    this.#running++;
    response.once('close', () => {
      this.#running--;
      if (this.#running === 0) this.#onIdle?.();
    });
  }

  /** The answer of the app's own `/health`, for the moments in which there is no app yet. */
  #health(request: IncomingMessage, response: ServerResponse, query: string): void {
    const foreign = foreignRequest(this.#lifecycle.facts.port, request.headers);
    if (foreign) return refuse(response, foreign);
    const nonce = new URLSearchParams(query).get('nonce') ?? undefined;
    const health = this.#lifecycle.health(nonce);
    response.setHeader('retry-after', '1');
    send(response, healthStatus(health), health);
  }
}

function refuse(response: ServerResponse, error: MemoryBridgeError): void {
  response.setHeader('retry-after', String(error.retryAfter ?? 1));
  // The connection would only keep the port busy.
  response.setHeader('connection', 'close');
  send(response, httpStatusOf(error), toWireError(error));
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}

function starting(): MemoryBridgeError {
  return new MemoryBridgeError('unavailable', 'This memory server is starting. Try again in a moment.', {
    retryAfter: 1,
  });
}

function draining(): MemoryBridgeError {
  return new MemoryBridgeError('draining', 'This memory server is stopping. Try again in a moment.', {
    retryAfter: 1,
  });
}
