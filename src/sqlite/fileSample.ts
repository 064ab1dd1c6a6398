import { createHash } from 'node:crypto';
import type { SystemFiles } from './systemFiles.ts';

/** Looked at of a file of any size to tell whether it is the same; small ones are looked at whole. */
const sample = { pieces: 64, bytes: 8192 } as const;

/** A sum of the size and of pieces of an open file. */
export function fileSample(files: Pick<SystemFiles, 'readSync'>, descriptor: number, size: number): string {
  const hash = createHash('sha256').update(String(size));
  const piece = Buffer.alloc(sample.bytes);
  const step = Math.max(sample.bytes, Math.floor(size / sample.pieces));
  for (let at = 0; at < size; at += step)
    hash.update(piece.subarray(0, files.readSync(descriptor, piece, 0, sample.bytes, at)));
  return hash.digest('hex');
}
