import { type ErrorCode, MemoryBridgeError } from '../core/errors.ts';

/** Primary result codes, see https://sqlite.org/rescode.html; extended ones carry more in their upper bits. */
const primary = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  constraint: 19,
  notADatabase: 26,
} as const;

const noSpace: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** What SQLite and the system said about a failed call. */
export interface SqliteFailure {
  /** Extended result code. */
  readonly code: number;
  readonly message: string;
  /** `errno` name of the file call that failed last, e.g. `ENOSPC`. */
  readonly errno?: string | undefined;
  readonly path: string;
}

/** A failure of SQLite in the words of the domain. SQLite's own words stay in `details`, without any values. */
export function sqliteError(failure: SqliteFailure): MemoryBridgeError {
  const [code, message] = describe(failure);
  return new MemoryBridgeError(code, message, {
    details: {
      sqliteCode: failure.code,
      sqlite: failure.message,
      path: failure.path,
      ...(failure.errno === undefined ? {} : { errno: failure.errno }),
    },
  });
}

/**
 * Whether the database itself was the trouble: it is damaged, or its file could not be read or written. A full disk is
 * not meant, since what is there can still be read.
 */
export function databaseTrouble(error: unknown): 'damaged' | 'unreachable' | undefined {
  if (!MemoryBridgeError.is(error) || error.code === 'disk_full') return undefined;
  const code = error.details?.['sqliteCode'];
  if (typeof code !== 'number') return undefined;
  switch (code & 0xff) {
    case primary.corrupt:
    case primary.notADatabase:
      return 'damaged';
    case primary.ioError:
    case primary.cannotOpen:
      return 'unreachable';
    default:
      return undefined;
  }
}

function describe({ code, message, errno, path }: SqliteFailure): [ErrorCode, string] {
  const kind = code & 0xff;
  const isFileTrouble = kind === primary.ioError || kind === primary.cannotOpen;
  if (kind === primary.full || (isFileTrouble && noSpace.has(errno)))
    return ['disk_full', `The disk is full, nothing was saved. Free some space for ${path} and try again.`];
  switch (kind) {
    case primary.corrupt:
    case primary.notADatabase:
      return ['corrupt', `The database ${path} is damaged. Restore the newest backup, then start again.`];
    case primary.constraint:
      return ['conflict', `The change contradicts what is stored (${message}). Read it again, then retry.`];
    case primary.readOnly:
      return ['read_only', `The database ${path} may only be read here. Nothing was changed.`];
    case primary.busy:
    case primary.locked:
      return ['unavailable', `The database ${path} is in use. Try again in a moment.`];
    case primary.cannotOpen:
      if (errno === 'EBUSY')
        return [
          'conflict',
          `The database ${path} is open already. Close it there before it is opened again.`,
        ];
      if (errno === 'EAGAIN') return writtenTo(path);
      return [
        'unavailable',
        `The database ${path} could not be opened (${errno ?? message}). Check that the folder exists and is yours.`,
      ];
    case primary.ioError:
      if (errno === 'EAGAIN') return writtenTo(path);
      return [
        'internal',
        `The database ${path} could not be read or written (${errno ?? message}). Check the disk, then try again.`,
      ];
    default:
      return ['internal', `The database refused a statement (${message}). Run memory-bridge doctor.`];
  }
}

const writtenTo = (path: string): [ErrorCode, string] => [
  'unavailable',
  `The database ${path} is written to by another program. Try again in a moment.`,
];
