import { offlineVariable } from '../core/offlineSwitch.ts';
import { isLoopback } from '../core/safeAddress.ts';
import type { Network } from './network.ts';
import { TransportError } from './transportError.ts';

/** Throws `TransportError` for an address beyond this machine while the switch is on. Looks up no name to know it. */
export function refuseOffline(url: URL, { env, offline = offlineVariable(env) }: Network): void {
  if (offline === undefined || isLoopback(url)) return;
  throw new TransportError(
    'offline',
    `${url.host} is not asked, because ${offline} keeps Memory Bridge offline.`,
    `To let it ask, take ${offline} away where the memory server is started, and start it again.`,
  );
}
