import { createServer } from 'node:net';
import { MemoryBridgeError } from '../core/errors.ts';

/** So many ports are tried before it is given up. */
const searchLength = 100;

/** The first port from `first` on that nobody listens on at this moment. */
export async function findFreePort(first: number): Promise<number> {
  const last = Math.min(first + searchLength, 65_535);
  for (let port = first; port <= last; port++) if (await isFree(port)) return port;
  throw new MemoryBridgeError('port_taken', `No free port between ${first} and ${last} on 127.0.0.1.`);
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
