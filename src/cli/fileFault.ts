const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder',
  EEXIST: 'it is there already',
  EACCES: 'you have no permission',
  EPERM: 'it is not permitted',
  EROFS: 'it lies on a disk that cannot be written',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is used up',
};

/** A fault of the file system in a sentence, with the path that was typed; undefined for what is none, or not known here. */
export function sayFileFault(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = '', path, syscall = '' } = error as NodeJS.ErrnoException;
  const reason = reasons[code];
  if (reason === undefined || path === undefined) return undefined;
  const what = ['mkdir', 'write', 'rename', 'copyfile'].includes(syscall) ? 'written' : 'opened';
  return `${path} cannot be ${what}: ${reason}.`;
}
