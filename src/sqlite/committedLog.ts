import { addToSums, type Sums } from './logChecksum.ts';
import type { SystemFiles } from './systemFiles.ts';

export const logHeaderBytes = 32;
export const frameHeaderBytes = 24;
/** Its last bit says in which order the words of the sums are. */
const magic = 0x377f0682;
const pageBytes = { least: 512, most: 65_536 } as const;

type Files = Pick<SystemFiles, 'readSync'>;

/** A place in a log, and the running sums of what is before it. */
export interface LogPlace {
  readonly bytes: number;
  readonly sums: Sums;
}

/** What all frames of a log have in common. */
export interface LogHeader {
  readonly frameBytes: number;
  readonly isBig: boolean;
  /** In each frame that was written since the log has begun anew. */
  readonly salt: Buffer;
  /** Where the first frame begins. */
  readonly start: LogPlace;
}

/**
 * Reads the header of a write-ahead log, see https://sqlite.org/fileformat2.html#the_write_ahead_log. Undefined where
 * SQLite takes the log for empty, whatever is behind it: without the magic number, with a sum that does not fit, and with
 * a size of pages that there is not.
 */
export function logHeaderIn(bytes: Buffer): LogHeader | undefined {
  if (bytes.length < logHeaderBytes || bytes.readUInt32BE(0) >>> 1 !== magic >>> 1) return undefined;
  const isBig = bytes.readUInt32BE(0) === magic + 1;
  const page = bytes.readUInt32BE(8);
  if (page < pageBytes.least || page > pageBytes.most || (page & (page - 1)) !== 0) return undefined;
  const sums = addToSums([0, 0], bytes.subarray(0, 24), isBig);
  if (!isSame(sums, bytes, 24)) return undefined;
  const start = { bytes: logHeaderBytes, sums };
  return { frameBytes: frameHeaderBytes + page, isBig, salt: bytes.subarray(16, 24), start };
}

/** The ends of the transactions behind a place: of frames whose sums fit up to one that says that it is the last. */
export function* commitsBehind(
  files: Files,
  descriptor: number,
  { frameBytes, isBig, salt }: LogHeader,
  place: LogPlace,
): Generator<LogPlace> {
  const frame = Buffer.alloc(frameBytes);
  let { sums } = place;
  for (let at = place.bytes; isRead(files, descriptor, frame, at); at += frameBytes) {
    sums = addToSums(sums, frame.subarray(0, 8), isBig);
    sums = addToSums(sums, frame.subarray(frameHeaderBytes), isBig);
    const isThere = frame.readUInt32BE(0) !== 0 && frame.subarray(8, 16).equals(salt);
    if (!isThere || !isSame(sums, frame, 16)) return;
    if (hasCommitMark(frame)) yield { bytes: at + frameBytes, sums };
  }
}

/** Where what is committed in a log ends, and the next commit begins. */
export function committedEnd(files: Files, descriptor: number, header: LogHeader): LogPlace {
  let end = header.start;
  for (const commit of commitsBehind(files, descriptor, header, end)) end = commit;
  return end;
}

/** The number behind that of the page is the size of the database after a commit, 0 in all other frames. */
export const hasCommitMark = (frame: Buffer): boolean => frame.readUInt32BE(4) !== 0;

const isRead = (files: Files, descriptor: number, into: Buffer, at: number): boolean =>
  files.readSync(descriptor, into, 0, into.length, at) === into.length;

const isSame = ([first, second]: Sums, bytes: Buffer, at: number): boolean =>
  first === bytes.readUInt32BE(at) && second === bytes.readUInt32BE(at + 4);
