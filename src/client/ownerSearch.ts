import { hostname } from 'node:os';
import { MemoryBridgeError } from '../core/errors.ts';
import { hostKindNames } from '../core/hostKind.ts';
import type { Health } from '../protocol/health.ts';
import type { DataDirectory } from '../home/dataDirectory.ts';
import { isProcessAlive } from '../home/processAlive.ts';
import { type OwnerRecord, readOwnerRecord } from '../home/ownerRecord.ts';
import { type Patience, usualPatience } from './patience.ts';
import { findPortHolder } from './portHolder.ts';
import { probe } from './probe.ts';
import { readServerFile } from '../home/serverFile.ts';
import type { TokenFile } from '../home/token.ts';

export type Found =
  | { readonly kind: 'owner'; readonly health: Health; readonly port: number; readonly token: string }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'failed'; readonly error: MemoryBridgeError };

/** Looks for the owner of a data directory, without sending the token to anybody. Never throws. */
export async function findOwner(
  directory: DataDirectory,
  tokens: TokenFile,
  { firstLook, secondLook }: Patience = usualPatience,
): Promise<Found> {
  try {
    const file = readServerFile(directory);
    const token = file && tokens.read();
    // Without these files nobody has ever owned the directory.
    if (!file || !token) return { kind: 'nobody' };
    const { port, dataDirId } = file;
    for (const timeoutMs of [firstLook, secondLook]) {
      const result = await probe({ port, dataDirId, timeoutMs, tokens: () => tokens.accepted() });
      if (result.kind === 'owner') return { ...result, port, token };
      if (result.kind === 'nobody') return result;
      if (result.kind === 'stranger') return { kind: 'failed', error: await portTaken(directory, port) };
    }
    return { kind: 'failed', error: await silentPort(directory, port) };
  } catch (error) {
    return {
      kind: 'failed',
      error: asMemoryBridgeError(error, `The folder ${directory.home} cannot be read.`),
    };
  }
}

/** Somebody else has the port: says who, as far as the system tells. */
export async function portTaken(directory: DataDirectory, port: number): Promise<MemoryBridgeError> {
  const holder = await findPortHolder(port);
  const who = holder ? `${holder.program || 'a program'} (process ${holder.pid})` : 'another program';
  return new MemoryBridgeError(
    'port_taken',
    `Port ${port} is used by ${who}, so memory cannot be reached. End that program and try again. ` +
      `Or use another port: stop every memory server and change "port" in ${directory.serverFile}.`,
    { details: { port, ...holder } },
  );
}

/** The port accepts connections and nothing answers: our own owner when it still lives, else a stranger. */
export async function silentPort(directory: DataDirectory, port: number): Promise<MemoryBridgeError> {
  const record = readOwnerRecord(directory);
  if (!record || record.released || record.port !== port || !mayLive(record))
    return portTaken(directory, port);
  return new MemoryBridgeError(
    'owner_hung',
    `The memory server (process ${record.pid}, ${hostKindNames[record.hostKind]}) does not answer. ` +
      `Resume that process or end it; memory then comes back by itself.`,
    { details: { pid: record.pid, hostKind: record.hostKind, port } },
  );
}

export function asMemoryBridgeError(error: unknown, message: string): MemoryBridgeError {
  return MemoryBridgeError.is(error) ? error : new MemoryBridgeError('internal', message, { cause: error });
}

/** A pid of another machine or container cannot be looked up here; it is believed. */
function mayLive(record: OwnerRecord): boolean {
  return record.host !== hostname() || isProcessAlive(record.pid);
}
