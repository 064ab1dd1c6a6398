import { isErrno } from '../../home/errno.ts';
import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { DataDirectory } from '../../home/dataDirectory.ts';
import { portTaken, silentPort } from '../../client/ownerSearch.ts';
import { type Patience, usualPatience } from '../../client/patience.ts';
import { probe, type ProbeResult } from '../../client/probe.ts';
import { assertSamePort, chooseServerFile, readServerFile, type ServerFile } from '../../home/serverFile.ts';
import type { TokenFile } from '../../home/token.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { Health } from '../../protocol/health.ts';
import { defaultPort } from '../../core/product.ts';
import { httpServerOptions } from '../http/httpServerOptions.ts';

export interface PortWish {
  /** What `--port` said: this one or none. */
  readonly port?: number | undefined;
  /** What the environment prefers at the first run. */
  readonly preferredPort?: number | undefined;
}

export interface LockOptions extends PortWish {
  readonly patience?: Patience | undefined;
}

/** The bound port, or who has it. */
export type PortOutcome =
  | { readonly kind: 'bound'; readonly server: http.Server; readonly file: ServerFile }
  | { readonly kind: 'lost'; readonly health: Health };

/** So many ports after the wished one are tried at the first run. */
const searchLength = 100;
/** Somebody who frees the port while it is looked at: tried again at once. */
const bindTries = 5;

/**
 * Binds the port of a data directory: whoever has it owns the data, and the kernel frees it the instant the owner
 * ends. `onBound` runs in the same tick, before any request is answered, and sets the request listener.
 */
export async function lockPort(
  directory: DataDirectory,
  tokens: TokenFile,
  wish: LockOptions,
  onBound: (server: http.Server, file: ServerFile) => void,
): Promise<PortOutcome> {
  const file = readServerFile(directory);
  if (!file) return choosePort(directory, tokens, wish, onBound);
  assertSamePort(directory, file, wish.port);
  return lockKnownPort(directory, tokens, file, wish, onBound);
}

async function lockKnownPort(
  directory: DataDirectory,
  tokens: TokenFile,
  file: ServerFile,
  { patience }: LockOptions,
  onBound: (server: http.Server, file: ServerFile) => void,
): Promise<PortOutcome> {
  const { port, dataDirId } = file;
  for (let attempt = 1; ; attempt++) {
    const server = await bind(port, (server) => onBound(server, file));
    if (server) return { kind: 'bound', server, file };
    const found = await probeTwice({ port, dataDirId, tokens: () => tokens.accepted() }, patience);
    if (found.kind === 'owner') return { kind: 'lost', health: found.health };
    if (found.kind === 'silent') throw await silentPort(directory, port);
    if (found.kind === 'stranger' || attempt >= bindTries) throw await portTaken(directory, port);
    await delay(20 * attempt);
  }
}

/** First run: of several contenders one fixes the port, by creating `server.json`; the others follow it. */
async function choosePort(
  directory: DataDirectory,
  tokens: TokenFile,
  wish: LockOptions,
  onBound: (server: http.Server, file: ServerFile) => void,
): Promise<PortOutcome> {
  const first = wish.port ?? wish.preferredPort ?? defaultPort;
  const last = wish.port === undefined ? Math.min(first + searchLength, 65_535) : first;
  for (let port = first; port <= last; port++) {
    let file: ServerFile | undefined;
    const server = await bind(port, (server) => {
      // In the tick of the binding: nobody can have been told about this port before it is written down.
      file = chooseServerFile(directory, port);
      if (file.port === port) onBound(server, file);
    });
    if (server && file?.port === port) return { kind: 'bound', server, file };
    if (server) {
      server.close();
      break;
    }
    const found = await probe({
      port,
      tokens: () => tokens.accepted(),
      timeoutMs: wish.patience?.firstLook,
    });
    // Another contender for this very directory has just bound it.
    if (found.kind === 'owner') return { kind: 'lost', health: found.health };
    if (readServerFile(directory)) break;
  }
  const file = readServerFile(directory);
  if (file) {
    assertSamePort(directory, file, wish.port);
    return lockKnownPort(directory, tokens, file, wish, onBound);
  }
  throw new MemoryBridgeError(
    'port_taken',
    first === last
      ? `Port ${first} on 127.0.0.1 is used by another program. Name another one with --port.`
      : `No free port between ${first} and ${last} on 127.0.0.1. Name another one with --port.`,
    { details: { port: first } },
  );
}

async function probeTwice(
  options: Parameters<typeof probe>[0],
  { firstLook, secondLook }: Patience = usualPatience,
): Promise<ProbeResult> {
  const result = await probe({ ...options, timeoutMs: firstLook });
  return result.kind === 'silent' ? probe({ ...options, timeoutMs: secondLook }) : result;
}

/** Undefined when the port is taken. Always the literal address, never `reusePort`: that would make two owners. */
function bind(port: number, onBound: (server: http.Server) => void): Promise<http.Server | undefined> {
  const server = http.createServer(httpServerOptions);
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      if (isErrno(error, 'EADDRINUSE', 'EACCES')) resolve(undefined);
      else reject(error);
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      try {
        onBound(server);
        resolve(server);
      } catch (error) {
        server.close();
        reject(error);
      }
    });
  });
}
