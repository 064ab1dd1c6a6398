import type { BigIntStats } from 'node:fs';
import { MemoryBridgeError } from '../core/errors.ts';
import {
  commitsBehind,
  committedEnd,
  frameHeaderBytes,
  hasCommitMark,
  logHeaderBytes,
  logHeaderIn,
  type LogPlace,
} from './committedLog.ts';
import { openRegular, openRegularIfThere } from './openRegular.ts';
import { systemFiles } from './systemFiles.ts';

/** `SQLITE_NOTADB` */
const notADatabase = 26;
const databaseHeaderBytes = 100;
/** Frames of a change that is not committed yet and may be, which are looked at with each page that is read. */
const mostUnfinished = 32;
const journalMagic = Buffer.from([0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]);

/**
 * A database of another program as it was found, and whether it still is so. Files tell it by themselves; no lock is
 * taken, so the other goes on as if nobody read.
 *
 * Where changes go through a log, the database itself is changed only by bringing frames of the log into it. Those that
 * were found in the log are read there, so nothing is mixed as long as no other has been committed: then there is one
 * behind the last, or the log has begun anew under another header. Where they do not, each commit changes the header of
 * the database, and there is a journal while it is under way.
 */
export class ForeignState {
  /** Bytes of the log that hold what is committed; 0 when there is nothing in it. */
  readonly logBytes: number;
  readonly #file: string;
  readonly #database: number;
  readonly #log: number | undefined;
  /** Undefined when there is nothing committed in the log. */
  readonly #committed: LogPlace | undefined;
  readonly #found: string | undefined;
  #hasChanged = false;

  constructor(file: string) {
    this.#file = file;
    this.#database = openRegular(file);
    try {
      this.#log = openRegularIfThere(`${file}-wal`);
      this.#committed = this.#log === undefined ? undefined : committedIn(this.#log);
      this.logBytes = this.#committed?.bytes ?? 0;
      // SQLite would remove the log then, and say that there is nothing.
      if (this.logBytes > 0 && systemFiles.fstatSync(this.#database).size === 0) throw emptied(file);
      this.#found = this.#signature();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Nothing was committed while it was being found. */
  get isFound(): boolean {
    return this.#found !== undefined;
  }

  /** Once it has been seen to be another, it stays so. */
  get isUnchanged(): boolean {
    this.#hasChanged ||= this.#found === undefined || this.#signature() !== this.#found;
    return !this.#hasChanged;
  }

  /** Was seen to have changed, so that a page was refused. */
  get hasRefused(): boolean {
    return this.#hasChanged;
  }

  close(): void {
    systemFiles.closeSync(this.#database);
    if (this.#log !== undefined) systemFiles.closeSync(this.#log);
  }

  /**
   * Which log it is, and, where nothing is committed in it, which state of the database. What is being written to the log
   * is none of it: nothing is brought into the database before it is committed.
   */
  get generation(): string | undefined {
    const places = this.#places();
    if (places === undefined) return undefined;
    const header = this.#log === undefined ? '' : readAt(this.#log, logHeaderBytes, 0).toString('latin1');
    return [places, this.logBytes > 0 ? '' : this.#databaseSignature(), header].join(' ');
  }

  /** A few microseconds: it is asked for with each page that is read. Undefined when it has changed already. */
  #signature(): string | undefined {
    const places = this.#places();
    const log = this.#logSignature();
    if (places === undefined || log === undefined) return undefined;
    return [places, this.logBytes > 0 ? '' : this.#databaseSignature(), log].join(' ');
  }

  #databaseSignature(): string {
    const { size, mtimeNs } = systemFiles.fstatSync(this.#database, { bigint: true });
    const header = readAt(this.#database, databaseHeaderBytes, 0).toString('latin1');
    return [size, mtimeNs, hasHotJournal(this.#file), header].join(' ');
  }

  /** Undefined when the names lead to other files than those that are open. */
  #places(): string | undefined {
    const database = identityOf(systemFiles.fstatSync(this.#database, { bigint: true }));
    const log = fileAt(`${this.#file}-wal`);
    if (identityOf(statOf(this.#file)) !== database) return undefined;
    // One that is made and still empty says no more than none.
    if (!log?.size) return this.logBytes === 0 ? database : undefined;
    if (this.#log === undefined) return undefined;
    const found = identityOf(systemFiles.fstatSync(this.#log, { bigint: true }));
    return identityOf(log) === found ? `${database} ${found}` : undefined;
  }

  /** Undefined when something is committed behind what was found, or so much is being written that it soon will be. */
  #logSignature(): string | undefined {
    if (this.#log === undefined) return '';
    const bytes = readAt(this.#log, logHeaderBytes, 0);
    const header = logHeaderIn(bytes);
    if (!header) return bytes.toString('latin1');
    const frames = [bytes];
    const end = this.#committed ?? header.start;
    for (let at = end.bytes; ; at += header.frameBytes) {
      const frame = readAt(this.#log, frameHeaderBytes, at);
      const isOfThisLog = frame.length === frameHeaderBytes && frame.subarray(8, 16).equals(header.salt);
      if (!isOfThisLog) break;
      if (frames.push(frame) > mostUnfinished) return undefined;
      if (!hasCommitMark(frame)) continue;
      // A mark alone says nothing: its writer may be in the middle of the page, or was stopped there for good.
      if (commitsBehind(systemFiles, this.#log, header, end).next().done !== true) return undefined;
      break;
    }
    return Buffer.concat(frames).toString('latin1');
  }
}

function committedIn(log: number): LogPlace | undefined {
  const header = logHeaderIn(readAt(log, logHeaderBytes, 0));
  const end = header && committedEnd(systemFiles, log, header);
  return end && end.bytes > header.start.bytes ? end : undefined;
}

const emptied = (file: string): MemoryBridgeError =>
  new MemoryBridgeError(
    'corrupt',
    `The database ${file} is damaged: the file is empty, but its log is not. Restore the newest backup.`,
    { details: { sqliteCode: notADatabase, path: file } },
  );

/**
 * Stays the same as long as every state that the database has is found in it with the log that is there in the end:
 * undefined while its names lead elsewhere. Commits add to a log; they change this only where there is none.
 */
export function foreignGeneration(file: string): string | undefined {
  const state = new ForeignState(file);
  try {
    return state.generation;
  } finally {
    state.close();
  }
}

/** A change was begun that is neither done nor undone: its writer is at it, or was killed. */
export function hasHotJournal(file: string): boolean {
  const descriptor = openRegularIfThere(`${file}-journal`);
  if (descriptor === undefined) return false;
  try {
    // One whose beginning was wiped out is done with.
    return readAt(descriptor, journalMagic.length, 0).equals(journalMagic);
  } finally {
    systemFiles.closeSync(descriptor);
  }
}

const statOf = (name: string): BigIntStats | undefined =>
  systemFiles.statSync(name, { bigint: true, throwIfNoEntry: false });

/** What is there under this name, if it is a file. */
function fileAt(name: string): BigIntStats | undefined {
  const found = statOf(name);
  return found?.isFile() ? found : undefined;
}

const identityOf = (stat: BigIntStats | undefined): string => (stat ? `${stat.dev}:${stat.ino}` : '');

function readAt(descriptor: number, bytes: number, at: number): Buffer {
  const into = Buffer.alloc(bytes);
  return into.subarray(0, systemFiles.readSync(descriptor, into, 0, bytes, at));
}
