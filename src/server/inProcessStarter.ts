import type { DataDirectory } from '../home/dataDirectory.ts';
import type { OwnerStarter } from '../client/memoryClient.ts';
import type { Patience } from '../client/patience.ts';
import { MemoryBridgeError } from '../core/errors.ts';
import type { Clock, Logger } from '../core/ports.ts';
import { drainReasons } from '../core/product.ts';
import { composeLater } from './composeLater.ts';
import type { HostKind } from '../core/hostKind.ts';
import { MemoryServer, type MemoryServerOptions, type ServerEnd } from './memoryServer.ts';
import { systemClock } from './systemClock.ts';

export interface InProcessStarterOptions {
  readonly directory: DataDirectory;
  readonly hostKind: HostKind;
  readonly logger: Logger;
  readonly port?: number | undefined;
  readonly preferredPort?: number | undefined;
  readonly clock?: Clock;
  readonly patience?: Patience | undefined;
  readonly compose?: MemoryServerOptions['compose'];
  /** Heard once per hold that ended. A `stuck` one can only be let go by ending the process. */
  readonly onEnded?: (end: ServerEnd) => void;
}

/** Hosts the owner in this very process: for `memory-bridge serve`, the stdio shim and single commands. */
export class InProcessStarter implements OwnerStarter {
  readonly #options: InProcessStarterOptions;
  #server: MemoryServer | undefined;
  #isRetired = false;
  #starting: ReturnType<OwnerStarter['start']> | undefined;

  constructor(options: InProcessStarterOptions) {
    this.#options = options;
  }

  get ownerPid(): number | undefined {
    return this.#server ? process.pid : undefined;
  }

  get isRetired(): boolean {
    return this.#isRetired;
  }

  start(): ReturnType<OwnerStarter['start']> {
    this.#starting ??= this.#start().finally(() => (this.#starting = undefined));
    return this.#starting;
  }

  async stop(reason: string): Promise<void> {
    await this.#starting;
    await this.#server?.drain(reason);
  }

  async #start(): ReturnType<OwnerStarter['start']> {
    if (this.#server) return { outcome: 'owner' };
    if (this.#isRetired) return { outcome: 'failed', error: retired() };
    const { clock = systemClock, compose = composeLater } = this.#options;
    const result = await MemoryServer.acquire({ ...this.#options, clock, compose });
    if (result.outcome === 'failed') return { outcome: 'failed', error: result.error };
    if (result.outcome === 'lost') return { outcome: 'lost' };
    this.#server = result.server;
    void this.#follow(result.server);
    return { outcome: 'owner' };
  }

  async #follow(server: MemoryServer): Promise<void> {
    const end = await server.ended;
    if (this.#server === server) this.#server = undefined;
    if (end.reason === drainReasons.stepDown) this.#isRetired = true;
    this.#options.onEnded?.(end);
  }
}

function retired(): MemoryBridgeError {
  return new MemoryBridgeError(
    'unavailable',
    'A newer version of Memory Bridge took over and has ended since. Start this program again.',
  );
}
