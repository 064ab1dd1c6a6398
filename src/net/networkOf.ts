import { environment } from '../core/product.ts';
import type { Network } from './network.ts';
import { offlineReason } from './offline.ts';
import { proxyFor } from './proxyFor.ts';

/** The way out of a process with this environment. What the editor is set to comes in variables of ours. */
export function networkOf(env: NodeJS.ProcessEnv, isOffline?: () => boolean): Network {
  const { [environment.proxy]: proxy, [environment.noProxy]: noProxy } = env;
  return {
    env,
    isOffline,
    ...(proxy ? { proxy } : {}),
    ...(noProxy ? { noProxy: [noProxy] } : {}),
    ...(env[environment.proxyStrictSsl] === '0' ? { proxyStrictSsl: false } : {}),
  };
}

/** What a person may see of a way out: neither user nor password. */
export interface NetworkStanding {
  /** What keeps the process offline: a variable or a setting. */
  readonly offline?: string;
  /** Where requests go first; empty when what is set cannot be used. */
  readonly proxy?: string;
}

/** How requests to the internet leave, or why none does. */
export function networkStanding(network: Network): NetworkStanding {
  const offline = offlineReason(network);
  if (offline !== undefined) return { offline };
  try {
    const proxy = proxyFor(new URL('https://host.invalid'), network);
    return proxy ? { proxy: proxy.origin } : {};
  } catch {
    return { proxy: '' };
  }
}
