import fs from 'node:fs';

/** The calls of `node:fs` that the database makes. A seam: tests hand in one that fails on purpose. */
export type SystemFiles = Pick<
  typeof fs,
  | 'accessSync'
  | 'closeSync'
  | 'fdatasyncSync'
  | 'fstatSync'
  | 'fsyncSync'
  | 'ftruncateSync'
  | 'openSync'
  | 'readSync'
  | 'statSync'
  | 'unlinkSync'
  | 'writeSync'
>;

export const systemFiles: SystemFiles = fs;

/** The `code` of a system error, e.g. `ENOSPC`. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
