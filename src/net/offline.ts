import { offlineVariable } from '../core/offlineSwitch.ts';
import { isLoopback } from '../core/safeAddress.ts';
import type { Network } from './network.ts';
import { TransportError } from './transportError.ts';

const setting = 'network.offline';

/** What keeps requests on this machine at this moment: the name of a variable or of the setting. */
export function offlineReason({ env, isOffline }: Pick<Network, 'env' | 'isOffline'>): string | undefined {
  return offlineVariable(env) ?? (isOffline?.() ? setting : undefined);
}

/** Throws `TransportError` for an address beyond this machine while the switch is on. Looks up no name to know it. */
export function refuseOffline(url: URL, network: Pick<Network, 'env' | 'isOffline'>): void {
  const reason = isLoopback(url) ? undefined : offlineReason(network);
  if (reason === undefined) return;
  throw new TransportError(
    'offline',
    `${url.host} is not asked, because ${reason} keeps Memory Bridge offline.`,
    reason === setting
      ? `To let it ask, set ${setting} to false in config.jsonc.`
      : `To let it ask, take ${reason} away where the memory server is started, and start it again.`,
  );
}
