import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { MemoryConnection } from '../client/connection.ts';
import { DataDirectory } from '../home/dataDirectory.ts';
import type { Patience } from '../client/patience.ts';
import { asMemoryBridgeError } from '../client/ownerSearch.ts';
import { assertSamePort, readServerFile } from '../home/serverFile.ts';
import { MemoryBridgeError } from '../core/errors.ts';
import type { Logger } from '../core/ports.ts';
import { ConfigFile } from '../settings/configFile.ts';
import { RemoteDispatcher } from '../server/mcp/remoteDispatcher.ts';
import { serveMcpOverStdio } from '../server/mcp/stdioMcp.ts';
import { openServerLog } from '../server/serverLog.ts';
import { ReturningStarter } from './returningStarter.ts';

export interface McpOptions {
  readonly home?: string | undefined;
  readonly port?: number | undefined;
  /** What calls are about when they name no project. */
  readonly project: string;
  readonly patience?: Patience | undefined;
}

/** An owner that has not let go by then ends with the process, ms. */
const drainPatience = 5_000;

/**
 * `memory-bridge mcp`: MCP on standard input and output, until the client closes the input. Finds the owner or becomes
 * it in this process; what hinders that becomes the answer of the tools, so that an agent can tell its person.
 */
export async function runMcp(options: McpOptions): Promise<void> {
  const output = takeStdout();
  const directory = DataDirectory.resolve({ home: options.home });
  const logger = openServerLog(directory);
  const owner = openOwner(directory, options, logger);
  const mcp = serveMcpOverStdio({
    input: process.stdin,
    output,
    dispatcher: new RemoteDispatcher(owner),
    toolset: readToolset(directory),
    project: options.project,
    sessionId: randomUUID(),
    logger,
  });
  const reason = await endOfClient();
  logger.debug('The shim ends.', { reason });
  // Nothing of this may keep the process: without its client it is of no use, and it may be the owner.
  const orderly = mcp.close().then(() => owner.close());
  await Promise.race([orderly.catch(() => {}), delay(drainPatience)]);
  process.exit(0);
}

interface OwnerAccess extends Pick<MemoryConnection, 'forward'> {
  close(): Promise<void>;
}

/** The way to the owner; when there can be none, a way that says why. */
function openOwner(directory: DataDirectory, { port, patience }: McpOptions, logger: Logger): OwnerAccess {
  try {
    const file = readServerFile(directory);
    if (file) assertSamePort(directory, file, port);
  } catch (error) {
    const reason = asMemoryBridgeError(error, `The data directory ${directory.home} cannot be used.`);
    return { forward: () => Promise.reject(reason), close: () => Promise.resolve() };
  }
  // The database and all that goes with it are loaded only when nobody else serves.
  const starter = new ReturningStarter(async () => {
    const { startInProcess } = await import('./serve.ts');
    return startInProcess({ directory, port, hostKind: 'shim', patience });
  });
  const connection = new MemoryConnection({
    directory,
    actor: { kind: 'agent' },
    starter,
    logger,
    patience,
  });
  return {
    forward: (name, input, caller) => connection.forward(name, input, caller),
    close: async () => {
      connection.dispose();
      await starter.stop('The client has closed the shim.');
    },
  };
}

/** Settings that cannot be read are the owner's to complain about; the tools are the usual ones then. */
function readToolset(directory: DataDirectory): 'core' | 'full' {
  try {
    return new ConfigFile(directory).read().config.toolset;
  } catch (error) {
    if (error instanceof MemoryBridgeError || (error instanceof Error && 'code' in error)) return 'core';
    throw error;
  }
}

/**
 * Standard output for the protocol alone: whatever else in this process prints, by `console` or otherwise, goes to
 * standard error.
 */
function takeStdout(): Writable {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  return new Writable({
    decodeStrings: false,
    write: (chunk: string | Buffer, encoding, done) => {
      write(chunk, encoding, (error) => done(error ?? undefined));
    },
  });
}

/** Resolves with why the client is gone: it closed its end, or it sent a signal. */
function endOfClient(): Promise<string> {
  return new Promise((resolve) => {
    process.stdin.once('end', () => resolve('end of input')).once('close', () => resolve('input closed'));
    process.stdin.once('error', () => resolve('input broken'));
    process.stdout.on('error', () => resolve('output broken'));
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
      process.once(signal, () => resolve(signal));
  });
}
