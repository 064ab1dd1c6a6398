import { environment } from '../../core/product.ts';

/** What `MEMORY_BRIDGE_PORT` wishes for the first run; undefined when it is no port. */
export function preferredPort(env: NodeJS.ProcessEnv = process.env): number | undefined {
  const port = Number(env[environment.port]);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}
