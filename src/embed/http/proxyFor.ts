import { isLoopback, proxyProblem } from '../../protocol/safeAddress.ts';
import { TransportError } from './transportError.ts';

export interface ProxyOptions {
  /** The person's setting, for example `http.proxy` of the editor; it goes before the environment. */
  readonly setting?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The proxy for an address, as command line programs understand the environment: lower case names first, HTTP_PROXY
 * where there is no HTTPS_PROXY, and none for hosts in NO_PROXY. This computer is never reached through a proxy.
 */
export function proxyFor(url: URL, { setting, env }: ProxyOptions): URL | undefined {
  if (isLoopback(url) || isExcepted(url, read(env, 'no_proxy') ?? '')) return undefined;
  const named = setting || (read(env, 'https_proxy') ?? read(env, 'all_proxy') ?? read(env, 'http_proxy'));
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

/** `*`, or hosts: each stands for itself and what is below it, with or without a leading dot, perhaps with a port. */
function isExcepted({ hostname, port }: URL, noProxy: string): boolean {
  const wanted = hostname.toLowerCase();
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === '*') return true;
      const [, host = '', only] = /^\*?\.?(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(entry) ?? [];
      if (host === '' || (only !== undefined && only !== (port || '443'))) return false;
      return wanted === host || wanted.endsWith(`.${host}`);
    });
}
