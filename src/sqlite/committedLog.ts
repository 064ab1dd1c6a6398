import { addToSums, type Sums } from './logChecksum.ts';
import type { SystemFiles } from './systemFiles.ts';

export const logHeaderBytes = 32;
const frameHeaderBytes = 24;
/** Its last bit says in which order the words of the sums are. */
const magic = 0x377f0682;

/**
 * Where what is committed in a write-ahead log ends, see https://sqlite.org/fileformat2.html#the_write_ahead_log: behind
 * the last frame that ends a transaction and whose sum fits. The next commit begins there. 0 where there is no log yet,
 * as in an empty file.
 */
export function committedBytes(files: Pick<SystemFiles, 'readSync'>, descriptor: number): number {
  const read = (bytes: Buffer, at: number): boolean =>
    files.readSync(descriptor, bytes, 0, bytes.length, at) === bytes.length;
  const header = Buffer.alloc(logHeaderBytes);
  if (!read(header, 0)) return 0;
  const isBig = header.readUInt32BE(0) === magic + 1;
  let sums = addToSums([0, 0], header.subarray(0, 24), isBig);
  if (header.readUInt32BE(0) >>> 1 !== magic >>> 1 || !isSame(sums, header, 24)) return 0;
  const frame = Buffer.alloc(frameHeaderBytes + header.readUInt32BE(8));
  let committed = logHeaderBytes;
  for (let at = logHeaderBytes; read(frame, at); at += frame.length) {
    const hasSalt = frame.subarray(8, 16).equals(header.subarray(16, 24));
    sums = addToSums(sums, frame.subarray(0, 8), isBig);
    sums = addToSums(sums, frame.subarray(frameHeaderBytes), isBig);
    if (!hasSalt || !isSame(sums, frame, 16)) break;
    if (frame.readUInt32BE(4) !== 0) committed = at + frame.length;
  }
  return committed;
}

const isSame = ([first, second]: Sums, bytes: Buffer, at: number): boolean =>
  first === bytes.readUInt32BE(at) && second === bytes.readUInt32BE(at + 4);
