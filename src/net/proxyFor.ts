import { isLoopback, proxyProblem } from '../core/safeAddress.ts';
import { isExcepted } from './isExcepted.ts';
import type { Network } from './network.ts';
import { TransportError } from './transportError.ts';

/**
 * The proxy for an address, as command line programs understand the environment: lower case names first, HTTP_PROXY
 * where there is no HTTPS_PROXY, and none for hosts in NO_PROXY. This computer is never reached through a proxy.
 */
export function proxyFor(url: URL, { proxy, noProxy = [], env }: Network): URL | undefined {
  if (isLoopback(url) || isExcepted(url, [read(env, 'no_proxy') ?? '', ...noProxy])) return undefined;
  const named = proxy || (read(env, 'https_proxy') ?? read(env, 'all_proxy') ?? read(env, 'http_proxy'));
  if (!named) return undefined;
  const text = named.includes('://') ? named : `http://${named}`;
  const problem = proxyProblem(text);
  if (problem !== undefined)
    throw new TransportError('proxy', 'The proxy that is set cannot be used.', problem);
  return new URL(text);
}

function read(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return env[name] || env[name.toUpperCase()] || undefined;
}
