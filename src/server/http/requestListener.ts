import { getRequestListener } from '@hono/node-server';
import type { RequestListener, ServerOptions } from 'node:http';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { MemoryApp } from './createApp.ts';
import { refusal } from './refusal.ts';

/**
 * Options for `http.createServer`. Whoever sends its headers or body slowly is let go; answers may take as long as they
 * need, because event streams never end.
 */
export const httpServerOptions: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16 * 1024,
};

/**
 * The app as `http.createServer` wants it. It does not listen: binding the port is what makes a process the owner,
 * and that is not this room's business.
 */
export function createRequestListener(app: Pick<MemoryApp, 'fetch'>): RequestListener {
  const listener = getRequestListener((request) => app.fetch(request), {
    overrideGlobalObjects: false,
    errorHandler: () => refusal(new MemoryBridgeError('invalid_input', 'This is not a valid HTTP request.')),
  });
  return (request, response) => void listener(request, response);
}
