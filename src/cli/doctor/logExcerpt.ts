import { open } from 'node:fs/promises';
import type { DataDirectory } from '../../home/dataDirectory.ts';
import { listLogs } from '../../home/logFiles.ts';

const mostLines = 200;
/** Read of the end of each file, bytes. */
const mostBytes = 256 * 1024;
const levels: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
};
/** Fields of ours that help; those of anything else are not repeated, by their names either. */
const known = new Set([
  'error',
  'reason',
  'code',
  'kind',
  'job',
  'chore',
  'operation',
  'status',
  'port',
  'epoch',
  'hostKind',
  'version',
  'from',
  'to',
  'name',
  'queue',
  'id',
]);

/** The last lines of the logs, the oldest first, with as much of each as `repeat` lets through. */
export async function logExcerpt(
  directory: DataDirectory,
  repeat: (text: string) => string,
): Promise<string[]> {
  const lines: string[] = [];
  for (const { path: file } of await listLogs(directory)) {
    const found = (await lastLines(file)).map((line) => readLine(line, repeat));
    lines.unshift(...found.slice(Math.max(0, found.length - (mostLines - lines.length))));
    if (lines.length >= mostLines) break;
  }
  return lines;
}

async function lastLines(file: string): Promise<string[]> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return [];
  try {
    const { size } = await handle.stat();
    const bytes = Math.min(size, mostBytes);
    const { buffer } = await handle.read(Buffer.alloc(bytes), 0, bytes, size - bytes);
    const lines = buffer.toString('utf8').split('\n');
    // The first one may be half a line.
    return (bytes < size ? lines.slice(1) : lines).filter((line) => line !== '');
  } finally {
    await handle.close();
  }
}

function readLine(line: string, repeat: (text: string) => string): string {
  let entry: Record<string, unknown>;
  try {
    const parsed: unknown = JSON.parse(line);
    entry = typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    entry = {};
  }
  const { time, level, msg, pid, ...fields } = entry;
  const when = typeof time === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(time) ? time : '?';
  const rank = typeof level === 'number' ? (levels[level] ?? '?') : '?';
  const who = typeof pid === 'number' ? String(pid) : '?';
  const rest = Object.entries(fields).flatMap(([name, value]) =>
    known.has(name) ? [`${name}=${valueOf(value, repeat)}`] : [],
  );
  return [when, rank, who, repeat(typeof msg === 'string' ? msg : ''), ...rest].join(' ');
}

function valueOf(value: unknown, repeat: (text: string) => string): string {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  return repeat(typeof value === 'string' ? value : '');
}
