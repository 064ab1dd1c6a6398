import type { OutputOf } from './operation.ts';
import type { memoryStatusOperation } from './operations/system/memoryStatus.ts';

type Network = NonNullable<OutputOf<typeof memoryStatusOperation>['network']>;

/** How requests leave the machine, or what keeps them from it. */
export function describeNetwork({ offline, proxy }: Network): string {
  if (offline !== undefined) return `offline: ${offline} keeps every request on this computer`;
  if (proxy === undefined) return 'online, without a proxy';
  return proxy === '' ? 'the proxy that is set cannot be used' : `online, through ${proxy}`;
}
