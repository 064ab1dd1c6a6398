import type { MiddlewareHandler } from 'hono';
import { MemoryBridgeError } from '../../core/errors.ts';
import { refusal } from './refusal.ts';

/** Lets only requests through that were meant for this server. */
export function localRequests(port: number): MiddlewareHandler {
  return async (context, next) => {
    const { host, origin } = context.req.header();
    const foreign = foreignRequest(port, { host, origin });
    if (foreign) return refusal(foreign);
    await next();
    return undefined;
  };
}

/**
 * The refusal of a request that was not meant for the server on this port. A page on the internet can make a browser
 * send requests to the loopback interface; its own name then stands in Host (DNS rebinding) or in Origin.
 */
export function foreignRequest(
  port: number,
  { host, origin }: { readonly host?: string | undefined; readonly origin?: string | undefined },
): MemoryBridgeError | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (host === undefined || !hosts.includes(host.toLowerCase()))
    return new MemoryBridgeError(
      'forbidden',
      `Requests must name this server as 127.0.0.1:${port} in the Host header.`,
    );
  if (origin !== undefined && !hosts.some((each) => `http://${each}` === origin.toLowerCase()))
    return new MemoryBridgeError('forbidden', 'Requests from web pages of another origin are refused.');
  return undefined;
}
