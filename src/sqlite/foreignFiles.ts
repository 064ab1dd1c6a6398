import type fs from 'node:fs';
import path from 'node:path';
import { ForeignState, hasHotJournal } from './foreignState.ts';
import { openRegular, openRegularIfThere } from './openRegular.ts';
import { type SystemFiles, systemFiles } from './systemFiles.ts';

const logSuffix = '-wal';
/** By the full name of the database. */
const states = new Map<string, ForeignState>();
const opened = new Map<number, { readonly state: ForeignState; readonly isLog: boolean }>();

/**
 * Has a database that is opened next read as it is now, until it is forgotten. Throws `EAGAIN`, as an error of the
 * system, while a change to it is under way.
 */
export function findForeign(file: string): void {
  const full = path.resolve(file);
  if (states.has(full)) throw Object.assign(new Error(`${file} is read already`), { code: 'EBUSY' });
  const state = new ForeignState(full);
  try {
    if (hasHotJournal(full) || !state.isFound) throw changed(file);
  } catch (error) {
    state.close();
    throw error;
  }
  states.set(full, state);
}

export function forgetForeign(file: string): void {
  const full = path.resolve(file);
  states.get(full)?.close();
  states.delete(full);
}

/** A page of it could not be read, which some statements, as checks of integrity, answer without failing. */
export const hasRefused = (file: string): boolean => states.get(path.resolve(file))?.hasRefused === true;

/** The files are no longer as they were found; trying again is of use. */
const changed = (file: string): Error =>
  Object.assign(new Error(`${file} is written to by another program`), { code: 'EAGAIN' });

const refuse = (): never => {
  throw Object.assign(new Error('Files of another program are only read'), { code: 'EROFS' });
};

/** SQLite would remove it beside an empty database. */
const isEmptyLog = (name: string): boolean =>
  name.endsWith(logSuffix) && states.get(name.slice(0, -logSuffix.length))?.logBytes === 0;

function openForeign(name: fs.PathLike): number {
  const text = String(name);
  const isLog = text.endsWith(logSuffix);
  const file = isLog ? text.slice(0, -logSuffix.length) : text;
  const state = states.get(file) ?? refuse();
  // Where the log is not there, none must be made: nothing is read of the file that stands in for it.
  const descriptor = (isLog ? openRegularIfThere(text) : undefined) ?? openRegular(file);
  opened.set(descriptor, { state, isLog });
  return descriptor;
}

/** For connections that only read what belongs to another program, after `findForeign`. Nothing is written or locked. */
export const foreignFiles: SystemFiles = {
  ...systemFiles,
  openSync: openForeign,
  closeSync: (descriptor: number) => {
    opened.delete(descriptor);
    systemFiles.closeSync(descriptor);
  },
  fstatSync: ((descriptor: number, options?: fs.StatOptions) => {
    const stat = systemFiles.fstatSync(descriptor, options);
    const { isLog = false, state } = opened.get(descriptor) ?? {};
    return isLog && !options?.bigint ? Object.assign(stat, { size: state?.logBytes }) : stat;
  }) as SystemFiles['fstatSync'],
  readSync: ((descriptor: number, into: Buffer, offset: number, length: number, position: number) => {
    const { state, isLog } = opened.get(descriptor) ?? refuse();
    const most = isLog ? Math.min(length, state.logBytes - position) : length;
    const read = most <= 0 ? 0 : systemFiles.readSync(descriptor, into, offset, most, position);
    // Looked at behind the read: what was changed before it may be in what was read.
    if (!state.isUnchanged) throw changed('The database');
    return read;
  }) as SystemFiles['readSync'],
  statSync: ((name: fs.PathLike, options?: fs.StatSyncOptions) => {
    // One from which nothing has to be undone: with that, the database would not have been found, or has changed since.
    if (String(name).endsWith('-journal') || isEmptyLog(String(name)))
      throw Object.assign(new Error('not for us'), { code: 'ENOENT' });
    return systemFiles.statSync(name, options);
  }) as SystemFiles['statSync'],
  writeSync: refuse,
  ftruncateSync: refuse,
  unlinkSync: refuse,
};
