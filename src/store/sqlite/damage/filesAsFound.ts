import type fs from 'node:fs';
import path from 'node:path';
import { type SystemFiles, systemFiles } from '../../../sqlite/systemFiles.ts';

/** Pages of our databases; others are counted in pieces of this size. */
const pageBytes = 8192;

/**
 * Database and log as they are at this moment, for a second connection that only reads, while their owner goes on. It
 * may add to the log meanwhile, which is not seen here, and must not bring any of it into the database.
 *
 * @param onRead Told which share of the database has been read, from 0 to 1, each time that a percent is full.
 */
export function filesAsFound(database: string, onRead: (share: number) => void): SystemFiles {
  const file = path.resolve(database);
  const log = `${file}-wal`;
  const sizeOf = (name: string) => systemFiles.statSync(name, { throwIfNoEntry: false })?.size ?? 0;
  const logBytes = sizeOf(log);
  const pages = Math.max(1, Math.ceil(sizeOf(file) / pageBytes));
  const names = new Map<number, string>();
  const seen = new Set<number>();
  const refuse = () => {
    throw Object.assign(new Error('These files are only read'), { code: 'EROFS' });
  };
  const note = (position: number) => {
    const page = Math.floor(position / pageBytes);
    if (seen.has(page)) return;
    const before = Math.floor((seen.size / pages) * 100);
    if (Math.floor((seen.add(page).size / pages) * 100) > before) onRead(Math.min(1, seen.size / pages));
  };
  return {
    ...systemFiles,
    openSync: (name: fs.PathLike) => {
      if (name !== file && name !== log) return refuse();
      // A copy has no log, and none must be made: nothing is read of the file that stands in for it.
      const isMissing = name === log && logBytes === 0;
      const descriptor = systemFiles.openSync(isMissing ? file : name, 'r');
      names.set(descriptor, name);
      return descriptor;
    },
    closeSync: (descriptor: number) => {
      names.delete(descriptor);
      systemFiles.closeSync(descriptor);
    },
    fstatSync: ((descriptor: number, options?: fs.StatOptions) => {
      const found = systemFiles.fstatSync(descriptor, options);
      return names.get(descriptor) === log && !options?.bigint
        ? Object.assign(found, { size: logBytes })
        : found;
    }) as SystemFiles['fstatSync'],
    readSync: ((descriptor: number, into: Buffer, offset: number, length: number, position: number) => {
      const isLog = names.get(descriptor) === log;
      if (!isLog) note(position);
      const most = isLog ? Math.min(length, logBytes - position) : length;
      return most <= 0 ? 0 : systemFiles.readSync(descriptor, into, offset, most, position);
    }) as SystemFiles['readSync'],
    writeSync: refuse,
    ftruncateSync: refuse,
    unlinkSync: refuse,
  };
}
