import type { DataDirectory } from '../home/dataDirectory.ts';
import { hostKindNames } from '../core/hostKind.ts';
import { MemoryBridgeError } from '../core/errors.ts';
import { MemoryServer } from '../server/memoryServer.ts';
import { preferredPort } from '../server/ownership/portWish.ts';
import { recoverForOwner, type Recovery } from '../server/recoverForOwner.ts';
import { openServerLog } from '../server/serverLog.ts';
import { systemClock } from '../server/systemClock.ts';

export interface RecoverOptions {
  readonly port?: number | undefined;
  readonly from?: string | undefined;
  readonly empty: boolean;
}

/** Owns the folder for as long as a backup takes the place of the database. Throws while somebody else owns it. */
export async function recoverAsOwner(directory: DataDirectory, options: RecoverOptions): Promise<Recovery> {
  let recovery: Recovery | undefined;
  const result = await MemoryServer.acquire({
    directory,
    hostKind: 'serve',
    port: options.port,
    preferredPort: preferredPort(),
    clock: systemClock,
    logger: openServerLog(directory),
    compose: async () => {
      recovery = await recoverForOwner(directory.home, { ...options, now: systemClock.now() });
      return { listener: (_request, response) => response.destroy(), close: async () => {} };
    },
  });
  if (result.outcome === 'failed') throw result.error;
  if (result.outcome === 'lost') {
    const { pid, hostKind } = result.health;
    throw new MemoryBridgeError(
      'conflict',
      `The memory is being served by process ${pid} (${hostKindNames[hostKind]}). End it first: close the editor windows, end OpenCode, or stop memory-bridge serve.`,
    );
  }
  await result.server.drain('The database was recovered.');
  if (!recovery) throw new Error('The folder was owned and nothing was recovered.');
  return recovery;
}
