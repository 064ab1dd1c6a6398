import fs from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileSample } from './fileSample.ts';
import type { SqliteModule } from './sqliteModule.ts';
import { errnoOf, type SystemFiles } from './systemFiles.ts';

/** One file that SQLite holds open. */
interface OpenFile {
  readonly descriptor: number;
  readonly name: string;
  readonly isMainDatabase: boolean;
  readonly deleteOnClose: boolean;
  /** A file that was just made is only durable once its folder is, too. */
  folderIsDirty: boolean;
  /** Device and inode, which say whether a name still leads to this file. */
  readonly identity: string;
  /** How the file was left by us; undefined from our next write to it until it is looked at. */
  left: { readonly stamp: string; readonly sample: string } | undefined;
}

/** Is told of a main database. */
export interface FileWatcher {
  /** Before each of our writes; what it throws keeps it from being done. */
  writing(): void;
  /** How we have left it, found when it is looked at. */
  left(sample: string): void;
}

/** Where the name of an open file leads by now. */
export type Whereabouts = 'closed' | 'there' | 'missing' | 'replaced' | 'overwritten';

const maxPathBytes = 4096;
const sectorBytes = 4096;
const pointerBytes = 4;
const noSpace: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const missing: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR']);

/**
 * SQLite's file system layer (`sqlite3_vfs`) on Node's synchronous file calls. There are no locks: Node offers none
 * that native SQLite would respect, so a main database opens once per process here, and once per machine by the
 * server's ownership of the data folder. Shared memory is left out (`iVersion` 1), which makes the write-ahead log
 * work under `locking_mode=EXCLUSIVE` only; that is what we use.
 */
export class NodeVfs {
  readonly name: string;
  /** `errno` name of the last call that failed: SQLite keeps the kind of failure, not its cause. */
  lastFailure: string | undefined;
  readonly #module: SqliteModule;
  readonly #files: SystemFiles;
  readonly #open = new Map<number, OpenFile>();
  readonly #watchers = new Map<string, FileWatcher>();
  #ioMethods = 0;

  constructor(module: SqliteModule, files: SystemFiles, name: string) {
    this.#module = module;
    this.#files = files;
    this.name = name;
  }

  /** Registers with SQLite, for the life of the process. */
  install(): void {
    const { capi, library } = this.#module;
    const io = new capi.sqlite3_io_methods() as InstanceType<typeof capi.sqlite3_io_methods> & {
      $iVersion: number;
    };
    const vfs = new capi.sqlite3_vfs() as VfsStruct;
    const standard = new capi.sqlite3_vfs(capi.sqlite3_vfs_find(null)) as VfsStruct;
    io.$iVersion = 1;
    vfs.$iVersion = 1;
    // `struct sqlite3_file` is one pointer to its methods; everything else about a file is kept on this side.
    vfs.$szOsFile = pointerBytes;
    vfs.$mxPathname = maxPathBytes;
    vfs.$xRandomness = standard.$xRandomness;
    vfs.$xSleep = standard.$xSleep;
    vfs.$xCurrentTime = standard.$xCurrentTime;
    library.vfs.installVfs({
      io: { struct: io, methods: this.#fileMethods() as never },
      vfs: { struct: vfs, methods: this.#systemMethods() as never, name: this.name },
    });
    this.#ioMethods = io.pointer;
  }

  /** Has somebody told of what happens to the main database of this name; undefined for nobody any more. */
  watch(name: string, watcher: FileWatcher | undefined): void {
    if (watcher) this.#watchers.set(name, watcher);
    else this.#watchers.delete(name);
  }

  /**
   * Whether the file that is open under a name is the one that is there. Two names cost 5 µs, so this can be asked for
   * each commit. `overwritten`: it is the same file, and another program has written to it since it was last asked.
   */
  whereabouts(name: string): Whereabouts {
    const file = [...this.#open.values()].find((open) => open.name === name);
    if (!file) return 'closed';
    let stat: fs.BigIntStats;
    try {
      stat = this.#files.statSync(name, { bigint: true });
    } catch (error) {
      // What cannot be looked at for another reason fails by itself where it matters.
      return missing.has(errnoOf(error)) ? 'missing' : 'there';
    }
    if (identityOf(stat) !== file.identity) return 'replaced';
    if (!file.isMainDatabase) return 'there';
    const stamp = `${stat.mtimeNs} ${stat.size}`;
    if (file.left?.stamp === stamp) return 'there';
    // Times alone are not enough: some file systems set them late.
    const sample = fileSample(this.#files, file.descriptor, Number(stat.size));
    if (file.left && file.left.sample !== sample) return 'overwritten';
    file.left = { stamp, sample };
    this.#watchers.get(name)?.left(sample);
    return 'there';
  }

  /** Methods of the system: what works on names. An exception must not reach C, so each one ends in a code. */
  #systemMethods() {
    const { capi, heap } = this.#module;
    return {
      xOpen: (_vfs: number, name: number, file: number, flags: number, flagsOut: number) => {
        try {
          this.#openFile(name === 0 ? temporaryName() : heap.cText(name), file, flags);
          if (flagsOut !== 0) heap.bytes.writeInt32LE(flags, flagsOut);
          return capi.SQLITE_OK;
        } catch (error) {
          // SQLite calls xClose after a failed xOpen when the method table is set.
          heap.bytes.writeUInt32LE(0, file);
          return this.#failed(error, capi.SQLITE_CANTOPEN);
        }
      },
      xDelete: (_vfs: number, name: number, syncFolder: number) => {
        const file = heap.cText(name);
        try {
          this.#files.unlinkSync(file);
        } catch (error) {
          if (errnoOf(error) === 'ENOENT') return capi.SQLITE_IOERR_DELETE_NOENT;
          return this.#failed(error, capi.SQLITE_IOERR_DELETE);
        }
        return this.#attempt(capi.SQLITE_IOERR_DIR_FSYNC, () => {
          if (syncFolder !== 0) this.#syncFolderOf(file);
        });
      },
      xAccess: (_vfs: number, name: number, mode: number, result: number) => {
        heap.bytes.writeInt32LE(this.#isAccessible(heap.cText(name), mode) ? 1 : 0, result);
        return capi.SQLITE_OK;
      },
      xFullPathname: (_vfs: number, name: number, capacity: number, result: number) => {
        const full = Buffer.from(`${path.resolve(heap.cText(name))}\0`);
        if (full.length > capacity) return capi.SQLITE_CANTOPEN_FULLPATH;
        heap.bytes.set(full, result);
        return capi.SQLITE_OK;
      },
      xGetLastError: () => 0,
    };
  }

  /** Methods of an open file. Offsets and sizes are 64-bit and arrive as bigint. */
  #fileMethods() {
    const { capi, heap } = this.#module;
    const locksAreNotNeeded = () => capi.SQLITE_OK;
    return {
      xClose: (file: number) => this.#attempt(capi.SQLITE_IOERR_CLOSE, () => this.#closeFile(file)),
      xRead: (file: number, target: number, bytes: number, offset: bigint) => {
        let code: number = capi.SQLITE_OK;
        const failure = this.#attempt(capi.SQLITE_IOERR_READ, () => {
          const read = this.#read(file, target, bytes, Number(offset));
          if (read === bytes) return;
          heap.bytes.fill(0, target + read, target + bytes);
          code = capi.SQLITE_IOERR_SHORT_READ;
        });
        return failure === capi.SQLITE_OK ? code : failure;
      },
      xWrite: (file: number, source: number, bytes: number, offset: bigint) =>
        this.#attempt(capi.SQLITE_IOERR_WRITE, () => this.#write(file, source, bytes, Number(offset))),
      xTruncate: (file: number, size: bigint) =>
        this.#attempt(capi.SQLITE_IOERR_TRUNCATE, () => {
          const open = this.#file(file);
          this.#begins(open);
          this.#files.ftruncateSync(open.descriptor, Number(size));
        }),
      xSync: (file: number) => this.#attempt(capi.SQLITE_IOERR_FSYNC, () => this.#sync(this.#file(file))),
      xFileSize: (file: number, result: number) =>
        this.#attempt(capi.SQLITE_IOERR_FSTAT, () => {
          const { size } = this.#files.fstatSync(this.#file(file).descriptor);
          heap.bytes.writeBigInt64LE(BigInt(size), result);
        }),
      xLock: locksAreNotNeeded,
      xUnlock: locksAreNotNeeded,
      xCheckReservedLock: (_file: number, result: number) => {
        // Always free: "reserved" would tell SQLite that a hot journal is someone else's, and it would not roll back.
        heap.bytes.writeInt32LE(0, result);
        return capi.SQLITE_OK;
      },
      xFileControl: (file: number, operation: number, argument: number) => {
        if (operation !== capi.SQLITE_FCNTL_HAS_MOVED) return capi.SQLITE_NOTFOUND;
        return this.#attempt(capi.SQLITE_IOERR_FSTAT, () => {
          heap.bytes.writeInt32LE(this.#hasMoved(this.#file(file)) ? 1 : 0, argument);
        });
      },
      xSectorSize: () => sectorBytes,
      // What SQLite's own unix and Windows layers claim: a torn write touches no bytes outside of it, and Windows
      // keeps open files from being deleted.
      xDeviceCharacteristics: () =>
        capi.SQLITE_IOCAP_POWERSAFE_OVERWRITE |
        (process.platform === 'win32' ? capi.SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN : 0),
    };
  }

  #write(file: number, source: number, bytes: number, offset: number): void {
    const open = this.#file(file);
    this.#begins(open);
    const { bytes: heap } = this.#module.heap;
    for (let done = 0; done < bytes;)
      done += this.#files.writeSync(open.descriptor, heap, source + done, bytes - done, offset + done);
  }

  #openFile(name: string, file: number, flags: number): void {
    const { capi, heap } = this.#module;
    const has = (flag: number) => (flags & flag) !== 0;
    const isMainDatabase = has(capi.SQLITE_OPEN_MAIN_DB);
    if (isMainDatabase && [...this.#open.values()].some((open) => open.isMainDatabase && open.name === name))
      throw Object.assign(new Error(`${name} is open in this process already`), { code: 'EBUSY' });
    const { O_CREAT, O_EXCL, O_RDONLY, O_RDWR } = fs.constants;
    let mode = has(capi.SQLITE_OPEN_READWRITE) ? O_RDWR : O_RDONLY;
    if (has(capi.SQLITE_OPEN_CREATE)) mode |= O_CREAT;
    if (has(capi.SQLITE_OPEN_EXCLUSIVE)) mode |= O_EXCL;
    const descriptor = this.#files.openSync(name, mode, 0o600);
    const deleteOnClose = has(capi.SQLITE_OPEN_DELETEONCLOSE);
    this.#open.set(file, {
      descriptor,
      name,
      isMainDatabase,
      deleteOnClose,
      folderIsDirty: has(capi.SQLITE_OPEN_CREATE) && !deleteOnClose,
      identity: identityOf(this.#files.fstatSync(descriptor, { bigint: true })),
      left: undefined,
    });
    heap.bytes.writeUInt32LE(this.#ioMethods, file);
  }

  #closeFile(file: number): void {
    const { descriptor, deleteOnClose, name } = this.#file(file);
    this.#open.delete(file);
    this.#files.closeSync(descriptor);
    if (deleteOnClose) this.#files.unlinkSync(name);
  }

  #read(file: number, target: number, bytes: number, offset: number): number {
    const { descriptor } = this.#file(file);
    let done = 0;
    while (done < bytes) {
      const read = this.#files.readSync(
        descriptor,
        this.#module.heap.bytes,
        target + done,
        bytes - done,
        offset + done,
      );
      if (read === 0) break;
      done += read;
    }
    return done;
  }

  #sync(file: OpenFile): void {
    // Data, size and what else reading needs, but no times: as SQLite's own unix layer does whatever the flags say.
    // It reaches the drive on macOS as well, where libuv uses F_FULLFSYNC.
    this.#files.fdatasyncSync(file.descriptor);
    if (!file.folderIsDirty) return;
    this.#syncFolderOf(file.name);
    file.folderIsDirty = false;
  }

  #syncFolderOf(name: string): void {
    // Windows has no handle of a folder that could be flushed; NTFS journals its metadata.
    if (process.platform === 'win32') return;
    const descriptor = this.#files.openSync(path.dirname(name), 'r');
    try {
      this.#files.fsyncSync(descriptor);
    } finally {
      this.#files.closeSync(descriptor);
    }
  }

  #isAccessible(name: string, mode: number): boolean {
    const { R_OK, W_OK } = fs.constants;
    try {
      if (mode === this.#module.capi.SQLITE_ACCESS_READWRITE) this.#files.accessSync(name, R_OK | W_OK);
      // An empty journal is as good as none, as SQLite's own layers say.
      else if (this.#files.statSync(name).size === 0) return false;
      return true;
    } catch {
      return false;
    }
  }

  /** Before the first write since the file was looked at: what another program has put there is not mixed with ours. */
  #begins(file: OpenFile): void {
    if (!file.left) return this.#tellWriting(file);
    if (this.whereabouts(file.name) === 'overwritten')
      throw Object.assign(new Error(`${file.name} was written to by another program`), { code: 'ESTALE' });
    file.left = undefined;
    this.#tellWriting(file);
  }

  #tellWriting({ isMainDatabase, name }: OpenFile): void {
    if (isMainDatabase) this.#watchers.get(name)?.writing();
  }

  #hasMoved(file: OpenFile): boolean {
    try {
      return this.#files.statSync(file.name).ino !== this.#files.fstatSync(file.descriptor).ino;
    } catch {
      return true;
    }
  }

  #file(pointer: number): OpenFile {
    const file = this.#open.get(pointer);
    if (!file) throw Object.assign(new Error('The file is not open'), { code: 'EBADF' });
    return file;
  }

  #attempt(code: number, work: () => void): number {
    try {
      work();
      return this.#module.capi.SQLITE_OK;
    } catch (error) {
      return this.#failed(error, code);
    }
  }

  #failed(error: unknown, code: number): number {
    const { capi } = this.#module;
    this.lastFailure = errnoOf(error);
    return noSpace.has(this.lastFailure) && code === capi.SQLITE_IOERR_WRITE ? capi.SQLITE_FULL : code;
  }
}

const identityOf = ({ dev, ino }: fs.BigIntStats): string => `${dev}:${ino}`;

type VfsStruct = InstanceType<SqliteModule['capi']['sqlite3_vfs']> &
  Record<'$xRandomness' | '$xSleep' | '$xCurrentTime', number>;

function temporaryName(): string {
  return path.join(tmpdir(), `memory-bridge-${randomUUID()}.tmp`);
}
