import { getRequestListener } from '@hono/node-server';
import type { RequestListener } from 'node:http';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { MemoryApp } from './createApp.ts';
import { refusal } from './refusal.ts';

/**
 * The app as `http.createServer` wants it. It does not listen: binding the port is what makes a process the owner,
 * and that is not this room's business.
 */
export function createRequestListener(app: Pick<MemoryApp, 'fetch'>): RequestListener {
  const listener = getRequestListener((request, { incoming }) => app.fetch(request, incoming.socket), {
    overrideGlobalObjects: false,
    errorHandler: () => refusal(new MemoryBridgeError('invalid_input', 'This is not a valid HTTP request.')),
  });
  return (request, response) => void listener(request, response);
}
