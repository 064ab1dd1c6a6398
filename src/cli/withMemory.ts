import { existsSync } from 'node:fs';
import type { DataDirectory } from '../home/dataDirectory.ts';
import type { MemoryClient, OwnerStarter } from '../client/memoryClient.ts';
import { MemoryBridgeError } from '../core/errors.ts';
import { scriptName } from '../core/memory/history.ts';
import { environment } from '../core/product.ts';
import type { GlobalOptions } from './cliContext.ts';
import type { CliIo } from './cliIo.ts';

/** The data directory that the options mean. Throws `port_mismatch` when `--port` names another port than its own. */
export async function openDirectory(globals: GlobalOptions, io: CliIo): Promise<DataDirectory> {
  const [{ DataDirectory }, { assertSamePort, readServerFile }] = await Promise.all([
    import('../home/dataDirectory.ts'),
    import('../home/serverFile.ts'),
  ]);
  const directory = DataDirectory.resolve({ home: globals.home, env: io.env });
  const file = readServerFile(directory);
  if (file) assertSamePort(directory, file, globals.port);
  return directory;
}

/** Whether anything was ever kept there. */
export function isBegun({ database, serverFile }: DataDirectory): boolean {
  return existsSync(database) || existsSync(serverFile);
}

/** A name that was mistyped must not make a folder, in which there would be nothing to read either. */
export function refuseMissing(directory: DataDirectory, { home }: GlobalOptions, { env }: CliIo): void {
  const named = home === undefined ? environment.home : '--home';
  if ((home === undefined && !env[environment.home]) || isBegun(directory)) return;
  throw new MemoryBridgeError(
    'not_found',
    `There is no memory in ${directory.home}. Check ${named}, or start one there with "memory-bridge remember".`,
  );
}

/**
 * Runs one command against the owner. Unless it `mayBegin`, there has to be a memory already where one is named. When there is none, this process owns the data for as long as the command
 * takes, and has drained, closed the database and freed the port when this resolves.
 */
export async function withMemory<T>(
  globals: GlobalOptions,
  io: CliIo,
  work: (client: MemoryClient) => Promise<T>,
  { mayBegin = false }: { readonly mayBegin?: boolean } = {},
): Promise<T> {
  const directory = await openDirectory(globals, io);
  if (!mayBegin) refuseMissing(directory, globals, io);
  const { MemoryConnection } = await import('../client/connection.ts');
  const starter = new PassingStarter(directory, globals.port);
  const client = new MemoryConnection({
    directory,
    actor: io.atTerminal ? { kind: 'cli' } : { kind: 'agent', name: scriptName },
    starter,
  });
  const release = async () => {
    client.dispose();
    await starter.stop('The command has ended.');
  };
  const interrupted = (signal: NodeJS.Signals) => {
    void release().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    return await work(client);
  } finally {
    await release();
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
}

/** Owns the data for the life of one command. The server's code is loaded only when nobody else serves. */
class PassingStarter implements OwnerStarter {
  /** A passing owner never takes over from an older one that will stay: it would leave nobody behind. */
  readonly isRetired = true;
  readonly #directory: DataDirectory;
  readonly #port: number | undefined;
  #inner: OwnerStarter | undefined;

  constructor(directory: DataDirectory, port: number | undefined) {
    this.#directory = directory;
    this.#port = port;
  }

  get ownerPid(): number | undefined {
    return this.#inner?.ownerPid;
  }

  async start(): ReturnType<OwnerStarter['start']> {
    const { startInProcess } = await import('./serve.ts');
    this.#inner ??= startInProcess({ directory: this.#directory, port: this.#port });
    return this.#inner.start();
  }

  async stop(reason: string): Promise<void> {
    await this.#inner?.stop(reason);
  }
}
