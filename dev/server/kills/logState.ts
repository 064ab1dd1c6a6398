import { readFile } from 'node:fs/promises';

export interface LogState {
  readonly bytes: number;
  /** Frames after the last commit: the kill came between two writes of one transaction. */
  readonly isUnfinished: boolean;
}

const headerBytes = 32;
const frameHeaderBytes = 24;

/** Reads a write-ahead log (https://sqlite.org/fileformat2.html#walformat) as a kill has left it. */
export async function readLogState(file: string): Promise<LogState> {
  const log = await readFile(file).catch(() => Buffer.alloc(0));
  if (log.length < headerBytes) return { bytes: log.length, isUnfinished: log.length > 0 };
  const frameBytes = frameHeaderBytes + log.readUInt32BE(8);
  const salts = log.subarray(16, 24);
  let isUnfinished = false;
  for (let at = headerBytes; at < log.length; at += frameBytes) {
    // Frames of an earlier turn of the log lie behind those of this one.
    if (log.length < at + frameHeaderBytes || !log.subarray(at + 8, at + 16).equals(salts)) break;
    isUnfinished = log.readUInt32BE(at + 4) === 0 || log.length < at + frameBytes;
  }
  return { bytes: log.length, isUnfinished };
}
