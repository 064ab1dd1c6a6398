import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { DataDirectory } from './dataDirectory.ts';

export const logName = 'server.log';
/** Those that were full: `server-20261130T081500123Z-4711.log`, and `server.log.1` of earlier releases. */
const fullLog = /^server-\d{8}T\d{9}Z-\d+(?:-\d+)?\.log$|^server\.log\.\d+$/;

/** Of a log that is put aside now. Names sort by time, and no two processes make the same. */
export function fullLogName(now: number, pid: number, more = ''): string {
  return `server-${new Date(now).toISOString().replaceAll(/[-:.]/g, '')}-${pid}${more}.log`;
}

/** The full ones among the names of a folder, the newest first. Those of earlier releases are older than all others. */
export function fullLogsOf(names: readonly string[]): string[] {
  const full = names.filter((name) => fullLog.test(name));
  const isEarlier = (name: string): boolean => name.startsWith(`${logName}.`);
  const now = full.filter((name) => !isEarlier(name)).sort((a, b) => (a < b ? 1 : -1));
  return [...now, ...full.filter((name) => isEarlier(name)).sort()];
}

export interface LogFile {
  readonly path: string;
  readonly bytes: number;
  /** Wall clock, ms. */
  readonly modifiedAt: number;
}

/** The log and those that were put aside, the newest first. */
export async function listLogs({ logs }: Pick<DataDirectory, 'logs'>): Promise<LogFile[]> {
  const names = await readdir(logs).catch(() => []);
  const found = await Promise.all(
    [...names.filter((name) => name === logName), ...fullLogsOf(names)].map(async (name) => {
      const file = path.join(logs, name);
      // One that was just put aside has another name by now.
      const info = await stat(file).catch(() => undefined);
      return info?.isFile() ? [{ path: file, bytes: info.size, modifiedAt: info.mtimeMs }] : [];
    }),
  );
  return found.flat();
}

export async function logBytes(directory: Pick<DataDirectory, 'logs'>): Promise<number> {
  return (await listLogs(directory)).reduce((sum, { bytes }) => sum + bytes, 0);
}
