import type { MiddlewareHandler } from 'hono';
import { MemoryBridgeError } from '../../core/errors.ts';
import { refusal } from './refusal.ts';

/**
 * Lets only requests through that were meant for this server. A page on the internet can make a browser send requests
 * to the loopback interface; its own name then stands in Host (DNS rebinding) or in Origin.
 */
export function localRequests(port: number): MiddlewareHandler {
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  const origins = new Set([...hosts].map((host) => `http://${host}`));
  return async (context, next) => {
    const host = context.req.header('host')?.toLowerCase();
    if (host === undefined || !hosts.has(host)) {
      return refusal(
        new MemoryBridgeError(
          'forbidden',
          `Requests must name this server as 127.0.0.1:${port} in the Host header.`,
        ),
      );
    }
    const origin = context.req.header('origin')?.toLowerCase();
    if (origin !== undefined && !origins.has(origin)) {
      return refusal(
        new MemoryBridgeError('forbidden', 'Requests from web pages of another origin are refused.'),
      );
    }
    await next();
    return undefined;
  };
}
