import { isErrno } from './errno.ts';

/** Whether there is a process with this number, on this machine or in this container. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process may not be signalled, but it is there.
    return isErrno(error, 'EPERM');
  }
}
