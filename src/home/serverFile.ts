import { createWhole, readWhole, writeWhole } from './wholeFile.ts';
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { MemoryBridgeError } from '../core/errors.ts';
import { type DataDirectory } from './dataDirectory.ts';

const serverFileSchema = z.object({
  port: z.number().int().min(1).max(65_535),
  dataDirId: z.string().min(8),
});

/** `<home>/server.json`: which port is the lock of this data directory. Chosen once. */
export type ServerFile = z.output<typeof serverFileSchema>;

export function readServerFile(directory: DataDirectory): ServerFile | undefined {
  const text = readWhole(directory.serverFile);
  if (text === undefined) return undefined;
  try {
    return serverFileSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new MemoryBridgeError(
      'corrupt',
      `${directory.serverFile} cannot be read. Delete it while no memory server runs; a new one is created then.`,
      { cause: error },
    );
  }
}

/** Fixes the port for good. Of several processes one decides; everyone gets what was decided. */
export function chooseServerFile(directory: DataDirectory, port: number): ServerFile {
  const chosen: ServerFile = { port, dataDirId: randomUUID() };
  if (createWhole(directory.serverFile, `${JSON.stringify(chosen)}\n`)) return chosen;
  const existing = readServerFile(directory);
  if (!existing) throw new MemoryBridgeError('unavailable', `${directory.serverFile} vanished. Try again.`);
  return existing;
}

/**
 * Another port for a data directory whose own is taken by a stranger. Nobody serves it then, and whoever starts to
 * reads the file again; two that start on two ports are told apart by `owner.json`.
 */
export function movePort(directory: DataDirectory, port: number): void {
  const file = readServerFile(directory);
  if (!file) throw new MemoryBridgeError('unavailable', `${directory.serverFile} vanished. Try again.`);
  writeWhole(directory.serverFile, `${JSON.stringify({ ...file, port })}\n`, { mode: 0o600 });
}

/** Throws `port_mismatch` when somebody insists on another port than the one that was chosen. */
export function assertSamePort(directory: DataDirectory, file: ServerFile, wanted: number | undefined): void {
  if (wanted === undefined || wanted === file.port) return;
  throw new MemoryBridgeError(
    'port_mismatch',
    `This data directory uses port ${file.port}, not ${wanted}. Leave out --port, or name another --home. ` +
      `To move it, stop every memory server and edit ${directory.serverFile}.`,
    { details: { port: file.port, wanted } },
  );
}
