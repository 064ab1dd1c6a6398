import type { ServerOptions } from 'node:http';

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
