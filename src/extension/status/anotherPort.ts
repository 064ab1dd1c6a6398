import { setTimeout as delay } from 'node:timers/promises';
import { l10n, window } from 'vscode';
import type { DataDirectory } from '../../home/dataDirectory.ts';
import { findFreePort } from '../../client/freePort.ts';
import type { MemoryClient } from '../../client/memoryClient.ts';
import { movePort, readServerFile } from '../../home/serverFile.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import { memoryStatusOperation } from '../../protocol/operations/system/memoryStatus.ts';
import type { CommandRegistry } from '../shared/commandRegistry.ts';
import type { Feature } from '../shared/feature.ts';
import type { LiveQueries } from '../shared/live/liveQueries.ts';

/** `Use Another Port`: the way out while another program has the port of this data directory. */
export class AnotherPort implements Feature {
  readonly name = 'another port';
  readonly #registry: CommandRegistry;
  readonly #client: MemoryClient;
  readonly #live: LiveQueries;
  readonly #directory: DataDirectory;

  constructor(registry: CommandRegistry, client: MemoryClient, live: LiveQueries, directory: DataDirectory) {
    this.#registry = registry;
    this.#client = client;
    this.#live = live;
    this.#directory = directory;
  }

  register(): DisposableLike {
    return this.#registry.register({ 'memoryBridge.useAnotherPort': () => this.#move() });
  }

  async #move(): Promise<void> {
    const { state } = this.#client;
    // What is pressed late, after the other program has ended, must not move a server that runs.
    const isTaken = state.kind === 'failed' && MemoryBridgeError.is(state.error, 'port_taken');
    const file = readServerFile(this.#directory);
    if (isTaken && file) movePort(this.#directory, await findFreePort(file.port + 1));
    const port = await this.#reach();
    this.#live.invalidate();
    window.setStatusBarMessage(l10n.t('$(check) Memory is back, on port {0}', port), 5000);
  }

  /** The failure from before the move is given to every call for a second. */
  async #reach(): Promise<number> {
    for (let attempt = 1; ; attempt++)
      try {
        return (await this.#client.call(memoryStatusOperation, {})).result.port;
      } catch (error) {
        if (!MemoryBridgeError.is(error, 'port_taken') || attempt === 3) throw error;
        await delay(1_000);
      }
  }
}
