import { MemoryBridgeError } from '../core/errors.ts';
import { NotRegular } from './openRegular.ts';
import { sqliteError } from './sqliteError.ts';
import { errnoOf } from './systemFiles.ts';

/** `SQLITE_CANTOPEN` */
const cannotOpen = 14;

/** What the system said about the files of a database of another program, in the words of the domain. */
export function foreignError(error: unknown, file: string): unknown {
  if (MemoryBridgeError.is(error)) return error;
  if (error instanceof NotRegular)
    return new MemoryBridgeError(
      'unavailable',
      `The database ${file} cannot be read: it is ${error.what}. Name a file.`,
      { cause: error, details: { sqliteCode: cannotOpen, path: file, errno: error.code } },
    );
  const errno = errnoOf(error);
  if (errno === undefined) return error;
  if (errno === 'ENOENT')
    return new MemoryBridgeError('not_found', `There is no database ${file}.`, { cause: error });
  return sqliteError({ code: cannotOpen, message: errno, errno, path: file });
}
