import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { isLoopback } from '../core/safeAddress.ts';
import { authorities } from './authorities.ts';
import { connectTunnel } from './connectTunnel.ts';
import type { Network } from './network.ts';
import { refuseOffline } from './offline.ts';
import { proxyFor } from './proxyFor.ts';
import type { Purpose } from './purposes.ts';
import { TransportError, asTransportError } from './transportError.ts';
import { Watchdog } from './watchdog.ts';

export interface OutgoingRequest {
  /** What docs/privacy.md says about it. */
  readonly purpose: Purpose;
  /** https, or http to this computer. */
  readonly url: URL;
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly network: Network;
  /** Until the connection stands, ms. */
  readonly connectMs: number;
  /** Until the answer begins, and between its parts, ms. */
  readonly idleMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Keeps connections for further requests; without one each request has its own. Proxies always do it anew. */
  readonly agent?: http.Agent | undefined;
}

/** An answer whose body is still to be read. */
export interface OpenResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /**
   * Throws `TransportError` when the connection breaks or falls silent, the signal's reason when it is aborted. Must be
   * read to its end or left with `close`.
   */
  readonly body: AsyncIterable<Buffer>;
  close(): void;
}

/**
 * Sends one request and resolves with the head of the answer. Redirects are for the caller. Every request that leaves
 * the machine passes here, so that the switch is asked before anything else, even the name of the host.
 */
export async function openResponse(request: OutgoingRequest): Promise<OpenResponse> {
  const { url, network } = request;
  refuseOffline(url, network);
  const more = () => open(request, authorities(network.env));
  if (needMore.has(url.origin)) return more();
  try {
    return await open(request);
  } catch (error) {
    if (!TransportError.is(error, 'untrusted')) throw error;
    const response = await more();
    needMore.add(url.origin);
    return response;
  }
}

/** Whose certificates node alone does not trust. Few: one embedder, one hub, a forge or two. */
const needMore = new Set<string>();

async function open(request: OutgoingRequest, ca?: string[]): Promise<OpenResponse> {
  const { url, signal } = request;
  signal?.throwIfAborted();
  if (url.protocol === 'http:' ? !isLoopback(url) : url.protocol !== 'https:')
    throw new TransportError('broken', `${url.host} is not contacted without encryption.`, 'Use https.');
  const proxy = proxyFor(url, request.network);
  const tunnel = proxy
    ? await connectTunnel(proxy, { host: url.hostname, port: Number(url.port || 443) }, { ...request, ca })
    : undefined;
  try {
    return await send(request, tunnel, ca);
  } catch (error) {
    // A header that none may be is found out before the request would own the connection.
    tunnel?.destroy();
    throw cannotBeMade(error) ? unsendable(url, error) : error;
  }
}

function send(request: OutgoingRequest, tunnel: Socket | undefined, ca?: string[]): Promise<OpenResponse> {
  const { url, method = 'GET', headers, body, connectMs, idleMs, signal, agent } = request;
  const secure = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    const options: https.RequestOptions = {
      host,
      port: url.port || (secure ? 443 : 80),
      path: `${url.pathname}${url.search}`,
      method,
      agent: (tunnel ? undefined : agent) ?? false,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) },
      ...(signal ? { signal } : {}),
      ...(ca ? { ca } : {}),
      // TLS is spoken through the tunnel when there is one.
      ...(tunnel ? { socket: tunnel } : {}),
    };
    const outgoing = secure ? https.request(options) : http.request(options);
    let isConnected = false;
    let silent: TransportError | undefined;
    const watchdog = new Watchdog(connectMs, () => {
      silent = silence(url, isConnected);
      outgoing.destroy(silent);
    });
    const connected = () => {
      isConnected = true;
      watchdog.touch(idleMs);
    };
    outgoing.once('socket', (socket) => {
      if (outgoing.reusedSocket) connected();
      else socket.once(secure ? 'secureConnect' : 'connect', connected);
    });
    const translate = (error: unknown): Error => {
      if (signal?.aborted) return signal.reason as Error;
      // A body that is cut off by us breaks with an error of node's own.
      if (silent) return silent;
      return asTransportError(error instanceof Error ? error : new Error(String(error)), url.hostname);
    };
    outgoing.once('error', (error) => {
      watchdog.end();
      reject(translate(error));
    });
    outgoing.once('response', (incoming) => {
      watchdog.touch(idleMs);
      resolve({
        status: incoming.statusCode ?? 0,
        headers: incoming.headers,
        body: bodyOf(incoming, watchdog, translate),
        close: () => {
          watchdog.end();
          outgoing.destroy();
        },
      });
    });
    outgoing.end(body);
  });
}

async function* bodyOf(
  incoming: http.IncomingMessage,
  watchdog: Watchdog,
  translate: (error: unknown) => Error,
): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of incoming) {
      // Whoever reads may take its time over a part; only the wait for the next one counts.
      watchdog.touch();
      yield chunk as Buffer;
      watchdog.touch();
    }
  } catch (error) {
    throw translate(error);
  } finally {
    watchdog.end();
    incoming.destroy();
  }
}

/** What node refuses to put into a request, such as a line break in a header. */
function cannotBeMade(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_');
}

function unsendable({ host }: URL, cause: unknown): TransportError {
  return new TransportError(
    'invalid',
    `The request to ${host} cannot be made.`,
    'Check the key and the address.',
    cause,
  );
}

function silence({ hostname }: URL, isConnected: boolean): TransportError {
  return isConnected
    ? new TransportError('silent', `${hostname} stopped answering.`, 'Try again later.')
    : new TransportError(
        'slow_connect',
        `${hostname} did not take the connection in time.`,
        'Check the connection to the internet and the proxy settings.',
      );
}
