import http from 'node:http';
import https from 'node:https';
import { type Socket, isIP } from 'node:net';
import type { Network } from './network.ts';
import { TransportError, asTransportError } from './transportError.ts';

export interface TunnelOptions {
  readonly network: Network;
  readonly connectMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Authorities besides those of node, for a proxy that speaks TLS itself. */
  readonly ca?: string[] | undefined;
}

/**
 * Asks a proxy for a connection to `host:port` (RFC 9110, section 9.3.6) and returns the socket, on which TLS is to be
 * spoken with the host itself: the proxy sees where, not what.
 */
export function connectTunnel(
  proxy: URL,
  target: { readonly host: string; readonly port: number },
  { connectMs, signal, network, ca }: TunnelOptions,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const authority = `${target.host}:${target.port}`;
    const open = proxy.protocol === 'https:' ? https.request : http.request;
    const host = proxy.hostname.replace(/^\[|\]$/g, '');
    const request = open({
      host,
      // Node would take it from the header, which names the host behind the proxy.
      servername: isIP(host) === 0 ? host : '',
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...credentialsOf(proxy) },
      agent: false,
      ...(signal ? { signal } : {}),
      ...(ca ? { ca } : {}),
      ...(network.proxyStrictSsl === false ? { rejectUnauthorized: false } : {}),
    });
    const timer = setTimeout(
      () =>
        request.destroy(
          new TransportError(
            'slow_connect',
            `The proxy ${proxy.host} did not answer in time.`,
            'Check the proxy settings.',
          ),
        ),
      connectMs,
    );
    request.once('connect', (response, socket, head) => {
      clearTimeout(timer);
      const { statusCode = 0 } = response;
      if (statusCode >= 200 && statusCode < 300 && head.length === 0) return resolve(socket);
      socket.destroy();
      reject(refusalOf(proxy, statusCode, authority));
    });
    // A proxy that knows no CONNECT answers as a web server does.
    request.once('response', ({ statusCode = 0 }) => {
      clearTimeout(timer);
      request.destroy();
      reject(refusalOf(proxy, statusCode, authority));
    });
    request.once('error', (error) => {
      clearTimeout(timer);
      reject(signal?.aborted ? (signal.reason as Error) : asTransportError(error, `the proxy ${proxy.host}`));
    });
    request.end();
  });
}

function credentialsOf({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const pair = `${decoded(username)}:${decoded(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** A password may hold a percent sign that nobody has written as one. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function refusalOf(proxy: URL, status: number, authority: string): TransportError {
  if (status === 407)
    return refused(
      proxy,
      'requires a user name and a password',
      'Put them in HTTPS_PROXY, like http://user:password@proxy:8080.',
    );
  // The far side is down, not the proxy: that may pass.
  if (status === 502 || status === 503 || status === 504)
    return new TransportError(
      'unreachable',
      `The proxy ${proxy.host} could not reach ${authority} (status ${status}).`,
      'Try again later.',
    );
  return refused(
    proxy,
    `refused to connect to ${authority} (status ${status})`,
    'Ask whoever runs the proxy to allow it, or use a mirror that is allowed.',
  );
}

function refused(proxy: URL, what: string, advice: string): TransportError {
  return new TransportError('proxy', `The proxy ${proxy.host} ${what}.`, advice);
}
